/**
 * Writes our side of the comparison with Apache Kafka's classes (see README.md):
 *
 *   node ours.ts batches OUT   batches we built, for `GoldenRecords read`
 *   node ours.ts cases OUT     good and bad produced batches, for `GoldenRecords judge`
 */
import { writeFileSync } from 'node:fs'
import {
  type BatchInput,
  COMPRESSION_TYPES,
  buildBatch,
  buildEndTxnMarker,
  recompress,
  setMaxTimestamp,
  writeCrc,
} from '../../src/records/index.ts'
import { describeBatch } from './describe.ts'

const T0 = 1_700_000_000_000
const FAR_FUTURE = 4_102_444_800_000

function batches(): [string, Buffer][] {
  const shapes: Record<string, BatchInput> = {
    one: { records: [{ key: Buffer.from('k'), value: Buffer.from('v'), timestamp: T0 }] },
    odd: {
      records: [
        { timestamp: 0 },
        {
          key: Buffer.alloc(0),
          value: null,
          timestamp: T0,
          headers: [
            ['a', null],
            ['', Buffer.alloc(0)],
            ['ä中😀', noise(3000)],
          ],
        },
        { value: Buffer.from('v'), timestamp: FAR_FUTURE },
      ],
    },
    many: { records: many(5000), baseOffset: 2 ** 40, leaderEpoch: 12 },
    big: {
      records: [
        { value: pattern(3_000_000), timestamp: T0 },
        { value: noise(500_000), timestamp: T0 },
      ],
    },
    idempotent: { records: many(7), producerId: 2 ** 45 + 3, producerEpoch: 32767, baseSequence: 2 ** 31 - 1 },
    transactional: { records: many(7), producerId: 8, producerEpoch: 0, baseSequence: 0, isTransactional: true },
    'append time': { records: many(7), timestampType: 'LogAppendTime', maxTimestamp: FAR_FUTURE },
    gaps: { records: many(4).map((record, i) => ({ ...record, offsetDelta: i * 3 + 1 })), lastOffsetDelta: 20, baseOffset: 5 },
  }
  const built: [string, Buffer][] = []
  for (const [name, shape] of Object.entries(shapes)) {
    for (const compression of COMPRESSION_TYPES) {
      const batch = buildBatch({ ...shape, compression })
      built.push([`${name} ${compression}`, batch])
      for (const to of COMPRESSION_TYPES)
        if (to !== compression && name !== 'big') built.push([`${name} ${compression} to ${to}`, recompress(batch, to)])
    }
  }
  for (const type of ['commit', 'abort'] as const)
    built.push([type, buildEndTxnMarker({ type, coordinatorEpoch: 4, producerId: 9, producerEpoch: 2, timestamp: T0 })])
  return built
}

/** [name, rules, bytes]: rules are `produceVersion` and topic configs. */
function cases(): [string, string, Buffer][] {
  const all: [string, string, Buffer][] = []
  const add = (name: string, bytes: Buffer, rules = ''): void => void all.push([name, rules, bytes])
  const good = (): Buffer => buildBatch({ records: many(5) })
  const edit = (change: (batch: Buffer) => void, keepCrc = false): Buffer => {
    const batch = good()
    change(batch)
    if (!keepCrc) writeCrc(batch, 0)
    return batch
  }

  for (const compression of COMPRESSION_TYPES) {
    add(`good ${compression}`, buildBatch({ records: many(5), compression }))
    add(`produce 6 ${compression}`, buildBatch({ records: many(5), compression }), 'produceVersion=6')
    add(`keyless, compacted, ${compression}`, buildBatch({ records: many(5), compression }), 'cleanup.policy=compact')
    add(`future ${compression}`, buildBatch({ records: [{ timestamp: T0 }, { timestamp: FAR_FUTURE }, { timestamp: T0 }], compression }))
    add(`late ${compression}`, buildBatch({ records: many(3), compression }), 'message.timestamp.before.max.ms=1000')
    add(`append time from the producer, ${compression}`, buildBatch({ records: many(3), compression, timestampType: 'LogAppendTime' }))
    add(`no timestamps ${compression}`, buildBatch({ records: [{}, {}], compression }), 'message.timestamp.before.max.ms=1000')
    const wrongMax = buildBatch({ records: many(3), compression })
    setMaxTimestamp(wrongMax, 0, 'CreateTime', T0 - 1_000_000)
    add(`maxTimestamp too small ${compression}`, wrongMax)
    add(
      `offset deltas with a gap, ${compression}`,
      buildBatch({ records: [{ offsetDelta: 0 }, { offsetDelta: 2 }], lastOffsetDelta: 1, compression }),
    )
  }
  add(
    'keyless and future',
    buildBatch({ records: [{ timestamp: T0 }, { key: Buffer.from('k'), timestamp: FAR_FUTURE }] }),
    'cleanup.policy=compact',
  )
  add(
    'append time by the topic',
    buildBatch({ records: [{ timestamp: T0, key: null }], timestampType: 'LogAppendTime' }),
    'message.timestamp.type=LogAppendTime,message.timestamp.before.max.ms=1000',
  )
  add('nothing', Buffer.alloc(0))
  add('eleven bytes', good().subarray(0, 11))
  add('sixteen bytes', good().subarray(0, 16))
  add('seventeen bytes', good().subarray(0, 17))
  add('cut', good().subarray(0, 80))
  add('two batches', Buffer.concat([good(), good()]))
  add('a partial batch behind', Buffer.concat([good(), good().subarray(0, 70)]))
  add('eleven bytes behind', Buffer.concat([good(), Buffer.alloc(11)]))
  add('zeros behind', Buffer.concat([good(), Buffer.alloc(30)]))
  add('unknown magic behind', Buffer.concat([good(), edit((b) => b.writeInt8(9, 16))]))
  for (const magic of [-1, 0, 1, 3])
    add(
      `magic ${magic}`,
      edit((b) => b.writeInt8(magic, 16)),
    )
  for (const length of [-1, 0, 13, 14, 48, 49, 60])
    add(
      `length ${length}`,
      edit((b) => b.writeInt32BE(length, 8), true),
    )
  add(
    'length one less',
    edit((b) => b.writeInt32BE(b.readInt32BE(8) - 1, 8)),
  )
  add(
    'wrong crc',
    edit((b) => (b[b.length - 1]! ^= 1), true),
  )
  add(
    'base offset 1',
    edit((b) => b.writeInt32BE(1, 4)),
  )
  add(
    'leader epoch',
    edit((b) => b.writeInt32BE(7, 12)),
  )
  for (const codec of [5, 6, 7])
    add(
      `codec ${codec}`,
      edit((b) => b.writeInt16BE(codec, 21)),
    )
  add(
    'gzip that is none',
    edit((b) => b.writeInt16BE(1, 21)),
  )
  add(
    'unused attribute bits',
    edit((b) => b.writeInt16BE(0x0f00, 21)),
  )
  add(
    'control',
    edit((b) => b.writeInt16BE(0x20, 21)),
  )
  add('control, transactional', buildEndTxnMarker({ type: 'commit', coordinatorEpoch: 1, producerId: 1, producerEpoch: 0, timestamp: T0 }))
  for (const count of [-1, 0, 4, 6])
    add(
      `count ${count}`,
      edit((b) => b.writeInt32BE(count, 57)),
    )
  for (const delta of [-1, 0, 3, 5])
    add(
      `last offset delta ${delta}`,
      edit((b) => b.writeInt32BE(delta, 23)),
    )
  add(
    'count and delta both 6',
    edit((b) => (b.writeInt32BE(6, 57), b.writeInt32BE(5, 23))),
  )
  add(
    'count and delta both 4',
    edit((b) => (b.writeInt32BE(4, 57), b.writeInt32BE(3, 23))),
  )
  add(
    'count 0, delta -1',
    edit((b) => (b.writeInt32BE(0, 57), b.writeInt32BE(-1, 23))),
  )
  add('empty', buildBatch({ records: [] }))
  add('empty, last delta 0', buildBatch({ records: [], lastOffsetDelta: 0 }))
  for (let at = 61; at < 61 + 30; at++)
    for (const to of [0x00, 0x01, 0x7f, 0xff])
      add(
        `byte ${at} is ${to}`,
        edit((b) => (b[at] = to)),
      )
  add('too large', buildBatch({ records: [{ value: pattern(2000), timestamp: T0 }] }), 'max.message.bytes=1000')
  add(
    'just fits',
    buildBatch({ records: [{ value: pattern(900), timestamp: T0 }] }),
    `max.message.bytes=${buildBatch({ records: [{ value: pattern(900), timestamp: T0 }] }).length}`,
  )
  add(
    'too large and wrong crc',
    edit((b) => (b[b.length - 1]! ^= 1), true),
    'max.message.bytes=100',
  )
  return all
}

function many(count: number): { key: Buffer | null; value: Buffer; timestamp: number }[] {
  return Array.from({ length: count }, (_, i) => ({
    key: i % 3 === 0 ? null : Buffer.from(`key-${i % 50}`),
    value: Buffer.from(`value ${i} of ${count}`),
    timestamp: T0 + 3 * i - (i % 5) * 20,
  }))
}

function pattern(size: number): Buffer {
  return Buffer.alloc(size, 'line of a long value, which repeats itself, as lines do; ')
}

/** Bytes that do not compress, the same on every run. */
function noise(size: number): Buffer {
  let state = size
  return Buffer.from(Array.from({ length: size }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24))
}

const [, , what, out] = process.argv
if (out === undefined) throw new Error('usage: node ours.ts batches|cases OUT')
const rows =
  what === 'cases'
    ? cases().map(([name, rules, bytes]) => `${name}\t${rules}\t${bytes.toString('base64')}`)
    : batches().map(([name, batch]) => `${name}\t${batch.toString('base64')}\t${describeBatch(batch)}`)
writeFileSync(out, rows.map((row) => `${row}\n`).join(''))
