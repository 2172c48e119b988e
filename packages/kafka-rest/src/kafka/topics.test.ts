import { virtualClock } from '@leat/base/sim'
import { ErrorCode } from '@leat/wire'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { describe, expect, test } from 'vitest'
import { fakeTransport, plays } from '../testing/fake-transport.ts'
import { awaitTopic } from './topics.ts'

interface Seen {
  readonly errorCode: number
  /** Leaders of the partitions; -1 where there is none. */
  readonly leaders: readonly number[]
}

/** What the metadata says, one after the other; the last holds on. */
function awaiting(seen: readonly Seen[], partitions: number) {
  const clock = virtualClock()
  let asked = 0
  const transport = fakeTransport(
    plays(Metadata, () => {
      const { errorCode, leaders } = seen[Math.min(asked++, seen.length - 1)]!
      const entries = leaders.map((leaderId, partitionIndex) => ({
        errorCode: 0,
        partitionIndex,
        leaderId,
        replicaNodes: [1],
        isrNodes: [1],
      }))
      return {
        topics: [{ errorCode, name: 'orders', topicId: 'id', isInternal: false, partitions: entries, topicAuthorizedOperations: 0 }],
      }
    }),
  )
  const signal = new AbortController()
  const found = awaitTopic(transport, 'orders', (topic) => topic.partitions.length >= partitions, {
    clock,
    msMax: 1_000,
    signal: signal.signal,
  })
  return { clock, found, asked: () => asked, signal }
}

const ABSENT = { errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, leaders: [] }
const READY = { errorCode: 0, leaders: [1, 1] }

describe('a topic that was just made', () => {
  test('is waited for until it is there, with all its partitions, each with a leader', async () => {
    const { clock, found, asked } = awaiting([ABSENT, { errorCode: 0, leaders: [1] }, { errorCode: 0, leaders: [1, -1] }, READY], 2)
    await clock.advance(1_000)
    expect((await found)?.partitions).toHaveLength(2)
    expect(asked()).toBe(4)
  })

  test('costs one look when it is there at once', async () => {
    const { found, asked } = awaiting([READY], 2)
    expect(await found).not.toBeNull()
    expect(asked()).toBe(1)
  })

  test('is not waited for beyond the limit', async () => {
    const { clock, found } = awaiting([ABSENT], 1)
    await clock.advance(1_010)
    expect(await found).toBeNull()
  })

  test('is not waited for by who may not see it', async () => {
    const { found, asked } = awaiting([{ errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED, leaders: [] }], 1)
    expect(await found).toBeNull()
    expect(asked()).toBe(1)
  })

  test('is not waited for when the caller has left', async () => {
    const { found, signal } = awaiting([ABSENT], 1)
    signal.abort(new Error('gone'))
    await expect(found).rejects.toThrow('gone')
  })
})
