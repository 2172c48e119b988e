/**
 * What the authorization step costs per request, apart from sockets: a backend that answers at once, calls decoded as the backend would do it anyway.
 *
 *     node packages/edge/test/step-speed.ts
 */
import { NO_LIMITS } from '@leat/access'
import { nodeClock } from '@leat/base/node'
import { type Api, type Backend, type Call, decode, type Encodable, type Reply, type RequestOf } from '@leat/wire'
import { Fetch, Heartbeat, Metadata, Produce } from '@leat/wire/messages'
import { AUDIT_EVENTS_MAX, auditBuffer, authorizing, factTable, NO_ACL_WRITER } from '../src/index.ts'
import { aclFact, callOf, topicView } from '../src/testing/access.ts'
import { fakeBackend } from '../src/testing/fake-backend.ts'

const ROUNDS = 200_000
const ANSWER: Reply = { kind: 'message', message: { topics: [] } }

const backend = fakeBackend()
backend.respond = () => ANSWER
const facts = factTable('lkc-1')
facts.apply([
  ...Array.from({ length: 100 }, (_, i) => aclFact({ name: `other-${i}`, patternType: 'prefixed' as const })),
  aclFact({ name: '*', operation: 'all' }),
  aclFact({ name: '*', resourceType: 'group', operation: 'all' }),
])
const audit = auditBuffer({ cluster: 'lkc-1', clock: nodeClock(), eventsMax: AUDIT_EVENTS_MAX })
const topics = topicView(new Map([['t', 1]]))
const step = authorizing({
  backend,
  cluster: 'lkc-1',
  rules: facts.rules,
  topics,
  acls: NO_ACL_WRITER,
  audit,
  clock: nodeClock(),
  limits: () => NO_LIMITS,
  configRules: () => null,
})

const topicsOf = (count: number) => Array.from({ length: count }, (_, i) => `t-${i}`)
const produce = (count: number) => ({
  acks: -1,
  timeoutMs: 1,
  topicData: topicsOf(count).map((name) => ({ name, partitionData: [{ index: 0, records: Buffer.alloc(1_000) }] })),
})
const fetch = (count: number) => ({ sessionEpoch: -1, topics: topicsOf(count).map((topic) => ({ topic, partitions: [{ partition: 0 }] })) })

await measure('Produce, 1 topic', Produce, 9, produce(1))
await measure('Produce, 20 topics', Produce, 9, produce(20))
await measure('Fetch, 1 topic', Fetch, 12, fetch(1))
await measure('Fetch, 100 topics', Fetch, 12, fetch(100))
await measure('Heartbeat, with its audit event', Heartbeat, 4, { groupId: 'g' })
await measure('Metadata, 1 topic, with its audit event', Metadata, 9, { topics: [{ name: 't' }] })

async function measure<A extends Api>(name: string, api: A, version: number, message: Encodable<RequestOf<A>>): Promise<void> {
  const call = callOf(api, version, message)
  decode(call, api)
  await run(step, call)
  await run(backend, call)
  const [withStep, alone] = [await run(step, call), await run(backend, call)]
  console.log(`${name}: ${((withStep - alone) * 1_000).toFixed(0)} ns`)
}

/** Microseconds per call. */
async function run(target: Backend, call: Call): Promise<number> {
  const beganAt = performance.now()
  for (let i = 0; i < ROUNDS; i++) {
    await target.dispatch(call)
    if (i % 4_096 === 0) audit.drain()
  }
  return ((performance.now() - beganAt) * 1_000) / ROUNDS
}
