/**
 * `.snapshot`: the producers before an offset. Kafka's layout, big-endian:
 *
 *    0  2  version       1
 *    2  4  crc           CRC-32C of all that follows
 *    6  4  count
 *   10  …  producers, 46 bytes each: producerId 8 · producerEpoch 2 · lastSequence 4 · lastOffset 8 · offsetDelta 4 · timestamp 8 ·
 *          coordinatorEpoch 4 · currentTxnFirstOffset 8
 *
 * Kafka keeps the last batch of each producer only, so a producer that repeats an earlier one after a restart is refused. We append
 * the older batches behind the part Kafka reads (its own reader ignores what follows):
 *
 *   for each producer, in the same order:  count 1 · older batches, oldest first, each lastSequence 4 · lastOffset 8 · offsetDelta 4 · timestamp 8
 */
import type { Millis, ProducerId } from '@leat/base'
import { crc32c, readInt64, writeInt64 } from '@leat/wire/records'
import { BATCHES_REMEMBERED, NO_OFFSET, type Producer, type SequencedBatch } from './producer-state.ts'

const VERSION = 1
const HEADER_BYTES = 10
const CRC_FROM = 6
const PRODUCER_BYTES = 46
const BATCH_BYTES = 24

export function encodeSnapshot(producers: ReadonlyMap<ProducerId, Producer>): Buffer {
  const older = [...producers.values()].map((producer) => producer.batches.slice(0, -1))
  const olderBytes = older.reduce((sum, batches) => sum + 1 + batches.length * BATCH_BYTES, 0)
  const bytes = Buffer.alloc(HEADER_BYTES + producers.size * PRODUCER_BYTES + olderBytes)
  bytes.writeInt16BE(VERSION, 0)
  bytes.writeInt32BE(producers.size, 6)
  let at = HEADER_BYTES
  for (const [producerId, producer] of producers) at = writeProducer(bytes, at, producerId, producer)
  for (const batches of older) {
    at = bytes.writeUInt8(batches.length, at)
    for (const batch of batches) at = writeBatch(bytes, at, batch)
  }
  bytes.writeUInt32BE(crc32c(bytes, CRC_FROM, bytes.length), 2)
  return bytes
}

/** Null when the file is damaged or of another version: the producers are then read from the log. */
export function decodeSnapshot(bytes: Buffer, nowMs: Millis): Map<ProducerId, Producer> | null {
  if (bytes.length < HEADER_BYTES || bytes.readInt16BE(0) !== VERSION) return null
  if (bytes.readUInt32BE(2) !== crc32c(bytes, CRC_FROM, bytes.length)) return null
  const count = bytes.readInt32BE(6)
  if (count < 0 || bytes.length < HEADER_BYTES + count * PRODUCER_BYTES) return null

  const producers = new Map<ProducerId, Producer>()
  let olderAt = HEADER_BYTES + count * PRODUCER_BYTES
  for (let i = 0; i < count; i++) {
    const at = HEADER_BYTES + i * PRODUCER_BYTES
    const last = readBatch(bytes, at + 10)
    const older: SequencedBatch[] = []
    if (olderAt < bytes.length) {
      const olderCount = bytes[olderAt++]!
      if (olderCount >= BATCHES_REMEMBERED || olderAt + olderCount * BATCH_BYTES > bytes.length) return null
      for (let j = 0; j < olderCount; j++, olderAt += BATCH_BYTES) older.push(readBatch(bytes, olderAt))
    }
    producers.set(readInt64(bytes, at), {
      epoch: bytes.readInt16BE(at + 8),
      batches: last.lastSequence < 0 ? [] : [...older, last],
      lastTimestamp: last.timestamp,
      coordinatorEpoch: bytes.readInt32BE(at + 34),
      currentTxnStartOffset: readInt64(bytes, at + 38),
      lastSeenMs: nowMs,
    })
  }
  return producers
}

const NO_BATCH: SequencedBatch = { lastSequence: -1, lastOffset: NO_OFFSET, offsetDelta: 0, timestamp: -1 }

function writeProducer(bytes: Buffer, at: number, producerId: ProducerId, producer: Producer): number {
  writeInt64(bytes, at, producerId)
  bytes.writeInt16BE(producer.epoch, at + 8)
  writeBatch(bytes, at + 10, producer.batches.at(-1) ?? { ...NO_BATCH, timestamp: producer.lastTimestamp })
  bytes.writeInt32BE(producer.coordinatorEpoch, at + 34)
  writeInt64(bytes, at + 38, producer.currentTxnStartOffset)
  return at + PRODUCER_BYTES
}

function writeBatch(bytes: Buffer, at: number, batch: SequencedBatch): number {
  bytes.writeInt32BE(batch.lastSequence, at)
  writeInt64(bytes, at + 4, batch.lastOffset)
  bytes.writeInt32BE(batch.offsetDelta, at + 12)
  writeInt64(bytes, at + 16, batch.timestamp)
  return at + BATCH_BYTES
}

function readBatch(bytes: Buffer, at: number): SequencedBatch {
  return {
    lastSequence: bytes.readInt32BE(at),
    lastOffset: readInt64(bytes, at + 4),
    offsetDelta: bytes.readInt32BE(at + 12),
    timestamp: readInt64(bytes, at + 16),
  }
}
