import type { AuditSink, AuthorizationEvent, ClusterLimits, Fact, PrincipalName } from '@leat/access'
import { assert, type Millis, NetError } from '@leat/base'
import {
  type AclWriter,
  AUDIT_EVENTS_MAX,
  auditBuffer,
  type Edge,
  factTable,
  type Listener,
  NO_ACL_WRITER,
  type NodeListeners,
  openEdge,
  type TopicView,
  type Traffic,
} from '@leat/edge'
import type { Backend } from '@leat/wire'
import { ADMIN } from '../platform/admin.ts'
import type { PlannedListener } from '../platform/listeners.ts'
import { carryAudit } from './audit-courier.ts'
import type { ControlSide, DataPorts } from './ports.ts'
import type { BoundListener, Listen } from './protocol.ts'
import { trafficHistory, type TrafficSample } from './traffic-history.ts'

/** Everything in front of a cluster's engine. */
export interface ClusterEdge {
  readonly bound: readonly BoundListener[]
  /** As connections of clients reach the engine. */
  readonly backend: Backend
  readonly connections: number
  readonly traffic: Readonly<Traffic>
  /** The last minutes. */
  readonly samples: readonly TrafficSample[]
  readonly limits: ClusterLimits
  apply(facts: readonly Fact[]): void
  /** `brokers` is called when new listeners are open and before old ones close. */
  setListeners(listeners: readonly PlannedListener[], brokers: () => Promise<void>): Promise<readonly BoundListener[]>
  refusals(principal: PrincipalName): readonly AuthorizationEvent[]
  /** Its end: closes all listeners, finishes what is in flight up to the deadline. */
  drain(deadlineMs: Millis): Promise<void>
}

export interface ClusterEdgeOptions {
  readonly listen: Listen
  /** The engine, or what stands before it. */
  readonly backend: Backend
  readonly topics: TopicView
  readonly ports: DataPorts
  readonly control: ControlSide
}

/** @throws NetError: then nothing is open. */
export async function openClusterEdge({ listen, backend, topics, ports, control }: ClusterEdgeOptions): Promise<ClusterEdge> {
  const { cluster } = listen
  const { net, clock, random, logger, meter } = ports
  const facts = factTable(cluster)
  facts.apply(listen.facts)
  const audit = auditBuffer({ cluster, clock, eventsMax: AUDIT_EVENTS_MAX })
  const courier = carryAudit(audit, clock, (events) => control.audit(events))
  // A client may connect while further listeners are still being opened.
  let bound: readonly BoundListener[] = listen.listeners
  const edge = await openEdge({
    net,
    clock,
    random,
    logger,
    meter,
    backend,
    nodes: nodesOf(listen.listeners, listen),
    access: {
      cluster,
      facts,
      topics,
      audit: listen.kind === 'tenant' ? audit : withoutGrants(audit),
      aclWriter: listen.kind === 'tenant' ? aclWriterOf(control) : NO_ACL_WRITER,
    },
    addresses: (name, node) => {
      const found = bound.find((listener) => listener.name === name && listener.node === node)
      return found === undefined ? null : { host: found.advertisedHost, port: found.port }
    },
  })
  try {
    bound = boundOf(listen.listeners, edge)
  } catch (error) {
    await edge.close()
    throw error
  }

  const history = trafficHistory(clock, () => edge)
  return {
    get bound() {
      return bound
    },
    backend: edge.backend,
    get connections() {
      return edge.connections
    },
    traffic: edge.traffic,
    samples: history.samples,
    get limits() {
      return facts.limits
    },
    apply: (changes) => facts.apply(changes),
    async setListeners(listeners, brokers) {
      const before = bound
      const added = listeners.filter((listener) => !before.some(isSameAs(listener)))
      const kept = before.filter((listener) => listeners.some(isSameAs(listener)))
      try {
        await edge.setNodes(nodesOf([...before, ...added], listen))
        bound = [...before, ...boundOf(added, edge)]
        await brokers()
      } catch (error) {
        bound = before
        await edge.setNodes(nodesOf(before, listen))
        throw error
      }
      bound = [...kept, ...boundOf(added, edge)]
      await edge.setNodes(nodesOf(bound, listen))
      return bound
    },
    refusals: (principal) => edge.refusals.last(principal),
    async drain(deadlineMs) {
      history[Symbol.dispose]()
      await edge.drain(deadlineMs)
      await courier.flush()
    },
  }
}

function isSameAs({ node, name }: PlannedListener): (other: PlannedListener) => boolean {
  return (other) => other.node === node && other.name === name
}

function nodesOf(listeners: readonly PlannedListener[], options: Pick<Listen, 'cluster' | 'tls'>): readonly NodeListeners[] {
  const nodes = [...new Set(listeners.map(({ node }) => node))]
  return nodes.map((node) => ({
    node,
    listeners: listeners.filter((planned) => planned.node === node).map((planned) => listenerOf(planned, options)),
  }))
}

function listenerOf({ name, hosts, port }: PlannedListener, { cluster, tls }: Pick<Listen, 'cluster' | 'tls'>): Listener {
  const listener = { name, protocol: name, hosts, port, tenant: cluster }
  return name === 'PLAINTEXT' ? { ...listener, principal: ADMIN, trusted: true } : { ...listener, tls }
}

/** The edge goes on without ::1, which many containers lack; an address that somebody asked for must be there. */
function boundOf(planned: readonly PlannedListener[], edge: Edge): readonly BoundListener[] {
  return planned.map((listener) => {
    const found = edge.bound.find((bound) => bound.listener === listener.name && bound.node === listener.node)
    assert(found !== undefined, `listener ${listener.name} of node ${listener.node} is open`)
    const absent = listener.hosts.find((host) => host !== '::1' && !found.hosts.includes(host))
    if (absent !== undefined)
      throw new NetError('EADDRNOTAVAIL', `${absent} is not an address of this machine`, { address: absent, port: found.port })
    return { ...listener, hosts: found.hosts, port: found.port }
  })
}

function withoutGrants(sink: AuditSink): AuditSink {
  return {
    record(event) {
      if (event.kind !== 'authorization' || !event.granted) sink.record(event)
    },
  }
}

function aclWriterOf(control: ControlSide): AclWriter {
  return {
    create: (cluster, _caller, acls) => control.writeAcls({ cluster, create: acls, delete: [] }),
    delete: (cluster, _caller, acls) => control.writeAcls({ cluster, create: [], delete: acls }),
  }
}
