import { faultyFs, seededRandom, virtualClock } from '@leat/base/sim'
import { ErrorCode } from '@leat/wire'
import { type ProduceRequest, Produce } from '@leat/wire/messages/00-produce'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { InitProducerId } from '@leat/wire/messages/22-init-producer-id'
import { baseSequence, readRecords } from '@leat/wire/records'
import { expect, test } from 'vitest'
import { type PartitionWriter, WriterFault, type WriterOptions, ensureTopic, openWriter, readPartition } from '../src/index.ts'
import { type World, openWorld, tapped } from './fixture.ts'

const signal = new AbortController().signal
const record = (value: string) => ({ key: Buffer.from('k'), value: Buffer.from(value), timestamp: 0 })

async function writing(world: World): Promise<WriterOptions> {
  const pace = { clock: world.clock, random: seededRandom('pace') }
  const configs = { 'flush.messages': '1' }
  await world.run(ensureTopic(world.transport, { name: 'words', partitions: 1, configs }, { ...pace, signal }))
  return { ...pace, topic: 'words', partition: 0, transactionalId: 'w', appendMsMax: 5_000, openMsMax: 1_000, signal }
}

/** Appends and answers the promise of the offset. */
function put(writer: PartitionWriter, value: string): Promise<number> {
  const appended = writer.append([record(value)])
  if (!appended.ok) throw new Error(appended.error.kind)
  return appended.value.acknowledged
}

async function valuesIn({ run, transport }: World, options: WriterOptions): Promise<string[]> {
  const values: string[] = []
  const read = async (): Promise<void> => {
    for await (const { records } of readPartition(transport, { ...options, from: 0, upTo: 'end' }))
      values.push(...records.map(({ value }) => String(value)))
  }
  await run(read())
  return values
}

/** Answers a Produce in place of the broker. */
const refused = (errorCode: number) => Promise.resolve({ responses: [{ partitionResponses: [{ index: 0, errorCode, baseOffset: -1 }] }] })

test('appends are in the log in the order of the calls, each acknowledged with its offset', async () => {
  const world = await openWorld()
  const options = await writing(world)
  const writer = await world.run(openWriter(world.transport, options))
  const words = Array.from({ length: 40 }, (_, i) => `word ${i}`)
  expect(await world.run(Promise.all(words.map((word) => put(writer, word))))).toEqual(words.map((_, i) => i))
  expect(await valuesIn(world, options)).toEqual(words)
  await world.run(world.engine.close())
})

test('at most five are on their way, the first of a new writer alone', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const held: (() => void)[] = []
  const writer = await world.run(openWriter(transport, await writing(world)))
  tap.answer = (api, message) =>
    api.key === Produce.key
      ? new Promise((resolve) => {
          held.push(() => resolve(world.transport.call(Produce, message as ProduceRequest)))
        })
      : undefined
  const all = Array.from({ length: 8 }, (_, i) => put(writer, `${i}`))
  expect(held.length).toBe(1)
  held[0]!()
  await world.run(all[0]!)
  expect(held.length).toBe(6)
  held.slice(1).forEach((release) => release())
  await world.run(all[5]!)
  expect(held.length).toBe(8)
  held.slice(6).forEach((release) => release())
  await world.run(Promise.all(all))
  await world.run(world.engine.close())
})

test('what fails for a while is sent again under the same number, with all that was behind it', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const options = await writing(world)
  const writer = await world.run(openWriter(transport, options))
  await world.run(put(writer, 'first'))
  const sent: string[] = []
  let failures = 2
  tap.answer = (api, message) => {
    if (api.key !== Produce.key) return undefined
    const { records } = (message as ProduceRequest).topicData[0]!.partitionData[0]!
    sent.push(`${baseSequence(records!, 0)}:${String(readRecords(records!)[0]!.value)}`)
    return failures-- > 0 ? refused(ErrorCode.KAFKA_STORAGE_ERROR) : undefined
  }
  const puts = ['a', 'b', 'c'].map((word) => put(writer, word))
  await world.clock.settle()
  puts.push(put(writer, 'd')) // while the others wait
  expect(sent.length).toBe(3)
  await world.run(Promise.all(puts))
  // The third was refused by the broker itself, as out of order.
  expect(sent).toEqual(['1:a', '2:b', '3:c', '1:a', '2:b', '3:c', '4:d'])
  expect(await valuesIn(world, options)).toEqual(['first', 'a', 'b', 'c', 'd'])
  await world.run(world.engine.close())
})

test('a batch whose answer was lost is there once', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const options = await writing(world)
  const writer = await world.run(openWriter(transport, options))
  let lost = 1
  tap.answer = (api, message) => {
    if (api.key !== Produce.key || lost-- <= 0) return undefined
    const answer = async (): Promise<unknown> => {
      await world.transport.call(Produce, message as ProduceRequest)
      return await refused(ErrorCode.REQUEST_TIMED_OUT)
    }
    return answer()
  }
  expect(await world.run(Promise.all([put(writer, 'a'), put(writer, 'b')]))).toEqual([0, 1])
  expect(await valuesIn(world, options)).toEqual(['a', 'b'])
  await world.run(world.engine.close())
})

test('a newer writer ends the older one, and nothing of what that one had left is written', async () => {
  const world = await openWorld()
  const options = await writing(world)
  const ended: WriterFault[] = []
  const older = await world.run(openWriter(world.transport, { ...options, onEnded: (fault) => void ended.push(fault) }))
  await world.run(put(older, 'older'))
  const newer = await world.run(openWriter(world.transport, options))
  await world.run(put(newer, 'newer'))
  const late = [put(older, 'late'), put(older, 'later')]
  for (const append of late)
    await expect(world.run(append)).rejects.toMatchObject({ kind: 'fenced', code: ErrorCode.INVALID_PRODUCER_EPOCH })
  expect(ended).toEqual([older.fault])
  expect(older.append([record('too late')])).toEqual({ ok: false, error: { kind: 'ended', fault: older.fault } })
  expect(await valuesIn(world, options)).toEqual(['older', 'newer'])
  await world.run(world.engine.close())
})

test('a writer that goes on after itself does not fence a newer one', async () => {
  const world = await openWorld()
  const options = await writing(world)
  const first = await world.run(openWriter(world.transport, options))
  const again = await world.run(openWriter(world.transport, { ...options, resumes: first }))
  expect(again).toMatchObject({ producerId: first.producerId, producerEpoch: first.producerEpoch + 1 })
  await world.run(openWriter(world.transport, options))
  await expect(world.run(openWriter(world.transport, { ...options, resumes: again }))).rejects.toMatchObject({ kind: 'fenced' })
  await world.run(world.engine.close())
})

test.for<[string, number, string]>([
  ['a gap in the numbers', ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, 'out-of-order'],
  ['a refusal', ErrorCode.INVALID_RECORD, 'refused'],
  ['fencing', ErrorCode.PRODUCER_FENCED, 'fenced'],
])('%s ends the writer with its name', async ([, code, kind]) => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const writer = await world.run(openWriter(transport, await writing(world)))
  tap.answer = (api) => (api.key === Produce.key ? refused(code) : undefined)
  await expect(world.run(put(writer, 'a'))).rejects.toMatchObject({ name: 'WriterFault', kind, code })
  await world.run(world.engine.close())
})

test('a full disk is waited out, and a disk that stays full ends the writer in time', async () => {
  const disk = faultyFs({ random: seededRandom('disk') })
  const world = await openWorld({ fs: disk, clock: virtualClock() })
  const options = await writing(world)
  const writer = await world.run(openWriter(world.transport, options))
  await world.run(put(writer, 'before'))
  disk.faults.full = true
  const during = [put(writer, 'a'), put(writer, 'b')]
  await world.clock.advance(2_000)
  disk.faults.full = false
  await world.run(Promise.all(during))
  disk.faults.full = true
  const startMs = world.clock.monotonic()
  await expect(world.run(put(writer, 'never'))).rejects.toMatchObject({ kind: 'timed-out', code: ErrorCode.KAFKA_STORAGE_ERROR })
  expect(world.clock.monotonic() - startMs).toBeLessThanOrEqual(5_001)
  disk.faults.full = false
  expect(await valuesIn(world, options)).toEqual(['before', 'a', 'b'])
  await world.run(world.engine.close())
})

test('a broker that never answers ends the writer in time', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const writer = await world.run(openWriter(transport, await writing(world)))
  tap.answer = (api) => (api.key === Produce.key ? new Promise(() => {}) : undefined)
  await expect(world.run(put(writer, 'a'))).rejects.toMatchObject({ kind: 'timed-out' })
  await world.run(world.engine.close())
})

test('the end of the session ends the writer', async () => {
  const world = await openWorld()
  const writer = await world.run(openWriter(world.transport, await writing(world)))
  world.session.abort()
  await expect(world.run(put(writer, 'a'))).rejects.toMatchObject({ kind: 'unreachable' })
  await world.run(world.engine.close())
})

test('too large a batch and too long a queue are refused, and the writer goes on', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const options = await writing(world)
  const writer = await world.run(openWriter(transport, { ...options, batchBytesMax: 2_000_000 }))
  expect(writer.append([record('x'.repeat(2_000_000))])).toMatchObject({ ok: false, error: { kind: 'too-large', limitBytes: 2_000_000 } })
  tap.answer = (api) => (api.key === Produce.key ? refused(ErrorCode.NOT_LEADER_OR_FOLLOWER) : undefined)
  const large = 'x'.repeat(1_000_000)
  const appends = Array.from({ length: 17 }, () => writer.append([record(large)]))
  expect(appends.findIndex(({ ok }) => !ok)).toBe(16)
  expect(appends.at(-1)).toMatchObject({ error: { kind: 'too-much-waiting' } })
  tap.answer = () => undefined
  const small = appends.flatMap((append) => (append.ok ? [append.value.acknowledged] : []))
  await world.run(Promise.all(small))
  await world.run(put(writer, 'small'))
  await world.run(world.engine.close())
})

test('with several brokers the coordinator of the id is found', async () => {
  const world = await openWorld({ nodes: [1, 2, 3] })
  const { tap, transport } = tapped(world.transport)
  const options = await writing(world)
  for (const transactionalId of ['a', 'b', 'c']) {
    const writer = await world.run(openWriter(transport, { ...options, transactionalId }))
    await world.run(put(writer, transactionalId))
  }
  expect(tap.calls.filter((name) => name === FindCoordinator.name).length).toBeGreaterThan(0)
  expect(await valuesIn(world, options)).toEqual(['a', 'b', 'c'])
  await world.run(world.engine.close())
})

test('a coordinator that is not there yet is waited for, and not for ever', async () => {
  const world = await openWorld()
  const { tap, transport } = tapped(world.transport)
  const options = await writing(world)
  const busy = Promise.resolve({ errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, producerId: -1, producerEpoch: -1 })
  let failures = 2
  tap.answer = (api) => (api.key === InitProducerId.key && failures-- > 0 ? busy : undefined)
  await world.run(openWriter(transport, options))
  failures = Number.POSITIVE_INFINITY
  await expect(world.run(openWriter(transport, options))).rejects.toMatchObject({ kind: 'timed-out' })
  await expect(world.run(openWriter(transport, { ...options, openMsMax: 0 }))).rejects.toBeInstanceOf(WriterFault)
  await world.run(world.engine.close())
})
