import { type ClusterLimits, NO_LIMITS } from '@leat/access'
import { virtualClock } from '@leat/base/sim'
import { type Call, decode, encodeResponseFrame, ErrorCode, type Reply, ZERO_UUID } from '@leat/wire'
import { CreatePartitions, CreateTopics, DescribeAcls, Heartbeat, Metadata, Produce } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { NO_ACL_WRITER } from '../acls/acl-writer.ts'
import { factTable } from '../facts/fact-table.ts'
import { acl, aclFact, ALICE, callOf, idOf, messageOf, recorder, sessionOf, topicView } from '../testing/access.ts'
import { fakeBackend } from '../testing/fake-backend.ts'
import { authorizing } from './authorizing.ts'

function setUp(topics: Map<string, number> = new Map([['mine', 1]])) {
  const backend = fakeBackend()
  const facts = factTable('lkc-1')
  const audit = recorder()
  let limits: ClusterLimits = NO_LIMITS
  const step = authorizing({
    backend,
    cluster: 'lkc-1',
    rules: facts.rules,
    topics: topicView(topics),
    acls: NO_ACL_WRITER,
    audit,
    clock: virtualClock(),
    limits: () => limits,
    configRules: () => facts.configRules,
  })
  return { backend, facts, audit, step, topics, limit: (partitionsMax: number) => (limits = { ...NO_LIMITS, partitionsMax }) }
}

const produced = (...names: string[]) => ({
  acks: -1,
  timeoutMs: 1,
  topicData: names.map((name) => ({ name, partitionData: [{ index: 0, records: null }] })),
})

/** Answers each topic of a Produce as written at offset 5. */
function writes(call: Call): Reply {
  const { topicData } = decode(call, Produce)
  return {
    kind: 'message',
    message: { responses: topicData.map(({ name }) => ({ name, partitionResponses: [{ index: 0, errorCode: 0, baseOffset: 5 }] })) },
  }
}

test('what is allowed as a whole reaches the backend as it came, and before dispatch yields', async () => {
  const { backend, facts, step } = setUp()
  facts.apply([aclFact({ operation: 'write' })])
  const call = callOf(Produce, 9, produced('mine'))
  const replied = step.dispatch(call)
  expect(backend.calls[0]!.call).toBe(call)
  const reply: Reply = { kind: 'message', message: {} }
  backend.calls[0]!.answer(reply)
  expect(await replied).toBe(reply)
})

test('refused elements are taken out, and told in the order of the request', async () => {
  const { backend, facts, step } = setUp()
  facts.apply([aclFact({ operation: 'write' }), aclFact({ operation: 'write', name: 'also' })])
  backend.respond = writes
  const call = callOf(Produce, 9, produced('x', 'mine', 'y', 'also', 'z'))
  const message = messageOf(Produce, 9, await step.dispatch(call))
  expect(
    message.responses!.map(({ name, partitionResponses }) => [name, partitionResponses![0]!.errorCode, partitionResponses![0]!.baseOffset]),
  ).toEqual([
    ['x', 29, -1],
    ['mine', 0, 5],
    ['y', 29, -1],
    ['also', 0, 5],
    ['z', 29, -1],
  ])
})

test('a backend that passes frames on gets a frame without what was refused, and its own frames are taken apart', async () => {
  const { backend, facts, step } = setUp()
  facts.apply([aclFact({ operation: 'write' })])
  backend.respond = (call) => {
    const { frame, bodyOffset, version, correlationId } = call
    const seen = decode({ ...call, decoded: undefined, frame, bodyOffset }, Produce)
    expect(seen.topicData.map(({ name }) => name)).toEqual(['mine'])
    const message = { responses: [{ name: 'mine', partitionResponses: [{ index: 0 }] }] }
    return { kind: 'frame', chunks: [Buffer.concat(encodeResponseFrame(Produce, version, correlationId, message)).subarray(4)] }
  }
  const message = messageOf(Produce, 9, await step.dispatch(callOf(Produce, 9, produced('other', 'mine'))))
  expect(message.responses!.map(({ name }) => name)).toEqual(['other', 'mine'])
})

test('with everything refused the backend is not asked', async () => {
  const { backend, step } = setUp()
  const message = messageOf(Produce, 9, await step.dispatch(callOf(Produce, 9, produced('a', 'b'))))
  expect(message.responses).toHaveLength(2)
  expect(backend.calls).toEqual([])
})

test('a refused produce that nobody can be told of ends its connection, and what is allowed is written', async () => {
  const { backend, facts, step } = setUp()
  facts.apply([aclFact({ operation: 'write' })])
  backend.respond = () => ({ kind: 'silence' })
  const some = await step.dispatch(callOf(Produce, 9, { ...produced('mine'), acks: 0 }))
  expect(some).toEqual({ kind: 'silence' })
  const none = await step.dispatch(callOf(Produce, 9, { ...produced('other'), acks: 0 }))
  expect(none).toEqual({ kind: 'close', reason: 'produce-without-acks-failed' })
})

test('by id as by name; an id nobody knows is the backend’s to answer', async () => {
  const { backend, facts, step } = setUp(
    new Map([
      ['mine', 1],
      ['other', 1],
    ]),
  )
  facts.apply([aclFact({ operation: 'write' })])
  backend.respond = (call) => ({
    kind: 'message',
    message: { responses: decode(call, Produce).topicData.map(({ topicId }) => ({ topicId, partitionResponses: [{ index: 0 }] })) },
  })
  const topicData = ['mine', 'other', 'unknown'].map((name) => ({ topicId: idOf(name), partitionData: [{ index: 0, records: null }] }))
  const message = messageOf(Produce, 13, await step.dispatch(callOf(Produce, 13, { ...produced(), topicData })))
  expect(message.responses!.map(({ topicId, partitionResponses }) => [topicId, partitionResponses![0]!.errorCode ?? 0])).toEqual([
    [idOf('mine'), 0],
    [idOf('other'), 29],
    [idOf('unknown'), 0],
  ])
})

test('operators are not asked, and nothing of theirs is recorded', async () => {
  const { backend, audit, step } = setUp()
  const call = callOf(Heartbeat, 4, { groupId: 'g' }, sessionOf({ trusted: true }))
  void step.dispatch(call)
  expect(backend.calls[0]!.call).toBe(call)
  const acls = await step.dispatch(
    callOf(DescribeAcls, 3, { resourceTypeFilter: 1, patternTypeFilter: 1, operation: 1, permissionType: 1 }, sessionOf({ trusted: true })),
  )
  expect(messageOf(DescribeAcls, 3, acls).errorCode).toBe(0)
  expect(audit.events).toEqual([])
})

test('decisions are recorded: all refusals, and what is allowed but for produce and fetch', async () => {
  const { backend, facts, audit, step } = setUp()
  backend.respond = writes
  facts.apply([aclFact({ operation: 'write' }), aclFact({ resourceType: 'group', name: 'g' })])
  await step.dispatch(callOf(Produce, 9, produced('mine')))
  await step.dispatch(callOf(Produce, 9, produced('other')))
  backend.respond = () => ({ kind: 'message', message: {} })
  await step.dispatch(callOf(Heartbeat, 4, { groupId: 'g' }))
  expect(audit.events).toEqual([
    expect.objectContaining({
      api: 'Produce',
      operation: 'write',
      resourceName: 'other',
      granted: false,
      reason: null,
      correlationId: 7,
      clientId: 'test',
    }),
    expect.objectContaining({
      kind: 'authorization',
      cluster: 'lkc-1',
      api: 'Heartbeat',
      granted: true,
      principal: ALICE,
      clientAddress: '10.0.0.1',
      connectionId: 'c-1',
      reason: { kind: 'acl', permission: 'allow', host: '*', patternType: 'literal', name: 'g' },
    }),
  ])
  expect(step.refusals.last(ALICE).map(({ resourceName }) => resourceName)).toEqual(['other'])
})

test('a verdict holds until a rule changes', async () => {
  const { backend, facts, step } = setUp()
  backend.respond = writes
  const code = async () =>
    messageOf(Produce, 9, await step.dispatch(callOf(Produce, 9, produced('mine')))).responses![0]!.partitionResponses![0]!.errorCode
  expect(await code()).toBe(29)
  facts.apply([aclFact({ operation: 'write' })])
  expect(await code()).toBe(0)
  facts.apply([aclFact({ operation: 'write', permission: 'deny' })])
  expect(await code()).toBe(29)
  facts.apply([aclFact({ operation: 'write', permission: 'deny' }, false)])
  expect(await code()).toBe(0)
})

test('rules for a host hold for that host', async () => {
  const { backend, facts, step } = setUp()
  backend.respond = writes
  facts.apply([aclFact({ operation: 'write', host: '10.0.0.1' })])
  const code = async (clientHost: string) =>
    messageOf(Produce, 9, await step.dispatch(callOf(Produce, 9, produced('mine'), sessionOf({ clientHost })))).responses![0]!
      .partitionResponses![0]!.errorCode
  expect(await code('/10.0.0.1')).toBe(0)
  expect(await code('/10.0.0.2')).toBe(29)
})

test('a body that cannot be read rejects, and is not dispatched', async () => {
  const { backend, step } = setUp()
  const call = callOf(Heartbeat, 4, { groupId: 'g' })
  await expect(step.dispatch({ ...call, frame: call.frame.subarray(0, call.bodyOffset + 1) })).rejects.toMatchObject({ name: 'WireError' })
  expect(backend.calls).toEqual([])
})

test('topics beyond the cap of partitions are refused in the cloud’s words, also while others are under way', async () => {
  const { backend, facts, step, limit } = setUp(new Map([['mine', 2]]))
  facts.apply([aclFact({ resourceType: 'cluster', name: 'kafka-cluster', operation: 'create' })])
  limit(5)
  const topics = (...counts: number[]) => ({
    topics: counts.map((numPartitions, i) => ({ name: `t${i}`, numPartitions, replicationFactor: 1 })),
  })
  const first = step.dispatch(callOf(CreateTopics, 7, topics(2)))
  const second = step.dispatch(callOf(CreateTopics, 7, topics(2, 1)))
  const names = (call: Call) => decode(call, CreateTopics).topics.map(({ name }) => name)
  expect(backend.calls.map(({ call }) => names(call))).toEqual([['t0'], ['t1']])
  backend.calls[0]!.answer({ kind: 'message', message: { topics: [{ name: 't0', errorCode: 0 }] } })
  backend.calls[1]!.answer({ kind: 'message', message: { topics: [{ name: 't1', errorCode: 0 }] } })
  await first
  expect(messageOf(CreateTopics, 7, await second).topics).toEqual([
    {
      name: 't0',
      topicId: ZERO_UUID,
      errorCode: ErrorCode.POLICY_VIOLATION,
      errorMessage: 'You may not create more than the maximum number of partitions',
    },
    expect.objectContaining({ name: 't1', errorCode: 0 }),
  ])
  // What was under way counts no more: these fit.
  void step.dispatch(callOf(CreateTopics, 7, topics(3)))
  expect(backend.calls).toHaveLength(3)
})

test('a topic that is there already, or would not grow, is the backend’s to refuse', async () => {
  const { backend, facts, step, limit } = setUp(new Map([['mine', 4]]))
  facts.apply([aclFact({ resourceType: 'cluster', name: 'kafka-cluster', operation: 'create' }), aclFact({ operation: 'alter' })])
  limit(5)
  void step.dispatch(callOf(CreateTopics, 7, { topics: [{ name: 'mine', numPartitions: 9, replicationFactor: 1 }] }))
  void step.dispatch(callOf(CreatePartitions, 3, { topics: [{ name: 'mine', count: 4, assignments: null }] }))
  void step.dispatch(callOf(CreatePartitions, 3, { topics: [{ name: 'mine', count: 5, assignments: null }] }))
  expect(backend.calls).toHaveLength(3)
  const refused = messageOf(
    CreatePartitions,
    3,
    await step.dispatch(callOf(CreatePartitions, 3, { topics: [{ name: 'mine', count: 6, assignments: null }] })),
  )
  expect(refused.results).toEqual([expect.objectContaining({ name: 'mine', errorCode: 44 })])
})

test('being asked for makes no topic beyond the cap', async () => {
  const { backend, facts, step, limit } = setUp(new Map([['mine', 1]]))
  facts.apply([aclFact({ operation: 'all', name: '*' })])
  limit(1)
  backend.respond = (call) => ({
    kind: 'message',
    message: { topics: decode(call, Metadata).topics!.map(({ name }) => ({ name, errorCode: 0 })) },
  })
  const message = messageOf(
    Metadata,
    9,
    await step.dispatch(callOf(Metadata, 9, { topics: [{ name: 'new' }, { name: 'mine' }], allowAutoTopicCreation: true })),
  )
  expect(message.topics!.map(({ name, errorCode }) => [name, errorCode])).toEqual([
    ['new', 3],
    ['mine', 0],
  ])
})

test('no rule is made of thin air: an ACL of another kind of principal', async () => {
  const { backend, facts, step } = setUp()
  facts.apply([{ kind: 'acl', acl: acl({ principal: 'Group:alice', operation: 'write' }), present: true }])
  await step.dispatch(callOf(Produce, 9, produced('mine')))
  expect(backend.calls).toEqual([])
})
