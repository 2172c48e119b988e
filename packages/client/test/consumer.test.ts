import { memoryNet, seededRandom } from '@leat/base/sim'
import { ErrorCode } from '@leat/wire'
import { CreatePartitions, DeleteRecords, DescribeGroups, FindCoordinator, LeaveGroup, OffsetFetch } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { type Consumer, type ConsumerOptions, openConsumer } from '../src/consumer.ts'
import { type Transport, ensureTopic } from '../src/index.ts'
import { lookUpTopic, openProducer } from '../src/producer.ts'
import { type Brokers, openBrokers } from './brokers.ts'
import type { World } from './fixture.ts'

const forever = new AbortController().signal
const pace = (world: World, seed = 'consumer') => ({ clock: world.clock, random: seededRandom(seed), signal: forever })

async function openTopic(brokers: Brokers, transport: Transport, partitions = 4): Promise<void> {
  await brokers.run(ensureTopic(transport, { name: 't', partitions, configs: {} }, pace(brokers)))
}

/** `count` records, one after the other over the partitions, `p:i` each. */
async function produce(brokers: Brokers, transport: Transport, from: number, upTo: number, partitions = 4): Promise<void> {
  const producer = await brokers.run(openProducer(transport, { ...pace(brokers), topic: 't' }))
  const send = async (): Promise<void> => {
    for (let i = from; i < upTo; i++) await producer.send({ partition: i % partitions, value: Buffer.from(`${i % partitions}:${i}`) })
    await producer.flush()
  }
  await brokers.run(send())
}

interface Reading {
  readonly consumer: Consumer
  readonly seen: string[]
  readonly ended: Promise<void>
  readonly stop: () => Promise<void>
}

async function read(brokers: Brokers, transport: Transport, options: Partial<ConsumerOptions> = {}): Promise<Reading> {
  const ending = new AbortController()
  const begin = {
    ...pace(brokers, String(brokers.clock.monotonic())),
    topic: 't',
    partition: null,
    start: { at: 'earliest' },
    groupId: null,
  } as const
  const consumer = await brokers.run(openConsumer(transport, { ...begin, signal: ending.signal, ...options }))
  const seen: string[] = []
  const follow = async (): Promise<void> => {
    for await (const { value } of consumer.records()) seen.push(String(value))
  }
  const following = follow()
  following.catch(() => {})
  const stop = async (): Promise<void> => {
    ending.abort(new Error('Ctrl-C'))
    await brokers.run(following)
    expect(await brokers.run(consumer.commit(forever))).toEqual({ ok: true, value: null })
    await brokers.run(consumer.close())
  }
  return { consumer, seen, ended: following, stop }
}

/** Lets time pass until something holds. */
async function until(brokers: Brokers, holds: () => boolean, msMax = 60_000): Promise<void> {
  for (let ms = 0; !holds() && ms < msMax; ms += 10) await brokers.clock.advance(10)
  expect(holds()).toBe(true)
}

const numbers = (from: number, upTo: number): string[] =>
  Array.from({ length: upTo - from }, (_, i) => `${(from + i) % 4}:${from + i}`).sort()
const inOrder = (seen: readonly string[]): boolean =>
  [0, 1, 2, 3].every((partition) => {
    const mine = seen.filter((one) => one.startsWith(`${partition}:`)).map((one) => Number(one.split(':')[1]))
    return mine.every((one, i) => i === 0 || one > mine[i - 1]!)
  })

test('without a group, records come from the beginning, from the end, from an offset, of one partition', async () => {
  const brokers = await openBrokers({ nodes: [1, 2, 3] })
  using transport = await brokers.connect()
  await openTopic(brokers, transport)
  await produce(brokers, transport, 0, 40)
  const all = await read(brokers, transport)
  const end = await read(brokers, transport, { start: { at: 'latest' } })
  const third = await read(brokers, transport, { start: { at: 'offset', offset: 7 } })
  const one = await read(brokers, transport, { partition: 2 })
  await until(brokers, () => all.seen.length === 40 && third.seen.length === 12 && one.seen.length === 10)
  await produce(brokers, transport, 40, 44)
  await until(brokers, () => all.seen.length === 44 && end.seen.length === 4 && third.seen.length === 16 && one.seen.length === 11)
  expect([...all.seen].sort()).toEqual(numbers(0, 44))
  expect(inOrder(all.seen)).toBe(true)
  expect([...end.seen].sort()).toEqual(numbers(40, 44))
  expect(one.seen.every((value) => value.startsWith('2:'))).toBe(true)
  for (const reading of [all, end, third, one]) await reading.stop()
  await brokers.close()
})

test('a topic or a partition that is not there is refused', async () => {
  const brokers = await openBrokers()
  using transport = await brokers.connect()
  await expect(read(brokers, transport)).rejects.toMatchObject({ name: 'KafkaError', code: 3 })
  await openTopic(brokers, transport)
  await expect(read(brokers, transport, { partition: 4 })).rejects.toThrow('topic t has no partition 4, only 0 to 3')
  await brokers.close()
})

test('a position that is gone is reset', async () => {
  const brokers = await openBrokers()
  using transport = await brokers.connect()
  await openTopic(brokers, transport)
  await produce(brokers, transport, 0, 40)
  const deleted = { topics: [{ name: 't', partitions: [{ partitionIndex: 0, offset: 5 }] }], timeoutMs: 1_000 }
  await brokers.run(transport.call(DeleteRecords, deleted, { node: 1 }))
  const reading = await read(brokers, transport, { start: { at: 'offset', offset: 2 }, partition: 0 })
  await produce(brokers, transport, 40, 44)
  await until(brokers, () => reading.seen.length === 1)
  expect(reading.seen).toEqual(['0:40'])
  await reading.stop()
  await brokers.close()
})

test('a group goes on where it stopped: what was read is committed, nothing twice and nothing left out', async () => {
  const brokers = await openBrokers({ nodes: [1, 2] })
  using transport = await brokers.connect()
  await openTopic(brokers, transport)
  await produce(brokers, transport, 0, 20)
  const first = await read(brokers, transport, { groupId: 'g' })
  await until(brokers, () => first.seen.length === 20)
  await first.stop()
  await produce(brokers, transport, 20, 40)
  const second = await read(brokers, transport, { groupId: 'g', start: { at: 'committed' } })
  await until(brokers, () => second.seen.length === 20)
  expect([...second.seen].sort()).toEqual(numbers(20, 40))
  await second.stop()
  expect(await describe(brokers, transport)).toMatchObject({ groupState: 'Empty', members: [] })
  await brokers.close()
})

test('a group that has committed nothing begins at the end', async () => {
  const brokers = await openBrokers()
  using transport = await brokers.connect()
  await openTopic(brokers, transport)
  await produce(brokers, transport, 0, 20)
  const reading = await read(brokers, transport, { groupId: 'g', start: { at: 'committed' } })
  await brokers.clock.advance(5_000)
  await produce(brokers, transport, 20, 24)
  await until(brokers, () => reading.seen.length === 4)
  expect([...reading.seen].sort()).toEqual(numbers(20, 24))
  await reading.stop()
  await brokers.close()
})

test('members share the partitions as they come and go, and nothing is read twice', async () => {
  const brokers = await openBrokers({ nodes: [1, 2] })
  using transport = await brokers.connect()
  await openTopic(brokers, transport)
  const first = await read(brokers, transport, { groupId: 'g' })
  await brokers.clock.advance(1_000)
  await produce(brokers, transport, 0, 40)
  await until(brokers, () => first.seen.length === 40)

  const second = await read(brokers, transport, { groupId: 'g', start: { at: 'committed' } })
  await brokers.clock.advance(10_000)
  await produce(brokers, transport, 40, 80)
  await until(brokers, () => first.seen.length + second.seen.length === 80)
  expect(second.seen).toHaveLength(20)
  expect([...first.seen, ...second.seen].sort()).toEqual(numbers(0, 80))

  await first.stop()
  await brokers.clock.advance(5_000)
  await produce(brokers, transport, 80, 100)
  await until(brokers, () => second.seen.length === 40)
  expect([...first.seen, ...second.seen].sort()).toEqual(numbers(0, 100))
  await second.stop()
  await brokers.close()
})

test('a member that the group has given up comes back, and goes on where it was', async () => {
  const brokers = await openBrokers()
  using transport = await brokers.connect()
  await openTopic(brokers, transport)
  const reading = await read(brokers, transport, { groupId: 'g', start: { at: 'committed' } })
  await brokers.clock.advance(5_000)
  await produce(brokers, transport, 0, 8)
  await until(brokers, () => reading.seen.length === 8)
  expect((await brokers.run(reading.consumer.commit(forever))).ok).toBe(true)
  const [member] = (await describe(brokers, transport)).members
  await brokers.run(
    transport.call(LeaveGroup, { groupId: 'g', members: [{ memberId: member!.memberId }] }, await coordinator(brokers, transport)),
  )
  await brokers.clock.advance(10_000)
  await produce(brokers, transport, 8, 16)
  await until(brokers, () => reading.seen.length === 16)
  expect([...reading.seen].sort()).toEqual(numbers(0, 16))
  const members = (await describe(brokers, transport)).members.map(({ memberId }) => memberId)
  expect(members).toHaveLength(1)
  expect(members).not.toContain(member!.memberId)
  await reading.stop()
  await brokers.close()
})

test('that a broker is gone is told once, and after a minute the reading ends', async () => {
  const brokers = await openBrokers()
  using transport = await brokers.connect()
  await openTopic(brokers, transport)
  const told: number[] = []
  const reading = await read(brokers, transport, { onUnavailable: ({ code }) => void told.push(code) })
  await produce(brokers, transport, 0, 4)
  await until(brokers, () => reading.seen.length === 4)
  await brokers.edge.close()
  await brokers.clock.advance(10_000)
  expect(told).toEqual([ErrorCode.NETWORK_EXCEPTION])
  await expect(brokers.run(Promise.all([reading.ended, brokers.clock.advance(60_000)]))).rejects.toMatchObject({
    name: 'KafkaError',
    code: ErrorCode.NETWORK_EXCEPTION,
  })
  expect(told).toHaveLength(1)
  await brokers.close()
})

test('a topic that grows is read whole: the leader sees the new partitions', async () => {
  const brokers = await openBrokers()
  using transport = await brokers.connect()
  await openTopic(brokers, transport, 2)
  const reading = await read(brokers, transport, { groupId: 'g' })
  await brokers.clock.advance(5_000)
  await brokers.run(transport.call(CreatePartitions, { topics: [{ name: 't', count: 4, assignments: null }], timeoutMs: 1_000 }))
  await brokers.clock.advance(70_000)
  await produce(brokers, transport, 0, 40)
  await until(brokers, () => reading.seen.length === 40)
  await reading.stop()
  await brokers.close()
})

// Invariants: every record is read at least once, in order within a partition and reading; over a network that cuts one write in fifty.
test.for(['a', 'b', 'c'])('a network that cuts loses nothing (seed %s)', async (seed) => {
  const faults = { random: seededRandom(seed), cutsPerThousand: 0 }
  const brokers = await openBrokers({ nodes: [1, 2], net: memoryNet(faults) })
  using transport = await brokers.connect()
  await openTopic(brokers, transport)
  const members = [await read(brokers, transport, { groupId: 'g' }), await read(brokers, transport, { groupId: 'g' })]
  faults.cutsPerThousand = 20
  for (let from = 0; from < 200; from += 20) await produce(brokers, transport, from, from + 20)
  const seen = (): Set<string> => new Set(members.flatMap((one) => one.seen))
  await until(brokers, () => seen().size === 200, 300_000)
  faults.cutsPerThousand = 0
  expect([...seen()].sort()).toEqual(numbers(0, 200))
  for (const member of members) await member.stop()
  expect(await committed(brokers, transport)).toEqual([50, 50, 50, 50])
  await brokers.close()
})

async function coordinator(brokers: Brokers, transport: Transport): Promise<{ readonly node: number }> {
  const found = await brokers.run(transport.call(FindCoordinator, { keyType: 0, coordinatorKeys: ['g'] }))
  return { node: found.coordinators[0]!.nodeId }
}

async function describe(brokers: Brokers, transport: Transport) {
  return (await brokers.run(transport.call(DescribeGroups, { groups: ['g'] }, await coordinator(brokers, transport)))).groups[0]!
}

/** By partition. */
async function committed(brokers: Brokers, transport: Transport): Promise<number[]> {
  const place = await brokers.run(lookUpTopic(transport, 't', forever))
  const { topicId } = place.ok ? place.value : { topicId: '' }
  const groups = [{ groupId: 'g', topics: [{ name: 't', topicId, partitionIndexes: [0, 1, 2, 3] }] }]
  const answer = await brokers.run(transport.call(OffsetFetch, { groups, requireStable: true }, await coordinator(brokers, transport)))
  return answer.groups[0]!.topics[0]!.partitions.map(({ committedOffset }) => committedOffset)
}
