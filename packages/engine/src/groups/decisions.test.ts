import { virtualClock } from '@leat/base/sim'
import { ErrorCode } from '@leat/wire'
import { expect, test } from 'vitest'
import { decideCommit } from './decide-commit.ts'
import { decideHeartbeat } from './decide-heartbeat.ts'
import { decideJoin, type JoinInput } from './decide-join.ts'
import { decideLeave } from './decide-leave.ts'
import { decideStored } from './decide-stored.ts'
import { decideSync } from './decide-sync.ts'
import { decideJoinTimeout, decideSessionExpired, decideSyncTimeout } from './decide-timers.ts'
import type { DecideContext, Decision } from './decision.ts'
import { Deadline } from './deadline.ts'
import { isExpired } from './expiry.ts'
import { decodeEvent, encodeEvent } from './records.ts'
import { emptyGroup, type GroupState, isSubscribed } from './state.ts'
import { readSubscribedTopics } from './subscription.ts'
import { TEST_CONFIG } from './testing/harness.ts'
import { subscription } from './testing/members.ts'

const CONTEXT: DecideContext = { now: 1_000, config: TEST_CONFIG }

function joining(memberId: string, change: Partial<JoinInput> = {}): JoinInput {
  return {
    memberId: '',
    groupInstanceId: null,
    clientId: 'c',
    clientHost: '/h',
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 60_000,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: subscription('orders') }],
    reason: 'test',
    requiresMemberId: false,
    skipsAssignment: false,
    newMemberId: memberId,
    ...change,
  }
}

/** Members `a`, `b`, … that joined; the leader has not assigned yet. */
function completing(...members: string[]): GroupState {
  let state = emptyGroup('g', 0)
  for (const member of members) state = decideJoin(state, joining(member), CONTEXT).state
  return decideJoinTimeout(state, 0, 0, CONTEXT).state
}

function syncInput(memberId: string, assignments: Record<string, string> = {}, generation = 1) {
  const given = new Map(Object.entries(assignments).map(([id, text]) => [id, Buffer.from(text)]))
  return { memberId, groupInstanceId: null, generation, protocolType: 'consumer', protocol: 'range', assignments: given }
}

function stable(...members: string[]): GroupState {
  const synced = decideSync(completing(...members), syncInput(members[0]!, { [members[0]!]: 'x' }), CONTEXT)
  const state = decideStored(synced.state, storedOf(synced), ErrorCode.NONE, CONTEXT).state
  return { ...state, pendingSync: new Set() }
}

function storedOf(decision: Decision) {
  const effect = decision.effects.find(({ kind }) => kind === 'store')
  if (effect?.kind !== 'store') throw new Error('nothing is stored')
  return effect.stored
}

const kindsOf = (decision: Decision): string[] => decision.effects.map(({ kind }) => kind)

test('a decision leaves the state it was given as it was', () => {
  const before = stable('a', 'b')
  const copy = structuredClone(before)
  decideLeave(before, [{ memberId: 'b', groupInstanceId: null, reason: '' }], CONTEXT)
  decideJoin(before, joining('c'), CONTEXT)
  decideSessionExpired(before, 'a', CONTEXT)
  expect(structuredClone(before)).toEqual(copy)
})

test('an assignment stored too late, in another generation, assigns nothing', () => {
  const first = decideSync(completing('a'), syncInput('a', { a: 'old' }), CONTEXT)
  const stored = storedOf(first)
  const later = { ...first.state, generation: 2, members: completing('a').members }
  const decision = decideStored(later, stored, ErrorCode.NONE, CONTEXT)
  expect(decision.state).toEqual(later)
  expect(decision.effects).toEqual([])
})

test('a leader that repeats its SyncGroup while the first is being stored stores no second assignment', () => {
  const first = decideSync(completing('a'), syncInput('a', { a: 'one' }), CONTEXT)
  const second = decideSync(first.state, syncInput('a', { a: 'two' }), CONTEXT)
  expect(second.outcome).toEqual({ kind: 'park', memberId: 'a' })
  expect(kindsOf(second)).not.toContain('store')
})

test('a leader can assign again after a failed store', () => {
  const first = decideSync(completing('a'), syncInput('a', { a: 'one' }), CONTEXT)
  const failed = decideStored(first.state, storedOf(first), ErrorCode.COORDINATOR_NOT_AVAILABLE, CONTEXT)
  expect(failed.state.phase).toBe('PreparingRebalance')
  expect(failed.effects).toContainEqual(
    expect.objectContaining({
      kind: 'answer-sync',
      memberId: 'a',
      answer: expect.objectContaining({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE }),
    }),
  )
  const rejoined = decideJoin(failed.state, joining('', { memberId: 'a' }), CONTEXT)
  expect(rejoined.state).toMatchObject({ phase: 'CompletingRebalance', generation: 2, storesAssignment: false })
})

test('members of a rolling restart leave and join one generation at a time', () => {
  let state = stable('a', 'b', 'c')
  const generations = []
  for (const [old, fresh] of [
    ['a', 'd'],
    ['b', 'e'],
    ['c', 'f'],
  ] as const) {
    state = decideLeave(state, [{ memberId: old, groupInstanceId: null, reason: '' }], CONTEXT).state
    state = decideJoin(state, joining(fresh), CONTEXT).state
    for (const memberId of state.members.keys()) if (memberId !== fresh) state = decideJoin(state, joining('', { memberId }), CONTEXT).state
    expect(state.phase).toBe('CompletingRebalance')
    state = { ...state, phase: 'Stable' }
    generations.push(state.generation)
  }
  expect(generations).toEqual([2, 3, 4])
  expect([...state.members.keys()]).toEqual(['d', 'e', 'f'])
})

test('a cooperative rebalance of many members goes through two generations and loses nobody', () => {
  const names = Array.from({ length: 50 }, (_, at) => `m${at}`)
  let state = stable(...names)
  for (const round of [2, 3]) {
    for (const memberId of names) {
      const metadata = Buffer.from(`${memberId} owns less in ${round}`)
      state = decideJoin(state, joining('', { memberId, protocols: [{ name: 'range', metadata }] }), CONTEXT).state
    }
    expect(state).toMatchObject({ generation: round, phase: 'CompletingRebalance', leader: 'm0' })
    expect(state.members.size).toBe(50)
    const synced = decideSync(state, syncInput('m0', {}, round), CONTEXT)
    state = decideStored(synced.state, storedOf(synced), ErrorCode.NONE, CONTEXT).state
  }
})

test.for([
  ['stable, right', stable('a'), { memberId: 'a', generation: 1 }, ErrorCode.NONE],
  ['stable, old generation', stable('a'), { memberId: 'a', generation: 0 }, ErrorCode.ILLEGAL_GENERATION],
  ['stable, stranger', stable('a'), { memberId: 'z', generation: 1 }, ErrorCode.UNKNOWN_MEMBER_ID],
  ['stable, unknown instance', stable('a'), { memberId: 'a', groupInstanceId: 'i', generation: 1 }, ErrorCode.UNKNOWN_MEMBER_ID],
  ['completing', completing('a'), { memberId: 'a', generation: 1 }, ErrorCode.NONE],
  ['empty', emptyGroup('g', 0), { memberId: 'a', generation: 0 }, ErrorCode.UNKNOWN_MEMBER_ID],
] as const)('heartbeat: %s', ([, state, input, errorCode]) => {
  expect(decideHeartbeat(state, { groupInstanceId: null, ...input }, CONTEXT).errorCode).toBe(errorCode)
})

const OUTSIDER = { memberId: '', groupInstanceId: null, generation: -1, version: 9 }

test.for([
  ['nobody in no group', null, OUTSIDER, 'creates'],
  ['a member in no group', null, { ...OUTSIDER, memberId: 'a', generation: 1 }, ErrorCode.GROUP_ID_NOT_FOUND],
  ['a member in no group, before v9', null, { ...OUTSIDER, memberId: 'a', generation: 1, version: 8 }, ErrorCode.ILLEGAL_GENERATION],
  ['nobody in an empty group', emptyGroup('g', 0), OUTSIDER, 'accepts'],
  ['a member in an empty group', emptyGroup('g', 0), { ...OUTSIDER, memberId: 'a', generation: 1 }, ErrorCode.UNKNOWN_MEMBER_ID],
  ['nobody in a stable group', stable('a'), OUTSIDER, ErrorCode.UNKNOWN_MEMBER_ID],
  ['a member in a stable group', stable('a'), { ...OUTSIDER, memberId: 'a', generation: 1 }, 'accepts'],
  ['an old member in a stable group', stable('a'), { ...OUTSIDER, memberId: 'a', generation: 0 }, ErrorCode.ILLEGAL_GENERATION],
  ['a member without generation', stable('a'), { ...OUTSIDER, memberId: 'a' }, ErrorCode.ILLEGAL_GENERATION],
  ['a member in a completing group', completing('a'), { ...OUTSIDER, memberId: 'a', generation: 1 }, ErrorCode.REBALANCE_IN_PROGRESS],
] as const)('commit: %s', ([, state, input, expected]) => {
  const decision = decideCommit(state, input)
  expect(decision.kind === 'refuse' ? decision.errorCode : decision.createsGroup ? 'creates' : 'accepts').toBe(expected)
})

test('a session that ends while its member waits for an answer takes out new members only', () => {
  const waiting = decideJoin(stable('a', 'b'), joining('', { memberId: 'a' }), CONTEXT).state
  expect(decideSessionExpired(waiting, 'a', CONTEXT).state).toBe(waiting)
  const withNew = decideJoin(waiting, joining('c'), CONTEXT).state
  const without = decideSessionExpired(withNew, 'c', CONTEXT)
  expect(without.state.members.has('c')).toBe(false)
  expect(without.effects).toContainEqual(expect.objectContaining({ kind: 'answer-join', memberId: 'c' }))
})

test('a sync timeout of an older generation does nothing', () => {
  const state = completing('a', 'b')
  expect(decideSyncTimeout(state, 0, CONTEXT)).toEqual({ state, effects: [] })
  expect(decideSyncTimeout(state, 1, CONTEXT).state).toMatchObject({ phase: 'Empty', generation: 2 })
})

test('groups and offsets survive their records', () => {
  const state = stable('a', 'b')
  expect(decodeEvent(encodeEvent({ kind: 'group', groupId: 'g', state }), 5)).toMatchObject({
    kind: 'group',
    groupId: 'g',
    state: { phase: 'Stable', generation: 1, leader: 'a', members: new Map([...state.members].map(([id, member]) => [id, { ...member }])) },
  })
  const write = {
    group: 'g',
    topic: 't',
    partition: 3,
    value: { offset: 2 ** 50, leaderEpoch: 4, metadata: 'm', committedAtMs: 9, expiresAtMs: null, topicId: 'orders-AAAAAAAAAAAAAAA' },
  }
  expect(decodeEvent(encodeEvent({ kind: 'offset', write }), 5)).toEqual({ kind: 'offset', write })
  const expiring = { ...write, value: { ...write.value, leaderEpoch: -1, expiresAtMs: 77, topicId: null } }
  expect(decodeEvent(encodeEvent({ kind: 'offset', write: expiring }), 5)).toEqual({ kind: 'offset', write: expiring })
})

test('records have the versions that Kafka 4.3 writes; others are read, those of newer protocols skipped', () => {
  const offset = (expiresAtMs: number | null) => ({ offset: 1, leaderEpoch: 0, metadata: '', committedAtMs: 0, expiresAtMs, topicId: null })
  const place = { group: 'g', topic: 't', partition: 0 }
  const plain = encodeEvent({ kind: 'offset', write: { ...place, value: offset(null) } })
  expect([plain.key.readInt16BE(0), plain.value!.readInt16BE(0)]).toEqual([1, 4])
  expect(encodeEvent({ kind: 'offset', write: { ...place, value: offset(5) } }).value!.readInt16BE(0)).toBe(1)
  const group = encodeEvent({ kind: 'group', groupId: 'g', state: stable('a') })
  expect([group.key.readInt16BE(0), group.value!.readInt16BE(0)]).toEqual([2, 3])
  const legacy = Buffer.from(plain.key)
  legacy.writeInt16BE(0, 0)
  expect(decodeEvent({ key: legacy, value: plain.value }, 0)).toMatchObject({ kind: 'offset' })
  expect(decodeEvent({ key: Buffer.from([0, 3, 0, 1, 103]), value: null }, 0)).toBeNull()
})

test.for([
  [subscription('a', 'b'), ['a', 'b']],
  [subscription(), []],
  [Buffer.alloc(0), null],
  [Buffer.from([0, 0, 0, 0, 0, 2, 0, 1, 97]), null],
  [Buffer.from([0, 0, 0x7f, 0xff, 0xff, 0xff]), null],
] as const)('a subscription %#', ([bytes, topics]) => {
  expect(readSubscribedTopics(bytes)).toEqual(topics)
})

test('a consumer group that cannot be read counts as subscribed to everything', () => {
  const state = { ...stable('a'), subscribedTopics: null }
  expect([isSubscribed(state, 'any'), isSubscribed({ ...state, protocolType: 'connect' }, 'any')]).toEqual([true, false])
})

const WEEK = TEST_CONFIG.offsetsRetentionMs
const COMMITTED = { offset: 1, leaderEpoch: -1, metadata: '', committedAtMs: 0, expiresAtMs: null, topicId: null }

test.for([
  ['simple group, too early', emptyGroup('g', 0), COMMITTED, WEEK - 1, false],
  ['simple group', emptyGroup('g', 0), COMMITTED, WEEK, true],
  [
    'empty group, counted from when it became empty',
    { ...stable('a'), phase: 'Empty' as const, phaseChangedAtMs: 100, subscribedTopics: new Set<string>() },
    COMMITTED,
    WEEK,
    false,
  ],
  [
    'empty group, later',
    { ...stable('a'), phase: 'Empty' as const, phaseChangedAtMs: 100, subscribedTopics: new Set<string>() },
    COMMITTED,
    WEEK + 100,
    true,
  ],
  ['stable group, topic read', { ...stable('a'), subscribedTopics: new Set(['t']) }, COMMITTED, WEEK * 2, false],
  ['stable group, topic not read', stable('a'), COMMITTED, WEEK, true],
  ['rebalancing group', completing('a'), COMMITTED, WEEK * 2, false],
  ['stable group of another protocol', { ...stable('a'), protocolType: 'connect', subscribedTopics: null }, COMMITTED, WEEK * 2, false],
  ['with a time of its own', emptyGroup('g', 0), { ...COMMITTED, expiresAtMs: 50 }, 50, true],
] as const)('expiry: %s', ([, state, committed, now, expected]) => {
  expect(isExpired(state, 't', committed, now, WEEK)).toBe(expected)
})

test('a deadline moves with each sign of life, and a jump of time expires nobody', async () => {
  const clock = virtualClock()
  let jumpMs = 0
  let expired = 0
  const jumping = {
    ...clock,
    monotonic: () => clock.monotonic() + jumpMs,
    now: () => clock.now(),
    after: (ms: number, fn: () => void) => clock.after(ms, fn),
  }
  const deadline = new Deadline(jumping, () => expired++)
  deadline.startOver(10_000)
  await clock.advance(9_000)
  deadline.startOver(10_000)
  await clock.advance(9_999)
  expect(expired).toBe(0)
  jumpMs = 60_000
  await clock.advance(1)
  expect(expired).toBe(0)
  await clock.advance(9_999)
  expect(expired).toBe(0)
  await clock.advance(1)
  expect(expired).toBe(1)
})
