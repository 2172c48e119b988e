/**
 * LZ4 frame, little-endian:
 *
 *   magic        uint32 0x184d2204
 *   FLG          bits 7-6 version 01 · 5 independent blocks · 4 block checksums · 3 content size · 2 content checksum · 0 dictionary id
 *   BD           bits 6-4: largest block 4 = 64 KiB, 5 = 256 KiB, 6 = 1 MiB, 7 = 4 MiB
 *   contentSize  uint64, if flagged
 *   HC           second byte of the xxh32 of FLG up to here (messages before magic 2 had it over other bytes; they are not read here)
 *   blocks       uint32 size, highest bit set when stored raw; the bytes; uint32 xxh32 of them, if flagged
 *   end          uint32 0; uint32 xxh32 of the content, if flagged
 *
 * What we write is what Kafka's Java clients write: independent blocks of 64 KiB, no sizes, no further checksums.
 */
import { RecordError } from '../errors.ts'
import { decodeLz4Block, encodeLz4Block, lz4BlockBound } from './lz4-block.ts'
import { xxh32 } from './xxh32.ts'

const MAGIC = 0x184d2204
const FLG = {
  version: 0xc0,
  version01: 0x40,
  independent: 0x20,
  blockChecksum: 0x10,
  contentSize: 0x08,
  contentChecksum: 0x04,
  reserved: 0x02,
  dictionary: 0x01,
} as const
const BLOCK_64_KIB = 4
const RAW = 0x8000_0000
const HEADER_BYTES = 7
/** An LZ4 block grows at most by this factor when it is decoded. */
const RATIO_MAX = 256

export function lz4Frame(bytes: Buffer): Buffer {
  const blockSize = maxBlockSize(BLOCK_64_KIB)
  const blocks = Math.ceil(bytes.length / blockSize)
  const frame = Buffer.allocUnsafe(HEADER_BYTES + blocks * (4 + lz4BlockBound(blockSize)) + 4)
  frame.writeUInt32LE(MAGIC, 0)
  frame[4] = FLG.version01 | FLG.independent
  frame[5] = BLOCK_64_KIB << 4
  frame[6] = (xxh32(frame, 4, 6) >>> 8) & 255
  let at = HEADER_BYTES
  for (let start = 0; start < bytes.length; start += blockSize) {
    const end = Math.min(start + blockSize, bytes.length)
    const size = encodeLz4Block(bytes, start, end, frame, at + 4) - (at + 4)
    const raw = size >= end - start
    if (raw) bytes.copy(frame, at + 4, start, end)
    const stored = raw ? end - start : size
    frame.writeUInt32LE(raw ? stored + RAW : stored, at)
    at += 4 + stored
  }
  frame.writeUInt32LE(0, at)
  return frame.subarray(0, at + 4)
}

/** One frame; what stands behind it is not looked at (nor does Kafka). */
export function unlz4Frame(bytes: Buffer, limitBytes: number): Buffer {
  const header = readHeader(bytes)
  // The last block may pass the limit before it is noticed; no input justifies more than its size times the ratio.
  const capacityMax = Math.min(limitBytes + header.blockSize, bytes.length * RATIO_MAX)
  let out: Buffer = Buffer.allocUnsafe(Math.min(capacityMax, Math.max(header.blockSize, bytes.length * 4)))
  let length = 0
  let at = header.end
  for (;;) {
    const word = readUint32(bytes, at)
    at += 4
    if (word === 0) break
    const size = word % RAW
    if (size === 0 || size > header.blockSize || size > bytes.length - at) throw malformed('a block has an impossible size')
    const room = Math.min(header.blockSize, capacityMax - length)
    if (out.length - length < room) out = grow(out, length, Math.min(capacityMax, Math.max(out.length * 2, length + room)))
    if (word < RAW) length = decodeLz4Block(bytes, at, at + size, out, length, length + room)
    else if (size > room) throw malformed('a raw block is too long')
    else length += bytes.copy(out, length, at, at + size)
    at += size
    if (length > limitBytes) throw new RecordError('too-large', `LZ4 data exceeds ${limitBytes} bytes`)
    if (header.blockChecksum) {
      if (readUint32(bytes, at) !== xxh32(bytes, at - size, at)) throw malformed('a block checksum is wrong')
      at += 4
    }
  }
  if (header.contentChecksum && readUint32(bytes, at) !== xxh32(out, 0, length)) throw malformed('the content checksum is wrong')
  return out.subarray(0, length)
}

interface FrameHeader {
  readonly blockSize: number
  readonly blockChecksum: boolean
  readonly contentChecksum: boolean
  readonly end: number
}

function readHeader(bytes: Buffer): FrameHeader {
  if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC) throw malformed('no frame magic')
  const flags = bytes[4]!
  const blockCode = (bytes[5]! >>> 4) & 7
  if (
    (flags & FLG.version) !== FLG.version01 ||
    (flags & (FLG.reserved | FLG.dictionary)) !== 0 ||
    blockCode < BLOCK_64_KIB ||
    (bytes[5]! & 0x8f) !== 0
  ) {
    throw malformed('unsupported frame flags')
  }
  const end = 6 + ((flags & FLG.contentSize) === 0 ? 0 : 8)
  if (bytes.length <= end || bytes[end] !== ((xxh32(bytes, 4, end) >>> 8) & 255)) throw malformed('the header checksum is wrong')
  return {
    blockSize: maxBlockSize(blockCode),
    blockChecksum: (flags & FLG.blockChecksum) !== 0,
    contentChecksum: (flags & FLG.contentChecksum) !== 0,
    end: end + 1,
  }
}

function maxBlockSize(code: number): number {
  return 1 << (8 + 2 * code)
}

function grow(bytes: Buffer, length: number, capacity: number): Buffer {
  const grown = Buffer.allocUnsafe(capacity)
  bytes.copy(grown, 0, 0, length)
  return grown
}

function readUint32(bytes: Buffer, at: number): number {
  if (bytes.length - at < 4) throw malformed('the frame ends early')
  return bytes.readUInt32LE(at)
}

function malformed(what: string): RecordError {
  return new RecordError('malformed', `not an LZ4 frame: ${what}`)
}
