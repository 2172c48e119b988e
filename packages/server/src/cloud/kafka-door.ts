import type { Caller } from '@leat/access'
import type { NodeId } from '@leat/base'
import type { CallOptions, Transport } from '@leat/client'
import type { ControlState } from '@leat/control'
import type { Activity, KafkaDoor } from '@leat/kafka-rest'
import { ApiKey, type Api, type Encodable, type RequestOf, type ResponseOf } from '@leat/wire'
import type { BoundListener, ClusterUse } from '../data/protocol.ts'
import { SAMPLE_MS } from '../data/traffic-history.ts'
import type { DataClusterHost } from './cluster-host.ts'
import type { Sessions } from './sessions.ts'

export interface KafkaDoorOptions {
  readonly state: () => ControlState
  readonly host: DataClusterHost
  readonly sessions: Sessions
}

/** How Kafka REST reaches clusters: those of the caller's organization that listen, and of these the one that its key is for. */
export function kafkaDoor({ state, host, sessions }: KafkaDoorOptions): KafkaDoor {
  const isOpenTo = (cluster: string, caller: Caller): boolean => {
    const { via, organization } = caller
    const isForAnother = via.kind === 'api-key' && via.resource.kind !== 'global' && 'id' in via.resource && via.resource.id !== cluster
    return !isForAnother && state().cluster.get(cluster)?.organization === organization && host.listening(cluster) !== null
  }
  return {
    connect(cluster, caller, clientAddress) {
      const listening = host.listening(cluster)
      if (listening === null || !isOpenTo(cluster, caller)) return null
      const transport = sessions.caller(cluster, listening.serves, { principal: caller.principal, address: clientAddress })
      return withAddresses(transport, () => host.listening(cluster)?.listeners ?? [])
    },
    activity: async (cluster) => activityOf(await host.use(cluster)),
    clusters: (caller) => [...state().cluster.keys()].filter((cluster) => isOpenTo(cluster, caller)),
  }
}

function activityOf(use: ClusterUse | null): Activity | null {
  if (use === null || use.activity === null) return null
  const { samples, limits } = use.activity
  return { everyMs: SAMPLE_MS, samples, limits, connections: use.connections, partitions: use.partitions }
}

type Placed = { readonly nodeId?: number; readonly brokerId?: number; readonly host?: string; readonly port?: number }

/** A backend answers in node ids; whoever stands in front of it fills in addresses: those of SASL_SSL. */
function withAddresses(transport: Transport, listeners: () => readonly BoundListener[]): Transport {
  const place = <T extends Placed>(node: T): T => {
    const id: NodeId | undefined = node.nodeId ?? node.brokerId
    const found = listeners().find((listener) => listener.name === 'SASL_SSL' && listener.node === id)
    return found === undefined ? node : { ...node, host: found.advertisedHost, port: found.port }
  }
  const placed = (api: Api, message: unknown): unknown => {
    switch (api.key) {
      case ApiKey.Metadata:
      case ApiKey.DescribeCluster: {
        const { brokers, ...rest } = message as { readonly brokers: readonly Placed[] }
        return { ...rest, brokers: brokers.map(place) }
      }
      case ApiKey.FindCoordinator: {
        const { coordinators, ...rest } = message as { readonly coordinators: readonly Placed[] }
        return { ...place(rest), coordinators: coordinators.map(place) }
      }
      default:
        return message
    }
  }
  return {
    get apis() {
      return transport.apis
    },
    async call<A extends Api>(api: A, message: Encodable<RequestOf<A>>, options?: CallOptions): Promise<ResponseOf<A>> {
      return placed(api, await transport.call(api, message, options)) as ResponseOf<A>
    },
  }
}
