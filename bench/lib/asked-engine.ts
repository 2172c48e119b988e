/** One engine in this process, without disk and sockets, behind the authorization step: what a request costs that never saw a network. */
import { type Fact, NO_LIMITS, type RoleGrant } from '@leat/access'
import { silentLogger, silentMeter } from '@leat/base'
import { nodeClock } from '@leat/base/node'
import { memoryFs, seededRandom } from '@leat/base/sim'
import { AUDIT_EVENTS_MAX, NO_ACL_WRITER, auditBuffer, authorizing, factTable } from '@leat/edge'
import { openEngine } from '@leat/engine'
import {
  type Api,
  type Backend,
  type Call,
  type Encodable,
  type Reply,
  type RequestOf,
  type Session,
  encodeRequestFrame,
  parseRequestHeader,
} from '@leat/wire'
import { CreateTopics, Fetch, Produce } from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'

const CLUSTER = 'lkc-bench'
const PRINCIPAL = 'User:sa-bench'
const TOPIC = 'bench'
export const VALUE_BYTES = 100
const FETCH_BYTES_MAX = 256
const SIZE_BYTES = 4

export interface AskedEngine extends AsyncDisposable {
  readonly step: Backend
  /** An ACL of somebody else comes or goes. */
  readonly change: () => void
  /** Gives audit events away, as the platform does. */
  readonly drain: () => void
}

/** With so many ACLs of the principal's own, of which the last allows the topic; with none, by a role. */
export async function openAskedEngine(rules: number): Promise<AskedEngine> {
  const clock = nodeClock()
  const random = seededRandom('bench')
  const common = { clock, random, logger: silentLogger, meter: silentMeter }
  const engine = await openEngine({
    fs: memoryFs(),
    dir: '/data',
    ...common,
    clusterId: 'QmVuY2hDbHVzdGVyMDAwMQ',
    nodes: [1],
    durability: 'none',
  })
  await engine.dispatch(
    callOf(CreateTopics, 7, { topics: [{ name: TOPIC, numPartitions: 1, replicationFactor: 1 }], timeoutMs: 1000 }, sessionOf(true)),
  )
  const facts = factTable(CLUSTER)
  facts.apply(
    rules === 0 ? [grantFact()] : Array.from({ length: rules }, (_, i) => aclFact(PRINCIPAL, i === rules - 1 ? TOPIC : `other-${i}`)),
  )
  const audit = auditBuffer({ cluster: CLUSTER, clock, eventsMax: AUDIT_EVENTS_MAX })
  const step = authorizing({
    backend: engine,
    cluster: CLUSTER,
    rules: facts.rules,
    topics: engine.topics,
    acls: NO_ACL_WRITER,
    audit,
    clock,
    limits: () => NO_LIMITS,
    configRules: () => null,
  })
  let isThere = false
  return {
    step,
    change: () => facts.apply([aclFact('User:sa-other', 'elsewhere', (isThere = !isThere))]),
    drain: () => void audit.drain(),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  }
}

function aclFact(principal: string, name: string, present = true): Fact {
  return {
    kind: 'acl',
    acl: { resourceType: 'topic', patternType: 'literal', name, principal, host: '*', operation: 'all', permission: 'allow' },
    present,
  }
}

function grantFact(): Fact {
  const source = { binding: 'rb-bench', role: 'ResourceOwner', scope: 'crn://confluent.cloud/organization=bench' }
  const grant: RoleGrant = { resourceType: 'topic', patternType: 'literal', name: TOPIC, operations: ['read', 'write', 'describe'], source }
  return { kind: 'grants', principal: PRINCIPAL, grants: [grant] }
}

export function sessionOf(isTrusted: boolean): Session {
  return {
    principal: { type: 'User', name: PRINCIPAL.slice('User:'.length) },
    tenant: CLUSTER,
    listener: isTrusted ? 'PLAINTEXT' : 'SASL_SSL',
    node: 1,
    clientHost: '/127.0.0.1',
    connectionId: `bench-${isTrusted}`,
    ...(isTrusted ? { trusted: true as const } : {}),
    signal: new AbortController().signal,
  }
}

/** One record. */
export function produceCall(session: Session): Call {
  const records = buildBatch({ records: [{ value: Buffer.alloc(VALUE_BYTES), timestamp: 0 }] })
  const topicData = [{ name: TOPIC, partitionData: [{ index: 0, records }] }]
  return callOf(Produce, 9, { acks: -1, timeoutMs: 1000, topicData }, session)
}

/** The first batch. */
export function fetchCall(session: Session): Call {
  const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: FETCH_BYTES_MAX }]
  return callOf(
    Fetch,
    12,
    { maxWaitMs: 0, minBytes: 0, maxBytes: FETCH_BYTES_MAX, sessionEpoch: -1, topics: [{ topic: TOPIC, partitions }] },
    session,
  )
}

/** A request as it comes from a socket: nobody has looked into it. */
function callOf<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>, session: Session): Call {
  const frame = Buffer.concat(encodeRequestFrame(api, version, { correlationId: 1, clientId: 'bench' }, message)).subarray(SIZE_BYTES)
  const { correlationId, clientId, bodyOffset } = parseRequestHeader(frame, () => api)
  return { api, version, correlationId, clientId, frame, bodyOffset, session, decoded: undefined }
}

/** @throws unless the reply says that the one partition was served. */
export function assertServed(reply: Reply | null): void {
  const { responses } = (reply?.kind === 'message' ? reply.message : {}) as { readonly responses?: readonly Served[] }
  const [first] = responses?.[0]?.partitionResponses ?? responses?.[0]?.partitions ?? []
  if (first?.errorCode !== 0) throw new Error(`not served: ${JSON.stringify(reply).slice(0, 200)}`)
}

interface Served {
  readonly partitionResponses?: readonly { readonly errorCode: number }[]
  readonly partitions?: readonly { readonly errorCode: number }[]
}
