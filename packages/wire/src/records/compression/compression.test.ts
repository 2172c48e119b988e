import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RecordError } from '../errors.ts'
import { COMPRESSION_TYPES, compress, compressionIdOf, decompress } from './index.ts'
import { encodeSnappy, snappyBound } from './snappy-block.ts'
import { xxh32 } from './xxh32.ts'

const LIMIT = 4 * 1024 * 1024
const codecs = COMPRESSION_TYPES.filter((type) => type !== 'none')

/** Runs, repeats and noise: what makes matches, overlaps and raw blocks. */
const content = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(fc.uint8Array({ minLength: 1, maxLength: 70 }), fc.integer({ min: 1, max: 3000 }))
        .map(([unit, count]) => Buffer.alloc(count, unit)),
    ),
    { maxLength: 40 },
  )
  .map((parts) => Buffer.concat(parts))

describe.for(codecs)('%s', (type) => {
  const id = compressionIdOf(type)

  test('gives back what it was given', () => {
    fc.assert(
      fc.property(content, (bytes) => {
        expect(decompress(id, compress(type, bytes), LIMIT).equals(bytes)).toBe(true)
      }),
    )
  })

  test('gives back what is longer than its blocks', () => {
    for (const size of [32_767, 32_768, 65_535, 65_536, 65_537, 131_072, 1_000_003]) {
      const repetitive = Buffer.alloc(size, 'a long line that repeats itself. ')
      const noisy = Buffer.from(Uint8Array.from({ length: size }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 13))
      for (const bytes of [repetitive, noisy]) expect(decompress(id, compress(type, bytes), LIMIT).equals(bytes)).toBe(true)
      expect(compress(type, repetitive).length).toBeLessThan(size / 10)
      expect(compress(type, noisy).length).toBeLessThan(size * 1.02 + 100)
    }
  })

  test('refuses more than its limit, also when it is a bomb', () => {
    const zeros = Buffer.alloc(1_000_000)
    const packed = compress(type, zeros)
    expect(decompress(id, packed, zeros.length).length).toBe(zeros.length)
    for (const limit of [0, 1, 65_535, 65_536, zeros.length - 1]) {
      expect(() => decompress(id, packed, limit)).toThrow(expect.objectContaining({ name: 'RecordError', kind: 'too-large' }))
    }
  })

  test('answers mutated bytes with some bytes or a RecordError', () => {
    const mutation = fc.record({ at: fc.nat(), to: fc.nat(255) })
    fc.assert(
      fc.property(content, fc.array(mutation, { minLength: 1, maxLength: 5 }), fc.nat(), (bytes, mutations, cut) => {
        const packed = Buffer.from(compress(type, bytes))
        for (const { at, to } of mutations) packed[at % packed.length] = to
        expectBytesOrRecordError(id, cut % 3 === 0 ? packed.subarray(0, cut % packed.length) : packed)
      }),
      { numRuns: 500 },
    )
  })

  test('answers random bytes with some bytes or a RecordError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expectBytesOrRecordError(id, Buffer.from(bytes))
        expectBytesOrRecordError(id, Buffer.concat([compress(type, Buffer.from('x')).subarray(0, 16), bytes]))
      }),
      { numRuns: 500 },
    )
  })
})

function expectBytesOrRecordError(id: number, bytes: Buffer): void {
  try {
    expect(decompress(id, bytes, LIMIT).length).toBeLessThanOrEqual(LIMIT)
  } catch (error) {
    expect(error).toBeInstanceOf(RecordError)
  }
}

test('gzip and zstd streams of several members are read whole', () => {
  const [a, b] = [Buffer.from('first '), Buffer.from('second')]
  expect(decompress(1, Buffer.concat([gzipSync(a), gzipSync(b)]), LIMIT).toString()).toBe('first second')
  expect(decompress(4, Buffer.concat([zstdCompressSync(a), zstdCompressSync(b)]), LIMIT).toString()).toBe('first second')
})

test('zstd data of very many frames is refused', () => {
  const frame = zstdCompressSync(Buffer.alloc(0))
  expect(() => decompress(4, Buffer.concat(Array.from({ length: 1000 }, () => frame)), LIMIT)).toThrow(
    expect.objectContaining({ kind: 'malformed' }),
  )
})

test('levels are obeyed', () => {
  const text = Buffer.from(Array.from({ length: 3000 }, (_, i) => `entry ${i % 97} of table ${i % 31}, row ${i * i}; `).join(''))
  for (const type of ['gzip', 'zstd'] as const)
    expect(compress(type, text, type === 'gzip' ? 9 : 19).length).toBeLessThan(compress(type, text, 1).length)
})

test('raw snappy without framing is read, as librdkafka writes it', () => {
  const bytes = Buffer.alloc(40_000, 'raw snappy ')
  const packed = Buffer.alloc(snappyBound(bytes.length))
  expect(decompress(2, packed.subarray(0, encodeSnappy(bytes, 0, bytes.length, packed, 0)), LIMIT).equals(bytes)).toBe(true)
})

test('concatenated snappy streams are read whole', () => {
  const parts = [Buffer.from('one '), Buffer.from('two')]
  expect(decompress(2, Buffer.concat(parts.map((part) => compress('snappy', part))), LIMIT).toString()).toBe('one two')
})

test('lz4 frames with linked blocks, sizes and checksums are read', () => {
  // Content size, block and content checksums, blocks that refer to earlier ones: as the lz4 command writes with -BD -BX --content-size.
  const first = Buffer.from('0123456789abcdef')
  const raw = Buffer.concat([u32(first.length + 0x8000_0000), first, u32(xxh32(first, 0, first.length))])
  const linked = Buffer.from([0x08, 16, 0, 0x50, ...Buffer.from('?????')]) // 12 bytes from 16 back, then five literals
  const block = Buffer.concat([u32(linked.length), linked, u32(xxh32(linked, 0, linked.length))])
  const content = Buffer.from('0123456789abcdef0123456789ab?????')
  const descriptor = Buffer.concat([Buffer.from([0x40 | 0x10 | 0x08 | 0x04, 0x40]), u32(content.length), u32(0)])
  const frame = (checksum: number): Buffer =>
    Buffer.concat([
      u32(0x184d2204),
      descriptor,
      Buffer.from([(xxh32(descriptor, 0, descriptor.length) >>> 8) & 255]),
      raw,
      block,
      u32(0),
      u32(checksum),
    ])
  const checksum = xxh32(content, 0, content.length)
  expect(decompress(3, frame(checksum), LIMIT).toString()).toBe(content.toString())
  expect(() => decompress(3, frame((checksum ^ 1) >>> 0), LIMIT)).toThrow('content checksum')
})

test('a tiny frame that promises much does not get much memory', () => {
  const descriptor = Buffer.from([0x60, 0x70])
  const frame = Buffer.concat([
    u32(0x184d2204),
    descriptor,
    Buffer.from([(xxh32(descriptor, 0, 2) >>> 8) & 255]),
    u32(3),
    Buffer.from([0x00, 0x00, 0x00]),
  ])
  expect(() => decompress(3, frame, LIMIT)).toThrow(RecordError)
  expect(() => decompress(2, Buffer.from([0xff, 0xff, 0xff, 0x7f, 0x00, 0x41]), LIMIT)).toThrow(
    expect.objectContaining({ kind: 'malformed' }),
  )
})

test('xxh32 gives the published values', () => {
  expect(xxh32(Buffer.alloc(0), 0, 0)).toBe(0x02cc5d05)
  expect(xxh32(Buffer.from('abc'), 0, 3)).toBe(0x32d153ff)
  expect(xxh32(Buffer.from('Nobody inspects the spammish repetition'), 0, 39)).toBe(0xe2293b2f)
})

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
