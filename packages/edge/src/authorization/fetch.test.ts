import { NO_LIMITS } from '@leat/access'
import { virtualClock } from '@leat/base/sim'
import { type Call, decode, type Reply } from '@leat/wire'
import { Fetch, type FetchRequest } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { NO_ACL_WRITER } from '../acls/acl-writer.ts'
import { factTable } from '../facts/fact-table.ts'
import { aclFact, callOf, idOf, messageOf, recorder, sessionOf, topicView } from '../testing/access.ts'
import { fakeBackend } from '../testing/fake-backend.ts'
import { authorizing } from './authorizing.ts'

const SESSION = 99

function setUp() {
  const backend = fakeBackend()
  const facts = factTable('lkc-1')
  const topics = topicView(
    new Map([
      ['mine', 1],
      ['other', 1],
      ['also', 1],
    ]),
  )
  const step = authorizing({
    backend,
    cluster: 'lkc-1',
    rules: facts.rules,
    topics,
    acls: NO_ACL_WRITER,
    audit: recorder(),
    clock: virtualClock(),
    limits: () => NO_LIMITS,
    configRules: () => null,
  })
  const seen: FetchRequest[] = []
  backend.respond = (call: Call): Reply => {
    const request = decode(call, Fetch)
    seen.push(request)
    const sessionId = request.sessionEpoch === 0 ? SESSION : request.sessionEpoch > 0 ? request.sessionId : 0
    return {
      kind: 'message',
      message: {
        errorCode: 0,
        sessionId,
        responses: request.topics.map(({ topic, topicId }) => ({ topic, topicId, partitions: [{ partitionIndex: 0 }] })),
      },
    }
  }
  facts.apply([aclFact(), aclFact({ name: 'also' })])
  return { backend, facts, step, seen }
}

const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 }]
function request(sessionId: number, sessionEpoch: number, ...names: string[]) {
  return { sessionId, sessionEpoch, topics: names.map((topic) => ({ topic, partitions })) }
}

async function ask(
  step: ReturnType<typeof setUp>['step'],
  body: Parameters<typeof callOf<typeof Fetch>>[2],
  version = 12,
  session = sessionOf(),
) {
  const message = messageOf(Fetch, version, await step.dispatch(callOf(Fetch, version, body, session)))
  return { ...message, codes: (message.responses ?? []).map(({ topic, partitions: all }) => [topic, all![0]!.errorCode ?? 0]) }
}

test('a full fetch of allowed topics opens a session, whose requests then name nothing', async () => {
  const { step, seen } = setUp()
  expect((await ask(step, request(0, 0, 'mine', 'also'))).sessionId).toBe(SESSION)
  expect((await ask(step, request(SESSION, 1))).errorCode).toBe(0)
  expect(seen.map(({ sessionEpoch }) => sessionEpoch)).toEqual([0, 1])
})

test('a full fetch with a refused topic is served without a session, so that the next one names all again', async () => {
  const { step, seen } = setUp()
  const answer = await ask(step, request(0, 0, 'other', 'mine'))
  expect(answer.codes).toEqual([
    ['other', 29],
    ['mine', 0],
  ])
  expect(answer.sessionId).toBe(0)
  expect(seen.map(({ sessionEpoch, topics }) => [sessionEpoch, topics.map(({ topic }) => topic)])).toEqual([[-1, ['mine']]])
})

test('a session ends when one of its topics is not allowed any more', async () => {
  const { facts, step, seen } = setUp()
  await ask(step, request(0, 0, 'mine', 'also'))
  facts.apply([aclFact({ name: 'also' }, false)])
  expect((await ask(step, request(SESSION, 1))).errorCode).toBe(70)
  expect((await ask(step, request(SESSION, 2))).errorCode).toBe(70)
  expect(seen).toHaveLength(1)
})

test('a session goes on when rules change that do not touch it', async () => {
  const { facts, step, seen } = setUp()
  await ask(step, request(0, 0, 'mine'))
  facts.apply([aclFact({ name: 'also' }, false)])
  expect((await ask(step, request(SESSION, 1))).errorCode).toBe(0)
  expect(seen).toHaveLength(2)
})

test('a topic that is added to a session is asked about, then and later', async () => {
  const { facts, step, seen } = setUp()
  await ask(step, request(0, 0, 'mine'))
  await ask(step, request(SESSION, 1, 'also'))
  facts.apply([aclFact({ name: 'also' }, false)])
  expect((await ask(step, request(SESSION, 2))).errorCode).toBe(70)
  await ask(step, request(0, 0, 'mine'))
  expect((await ask(step, request(SESSION, 1, 'other'))).errorCode).toBe(70)
  expect(seen.map(({ sessionEpoch }) => sessionEpoch)).toEqual([0, 1, 0])
})

test('nobody reads in a session that another principal opened, or that nobody did', async () => {
  const { facts, step, seen } = setUp()
  await ask(step, request(0, 0, 'mine'))
  facts.apply([aclFact({ principal: 'User:bob' })])
  const bob = sessionOf({ principal: { type: 'User', name: 'bob' } })
  expect((await ask(step, request(SESSION, 1), 12, bob)).errorCode).toBe(70)
  expect((await ask(step, request(SESSION + 1, 1))).errorCode).toBe(70)
  expect((await ask(step, request(SESSION, 1), 12, sessionOf({ node: 2 }))).errorCode).toBe(70)
  expect(seen).toHaveLength(1)
})

test('a full fetch closes the session that it names, unless another principal opened it', async () => {
  const { facts, step, seen } = setUp()
  await ask(step, request(0, 0, 'mine'))
  facts.apply([aclFact({ principal: 'User:bob' })])
  const bob = sessionOf({ principal: { type: 'User', name: 'bob' } })
  expect((await ask(step, request(SESSION, -1, 'mine'), 12, bob)).codes).toEqual([['mine', 0]])
  await ask(step, request(SESSION, -1, 'mine'))
  expect(seen.map(({ sessionId, sessionEpoch }) => [sessionId, sessionEpoch])).toEqual([
    [0, 0],
    [0, -1],
    [SESSION, -1],
  ])
})

test('by id: refused as by name, in sessions as well', async () => {
  const { facts, step, seen } = setUp()
  const byId = (sessionId: number, sessionEpoch: number, ...names: string[]) => ({
    sessionId,
    sessionEpoch,
    topics: names.map((name) => ({ topicId: idOf(name), partitions })),
  })
  const mixed = await ask(step, byId(0, 0, 'mine', 'other', 'unknown'), 16)
  expect(mixed.responses!.map(({ topicId, partitions: all }) => [topicId, all![0]!.errorCode ?? 0])).toEqual([
    [idOf('mine'), 0],
    [idOf('other'), 29],
    [idOf('unknown'), 0],
  ])
  await ask(step, byId(0, 0, 'mine'), 16)
  facts.apply([aclFact({}, false)])
  expect((await ask(step, byId(SESSION, 1), 16)).errorCode).toBe(70)
  expect(seen).toHaveLength(2)
})

test('followers need the cluster’s right, and no other', async () => {
  const { facts, step } = setUp()
  const follow = { ...request(0, -1, 'mine'), replicaId: 2 }
  expect((await ask(step, follow)).codes).toEqual([['mine', 29]])
  facts.apply([aclFact({ resourceType: 'cluster', name: 'kafka-cluster', operation: 'cluster-action' }), aclFact({}, false)])
  expect((await ask(step, follow)).codes).toEqual([['mine', 0]])
})
