import {
  CLUSTER_RESOURCE,
  type Caller,
  type ConfigRules,
  NO_LIMITS,
  type PrincipalName,
  type RoleGrant,
  type Rules,
  rulesOf,
  WILDCARD,
} from '@leat/access'
import { type NodeId, fail, ok, silentLogger, silentMeter } from '@leat/base'
import { nodeClock } from '@leat/base/node'
import { seededRandom } from '@leat/base/sim'
import { type Transport, backendTransport } from '@leat/client'
import { type AclWriter, authorizing } from '@leat/edge'
import { type HttpHandler, service, unauthenticated } from '@leat/rest'
import { openEngineInMemory } from '../../engine/test/fixture.ts'
import { watchedTopics } from './watched-topics.ts'
import { type Activity, type KafkaDoor, type KafkaRestLimits, kafkaRestOperations } from '../src/index.ts'

export const CLUSTER = 'lkc-abc123'

/** What an edge would have counted. */
const ACTIVITY: Activity = {
  everyMs: 5_000,
  samples: [{ atMs: 1_700_000_000_000, requests: 3, ingressBytes: 1_000, egressBytes: 2_000, connections: 2 }],
  limits: { ...NO_LIMITS, ingressBytesPerSecondMax: 25_000_000 },
  connections: 2,
  partitions: 3,
}

/** What callers are told apart by: `Authorization: Basic <principal>:<anything>`, as keys would be. */
function callerOf(id: string): Caller {
  return {
    organization: 'o-1',
    id,
    kind: id.startsWith('sa-') ? 'service-account' : 'user',
    principal: `User:${id}`,
    via: { kind: 'api-key', key: 'KEY', resource: { kind: 'kafka', id: CLUSTER, environment: 'env-1' } },
  }
}

export interface KafkaRestUnderTest extends AsyncDisposable {
  readonly handler: HttpHandler
  /** The rules of the cluster: what they refuse, the API refuses. */
  readonly rules: Rules
  /** An operator's connection, beside the API. */
  readonly transport: Transport
  /** What the API asked of Kafka: how often, by API key. */
  readonly calls: Map<number, number>
}

export interface UnderTestOptions {
  readonly nodes?: readonly NodeId[]
  readonly limits?: Partial<KafkaRestLimits>
  readonly partitionsMax?: number
  readonly configRules?: ConfigRules
}

/** The API over an engine in memory, behind the edge's authorizer. `u-admin` may do everything. */
export async function kafkaRestUnderTest(options: UnderTestOptions = {}): Promise<KafkaRestUnderTest> {
  const { nodes = [1], limits = {}, partitionsMax, configRules = null } = options
  const engine = await openEngineInMemory(nodes)
  const rules = rulesOf()
  // By role, so that lists of ACLs hold what a test made and nothing else.
  const source = { binding: 'rb-1', role: 'CloudClusterAdmin', scope: `crn://confluent.cloud/cloud-cluster=${CLUSTER}` }
  const everything = (['topic', 'group', 'cluster', 'transactional-id'] as const).map((resourceType): RoleGrant => {
    const name = resourceType === 'cluster' ? CLUSTER_RESOURCE : WILDCARD
    return { resourceType, patternType: 'literal', name, operations: ['all'], source }
  })
  rules.setGrants('User:u-admin', everything)
  const watched = await watchedTopics(engine, nodes[0]!)
  const backend = authorizing({
    backend: watched.backend,
    cluster: CLUSTER,
    rules,
    topics: watched.topics,
    acls: writerTo(rules),
    audit: { record: () => {} },
    clock: nodeClock(),
    limits: () => ({ ...NO_LIMITS, partitionsMax: partitionsMax ?? null }),
    configRules: () => configRules,
  })
  const ended = new AbortController()
  const calls = new Map<number, number>()
  const connect = (principal: PrincipalName, clientHost: string, trusted: boolean): Transport =>
    backendTransport({ backend, clientId: 'kafka-rest', session: sessionOf(principal, clientHost, trusted, nodes[0]!, ended.signal) })
  const door: KafkaDoor = {
    connect: (cluster, caller, address) => (cluster === CLUSTER ? counted(connect(caller.principal, `/${address}`, false), calls) : null),
    activity: async () => ACTIVITY,
    clusters: () => [CLUSTER],
  }
  const handler = service({
    operations: kafkaRestOperations(door, { clock: nodeClock(), random: seededRandom('rest'), limits }),
    authenticate: async ({ headers }) => {
      const id = /^Basic (.+)$/.exec(headers['authorization'] ?? '')?.[1]
      if (id === undefined) return ok(null)
      const principal = Buffer.from(id, 'base64').toString().split(':')[0]!
      return /^(u|sa)-/.test(principal) ? ok(callerOf(principal)) : fail(unauthenticated())
    },
    clock: nodeClock(),
    logger: silentLogger,
    meter: silentMeter,
    forms: [{ prefix: '/kafka/v3', form: 'kafka' }],
  })
  return {
    handler,
    rules,
    calls,
    transport: connect('User:u-admin', '/127.0.0.1', true),
    async [Symbol.asyncDispose]() {
      ended.abort()
      await engine.close()
    },
  }
}

function counted(transport: Transport, calls: Map<number, number>): Transport {
  return {
    apis: transport.apis,
    call(api, message, options) {
      calls.set(api.key, (calls.get(api.key) ?? 0) + 1)
      return transport.call(api, message, options)
    },
  }
}

let connections = 0

function sessionOf(principal: PrincipalName, clientHost: string, trusted: boolean, node: NodeId, signal: AbortSignal) {
  const [type, name] = principal.split(':') as [string, string]
  const connectionId = `rest-${++connections}`
  const session = { principal: { type, name }, tenant: CLUSTER, listener: 'REST', node, clientHost, connectionId, signal }
  return trusted ? { ...session, trusted } : session
}

/** In place of the control plane: what is written holds at once. */
function writerTo(rules: Rules): AclWriter {
  const write = (present: boolean): AclWriter['create'] => {
    return async (_cluster, _caller, acls) => {
      for (const acl of acls) rules.setAcl(acl, present)
      return acls.map(() => ({ kind: 'done' }))
    }
  }
  return { create: write(true), delete: write(false) }
}
