import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type BatchInput,
  BATCH_OVERHEAD,
  COMPRESSION_TYPES,
  DEFAULT_RULES,
  RECORD_REFUSALS_MAX,
  RecordError,
  batches,
  buildBatch,
  buildEndTxnMarker,
  checkProduced,
  findByTimestamp,
  forEachRecord,
  isControl,
  isCrcValid,
  isTransactional,
  maxTimestamp,
  maxTimestampRecord,
  partitionLeaderEpoch,
  readEndTxnMarker,
  readInfo,
  readRecords,
  recompress,
  setAppendTime,
  setBaseOffset,
  setLeaderEpoch,
  sizeInBytes,
  timestampType,
  writeCrc,
} from './index.ts'

const SAFE = 2 ** 50
const bytes = fc.option(fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)))
const record = fc.record({
  key: bytes,
  value: bytes,
  timestamp: fc.integer({ min: -SAFE, max: SAFE }),
  headers: fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 8 }), bytes), { maxLength: 3 }),
})
const batchInput = fc.record({
  records: fc.array(record, { minLength: 1, maxLength: 30 }),
  compression: fc.constantFrom(...COMPRESSION_TYPES),
  baseOffset: fc.nat({ max: SAFE }),
  leaderEpoch: fc.nat(),
  producerId: fc.nat({ max: SAFE }),
  producerEpoch: fc.nat(32767),
  baseSequence: fc.nat(),
  isTransactional: fc.boolean(),
}) satisfies fc.Arbitrary<BatchInput>

describe('building and reading', () => {
  test('what was built is read back', () => {
    fc.assert(
      fc.property(batchInput, (input) => {
        const batch = buildBatch(input)
        expect(isCrcValid(batch, 0, batch.length)).toBe(true)
        expect(readInfo(batch, 0)).toMatchObject({
          sizeInBytes: batch.length,
          baseOffset: input.baseOffset,
          leaderEpoch: input.leaderEpoch,
          producerId: input.producerId,
          producerEpoch: input.producerEpoch,
          baseSequence: input.baseSequence,
          isTransactional: input.isTransactional,
          recordCount: input.records.length,
        })
        const expected = input.records.map((one, index) => ({ ...one, offset: input.baseOffset + index }))
        expect(readRecords(batch)).toEqual(expected)
      }),
    )
  })

  test('a batch may stand anywhere in a buffer', () => {
    const one = buildBatch({ records: [{ value: Buffer.from('a') }] })
    const two = buildBatch({ records: [{ value: Buffer.from('b') }, { value: Buffer.from('c') }], compression: 'gzip', baseOffset: 1 })
    const both = Buffer.concat([Buffer.from('xyz'), one, two, two.subarray(0, 70)])
    const starts = [...batches(both, 3)]
    expect(starts).toEqual([3, 3 + one.length])
    expect(starts.flatMap((at) => readRecords(both, at).map(({ offset, value }) => [offset, value?.toString()]))).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
    ])
  })

  test('reading stops where the visitor stops', () => {
    const seen: number[] = []
    forEachRecord(buildBatch({ records: [{}, {}, {}] }), 0, ({ offset }) => seen.push(offset) < 2)
    expect(seen).toEqual([0, 1])
  })

  test('values are views of the batch, not copies', () => {
    const batch = buildBatch({ records: [{ value: Buffer.from('view') }] })
    expect(readRecords(batch)[0]!.value!.buffer).toBe(batch.buffer)
  })

  test('lengths that cannot be end the walk over batches', () => {
    const batch = buildBatch({ records: [{}] })
    for (const length of [-2147483648, -1, 0, 48, 2147483647]) {
      batch.writeInt32BE(length, 8)
      expect([...batches(batch)]).toEqual([])
    }
  })

  test('int64 beyond the safe integers is refused, not rounded', () => {
    const batch = buildBatch({ records: [{}] })
    batch.writeBigInt64BE(2n ** 53n, 43)
    expect(() => readInfo(batch, 0)).toThrow(RecordError)
    writeCrc(batch, 0)
    expect(checkProduced(batch)).toMatchObject({ ok: false, error: { kind: 'malformed-records' } })
  })
})

describe('the broker places a batch', () => {
  test('offset and leader epoch are outside the checksum', () => {
    const batch = buildBatch({ records: [{}, {}] })
    setBaseOffset(batch, 0, 2 ** 40 + 5)
    setLeaderEpoch(batch, 0, 9)
    expect(isCrcValid(batch, 0, batch.length)).toBe(true)
    expect(partitionLeaderEpoch(batch, 0)).toBe(9)
    expect(readRecords(batch).map(({ offset }) => offset)).toEqual([2 ** 40 + 5, 2 ** 40 + 6])
  })

  test('append time is the time of every record', () => {
    const batch = buildBatch({ records: [{ timestamp: 5 }, { timestamp: 9 }], compression: 'lz4' })
    setAppendTime(batch, 0, 1_700_000_000_000)
    expect(isCrcValid(batch, 0, batch.length)).toBe(true)
    expect(timestampType(batch, 0)).toBe('LogAppendTime')
    expect(readRecords(batch).map(({ timestamp }) => timestamp)).toEqual([1_700_000_000_000, 1_700_000_000_000])
  })
})

describe('finding by timestamp', () => {
  const batch = buildBatch({
    records: [{ timestamp: 10 }, { timestamp: 30 }, { timestamp: 20 }, { timestamp: 30 }],
    baseOffset: 100,
    compression: 'snappy',
  })

  test('the first record at or after the target, by record', () => {
    expect(findByTimestamp(batch, 0, 0)).toEqual({ offset: 100, timestamp: 10 })
    expect(findByTimestamp(batch, 0, 11)).toEqual({ offset: 101, timestamp: 30 })
    expect(findByTimestamp(batch, 0, 31)).toBeNull()
  })

  test('records before the start of the log are not found', () => {
    expect(findByTimestamp(batch, 0, 11, 102)).toEqual({ offset: 102, timestamp: 20 })
    expect(findByTimestamp(batch, 0, 0, 104)).toBeNull()
  })

  test('the first record with the largest timestamp', () => {
    expect(maxTimestampRecord(batch, 0)).toEqual({ offset: 101, timestamp: 30 })
  })
})

test('end markers of transactions are built as they are read', () => {
  const marker = { type: 'abort', coordinatorEpoch: 12 } as const
  const batch = buildEndTxnMarker({ ...marker, producerId: 4, producerEpoch: 2, timestamp: 77, baseOffset: 8 })
  expect([isControl(batch, 0), isTransactional(batch, 0), readInfo(batch, 0).producerId, maxTimestamp(batch, 0)]).toEqual([
    true,
    true,
    4,
    77,
  ])
  expect(readEndTxnMarker(batch)).toEqual(marker)
})

test('recompressing to the same codec copies nothing', () => {
  const batch = buildBatch({ records: [{}], compression: 'zstd' })
  expect(recompress(batch, 'zstd')).toBe(batch)
})

describe('checking what was produced', () => {
  test('compressed records are not opened unless asked', () => {
    const batch = buildBatch({ records: [{ value: Buffer.from('x'), timestamp: 1 }], compression: 'gzip' })
    batch.fill(0xee, BATCH_OVERHEAD)
    writeCrc(batch, 0)
    expect(checkProduced(batch).ok).toBe(true)
    expect(checkProduced(batch, { ...DEFAULT_RULES, validate: 'full' }).ok).toBe(false)
  })

  test('refused records are named, but not without bound', () => {
    const batch = buildBatch({ records: Array.from({ length: 500 }, () => ({ key: null, value: null })) })
    const result = checkProduced(batch, { ...DEFAULT_RULES, requireKeys: true })
    expect(!result.ok && result.error.kind === 'records-refused' && result.error.records.length).toBe(RECORD_REFUSALS_MAX)
  })

  test('mutated batches are refused or read, whatever their bytes', () => {
    const mutation = fc.record({ at: fc.nat(), to: fc.nat(255) })
    fc.assert(
      fc.property(batchInput, fc.array(mutation, { minLength: 1, maxLength: 6 }), fc.boolean(), (input, mutations, fixCrc) => {
        const batch = buildBatch({ ...input, baseOffset: 0 })
        for (const { at, to } of mutations) batch[at % batch.length] = to
        const intact = sizeInBytes(batch, 0) === batch.length
        if (fixCrc && intact) writeCrc(batch, 0)
        const result = checkProduced(batch, { ...DEFAULT_RULES, validate: 'full' })
        if (result.ok) expect(readRecords(batch).length).toBe(result.value.recordCount)
        else expectRecordsOrRecordError(batch)
      }),
      { numRuns: 1000 },
    )
  })

  test('random bytes are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (array) => {
        const batch = Buffer.from(array)
        expect(checkProduced(batch).ok).toBe(false)
        expectRecordsOrRecordError(batch)
      }),
    )
  })
})

function expectRecordsOrRecordError(batch: Buffer): void {
  try {
    readRecords(batch)
  } catch (error) {
    expect(error).toBeInstanceOf(RecordError)
  }
}
