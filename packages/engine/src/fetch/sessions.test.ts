import { seededRandom, virtualClock } from '@leat/base/sim'
import type { FetchRequest } from '@leat/wire/messages/01-fetch'
import { expect, test } from 'vitest'
import { FetchSessions, type FetchTarget, type SessionAnswer, nextEpoch } from './sessions.ts'

const clock = virtualClock()
const cache = (limits: { sessionsMax?: number; partitionsMax?: number } = {}) =>
  new FetchSessions({ clock, random: seededRandom('sessions'), sessionsMax: 2, partitionsMax: 100, evictionMs: 1000, ...limits })

function request(
  sessionId: number,
  sessionEpoch: number,
  partitions: readonly number[] = [],
  forgotten: readonly number[] = [],
): FetchRequest {
  const asked = partitions.map((partition) => ({
    partition,
    currentLeaderEpoch: -1,
    fetchOffset: 0,
    lastFetchedEpoch: -1,
    logStartOffset: -1,
    partitionMaxBytes: 100,
    replicaDirectoryId: '',
    highWatermark: 0n,
  }))
  return {
    clusterId: null,
    replicaId: -1,
    replicaState: { replicaId: -1, replicaEpoch: -1 },
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 100,
    isolationLevel: 0,
    rackId: '',
    sessionId,
    sessionEpoch,
    topics: asked.length === 0 ? [] : [{ topic: 't', topicId: 'id', partitions: asked }],
    forgottenTopicsData: forgotten.length === 0 ? [] : [{ topic: 't', topicId: 'id', partitions: [...forgotten] }],
  }
}

const quiet = (highWatermark = 0): SessionAnswer => ({ errorCode: 0, highWatermark, logStartOffset: 0, bytes: 0, diverges: false })
const withData = (highWatermark: number): SessionAnswer => ({ ...quiet(highWatermark), bytes: 10 })

function opened(sessions: FetchSessions, partitions: readonly number[]): { id: number; targets: readonly FetchTarget[] } {
  const plan = sessions.plan(request(0, 0, partitions), 13)
  if (plan.kind !== 'full') throw new Error(plan.kind)
  const session = sessions.open(
    plan.targets,
    plan.targets.map(() => quiet()),
    13,
  )
  return { id: session?.id ?? 0, targets: plan.targets }
}

function incremental(
  sessions: FetchSessions,
  id: number,
  epoch: number,
  partitions: readonly number[] = [],
  forgotten: readonly number[] = [],
) {
  const plan = sessions.plan(request(id, epoch, partitions, forgotten), 13)
  if (plan.kind !== 'incremental') throw new Error(`${plan.kind} ${'errorCode' in plan ? plan.errorCode : ''}`)
  return plan
}

test('an incremental fetch reads all partitions of the session and answers only those with news', () => {
  const sessions = cache()
  const { id } = opened(sessions, [0, 1, 2])
  const plan = incremental(sessions, id, 1)
  expect(plan.targets.map(({ index }) => index)).toEqual([0, 1, 2])
  expect(sessions.select(plan.session, plan.targets, [quiet(), withData(5), quiet(3)])).toEqual([1, 2])
  expect(sessions.select(plan.session, plan.targets, [quiet(), quiet(5), quiet(3)])).toEqual([])
})

test('partitions that had data go behind the others, so that none starves', () => {
  const sessions = cache()
  const { id } = opened(sessions, [0, 1, 2])
  const first = incremental(sessions, id, 1)
  sessions.select(first.session, first.targets, [withData(1), quiet(), quiet()])
  expect(incremental(sessions, id, 2).targets.map(({ index }) => index)).toEqual([1, 2, 0])
})

test('an error is told until it is over, and then the partition once more', () => {
  const sessions = cache()
  const { id } = opened(sessions, [0])
  const { session, targets } = incremental(sessions, id, 1)
  const error = { ...quiet(-1), errorCode: 6, logStartOffset: -1 }
  expect(sessions.select(session, targets, [error])).toEqual([0])
  expect(sessions.select(session, targets, [error])).toEqual([0])
  expect(sessions.select(session, targets, [quiet()])).toEqual([0])
  expect(sessions.select(session, targets, [quiet()])).toEqual([])
})

test('partitions are added and forgotten; a session without any ends', () => {
  const sessions = cache()
  const { id } = opened(sessions, [0])
  expect(incremental(sessions, id, 1, [4], [0]).targets.map(({ index }) => index)).toEqual([4])
  expect(sessions.plan(request(id, 2, [], [4]), 13)).toMatchObject({ kind: 'full', targets: [], wantsSession: false })
  expect(sessions.size).toBe(0)
})

test('wrong ids, epochs and a change between names and ids are refused with their own codes', () => {
  const sessions = cache()
  const { id } = opened(sessions, [0])
  expect(sessions.plan(request(id + 1, 1), 13)).toEqual({ kind: 'error', errorCode: 70 })
  expect(sessions.plan(request(id, 2), 13)).toEqual({ kind: 'error', errorCode: 71 })
  expect(sessions.plan(request(id, 1), 12)).toEqual({ kind: 'error', errorCode: 106 })
  sessions.plan(request(id, -1, [0]), 13)
  expect(sessions.size).toBe(0)
  expect(nextEpoch(2 ** 31 - 1)).toBe(1)
})

test('a full cache gives way only to larger sessions, or when one was long unused', async () => {
  const sessions = cache()
  opened(sessions, [0])
  const used = opened(sessions, [0, 1])
  expect(opened(sessions, [0, 1, 2]).id).toBe(0)
  await clock.advance(1000)
  incremental(sessions, used.id, 1)
  expect(opened(sessions, [0]).id).toBe(0)
  expect(opened(sessions, [0, 1, 2]).id).not.toBe(0)
  expect(sessions.size).toBe(2)
  await clock.advance(1001)
  expect(opened(sessions, [0]).id).not.toBe(0)
})

test('the sum of partitions is bounded: beyond it clients fetch without a session', () => {
  const sessions = cache({ partitionsMax: 3 })
  expect(opened(sessions, [0, 1]).id).not.toBe(0)
  expect(opened(sessions, [0, 1]).id).toBe(0)
})
