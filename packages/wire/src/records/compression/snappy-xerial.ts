/**
 * Snappy as Kafka's Java clients write it, in the framing of snappy-java, big-endian:
 *
 *   magic       82 53 4e 41 50 50 59 00
 *   version     int32 1
 *   compatible  int32 1
 *   blocks      int32 size, then a raw Snappy block of at most 32 KiB decoded
 *
 * librdkafka and others write one raw Snappy block instead. Both are read; a further header between blocks is skipped, as
 * concatenated streams have it.
 */
import { RecordError } from '../errors.ts'
import { decodeSnappy, encodeSnappy, snappyBound, snappyLength } from './snappy-block.ts'

const MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const HEADER_BYTES = 16
const BLOCK_BYTES = 32 * 1024

export function snappyXerial(bytes: Buffer): Buffer {
  const blocks = Math.ceil(bytes.length / BLOCK_BYTES)
  const out = Buffer.allocUnsafe(HEADER_BYTES + blocks * (4 + snappyBound(BLOCK_BYTES)))
  MAGIC.copy(out)
  out.writeInt32BE(1, 8)
  out.writeInt32BE(1, 12)
  let at = HEADER_BYTES
  for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
    const behind = encodeSnappy(bytes, start, Math.min(start + BLOCK_BYTES, bytes.length), out, at + 4)
    out.writeInt32BE(behind - at - 4, at)
    at = behind
  }
  return out.subarray(0, at)
}

/** Either framing. */
export function unsnappy(bytes: Buffer, limitBytes: number): Buffer {
  if (!isHeader(bytes, 0)) return decodeBlocks(bytes, [{ start: 0, end: bytes.length }], limitBytes)
  const blocks: Block[] = []
  let at = 0
  while (at < bytes.length) {
    if (isHeader(bytes, at)) {
      at += HEADER_BYTES
      continue
    }
    if (bytes.length - at < 4) throw new RecordError('malformed', 'a Snappy stream ends early')
    const size = bytes.readInt32BE(at)
    if (size <= 0 || size > bytes.length - at - 4) throw new RecordError('malformed', 'a Snappy block has an impossible size')
    blocks.push({ start: at + 4, end: at + 4 + size })
    at += 4 + size
  }
  return decodeBlocks(bytes, blocks, limitBytes)
}

interface Block {
  readonly start: number
  readonly end: number
}

function decodeBlocks(bytes: Buffer, blocks: readonly Block[], limitBytes: number): Buffer {
  let length = 0
  for (const block of blocks) length += snappyLength(bytes, block.start, block.end)
  if (length > limitBytes) throw new RecordError('too-large', `Snappy data exceeds ${limitBytes} bytes`)
  const out = Buffer.allocUnsafe(length)
  let at = 0
  for (const block of blocks) at = decodeSnappy(bytes, block.start, block.end, out, at)
  return out
}

function isHeader(bytes: Buffer, at: number): boolean {
  return bytes.length - at >= HEADER_BYTES && MAGIC.compare(bytes, at, at + MAGIC.length) === 0
}
