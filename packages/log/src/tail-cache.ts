import type { Bytes, Offset } from '@leat/base'

/** Batches that make up less than this part of their frame are copied, so that they do not keep the rest alive (design D8). */
const COPY_BELOW = 1 / 4
/** What an entry costs beside its bytes. */
const ENTRY_BYTES = 160
/** Frames of which more batches may come are kept as they are up to this, or a part of the whole budget. */
const UNDECIDED_BYTES_MAX: Bytes = 8 * 1_048_576
const UNDECIDED_SHARE = 1 / 8

interface TailBatch {
  readonly baseOffset: Offset
  readonly lastOffset: Offset
  bytes: Buffer
  frame: Frame
}

/** Memory that lives and dies as one: what came in one request, or the copy of one batch. */
interface Frame {
  readonly memory: ArrayBufferLike
  /** Cached batches that lie in it, and their bytes. */
  count: number
  batchBytes: Bytes
}

/** A frame of which more batches may come: those of one request are written partition by partition, in one turn of the loop. */
interface UndecidedFrame extends Frame {
  readonly batches: TailBatch[]
}

/** The newest batches of one partition, by reference, without gaps. */
export class Tail {
  batches: TailBatch[] = []
  /** Batches before this index were evicted. */
  head = 0
  /** Entries of the cache's order that mean batches already forgotten. */
  forgotten = 0
}

export interface TailRead {
  readonly chunks: readonly Buffer[]
  readonly bytes: Bytes
}

/**
 * The budget for all tails of a directory: the batch appended longest ago goes first. Whether a frame is kept or its batches are copied is decided when
 * a few more frames have come: one request to many partitions holds many small batches, which together are nearly all of it.
 */
export class TailCache {
  readonly #bytesMax: Bytes
  /** In order of arrival. */
  readonly #undecided = new Map<ArrayBufferLike, UndecidedFrame>()
  #undecidedBytes: Bytes = 0
  #order: Tail[] = []
  #orderHead = 0
  #bytes: Bytes = 0

  constructor(bytesMax: Bytes) {
    this.#bytesMax = bytesMax
  }

  /** Memory pinned: whole frames, not batches. */
  get bytes(): Bytes {
    return this.#bytes
  }

  add(tail: Tail, baseOffset: Offset, lastOffset: Offset, batch: Buffer): void {
    const frame = this.#undecided.get(batch.buffer) ?? this.#begin(batch.buffer)
    const entry: TailBatch = { baseOffset, lastOffset, bytes: batch, frame }
    frame.batches.push(entry)
    tail.batches.push(entry)
    this.#order.push(tail)
    this.#pin(entry)
    const undecidedBytesMax = Math.min(UNDECIDED_BYTES_MAX, this.#bytesMax * UNDECIDED_SHARE)
    for (const oldest of this.#undecided.values()) {
      if (this.#undecidedBytes <= undecidedBytesMax) break
      this.#decide(oldest)
    }
    while (this.#bytes > this.#bytesMax && this.#orderHead < this.#order.length) this.#evict()
  }

  /** Whole batches from the one that holds `offset`, all below `limit`; null when the tail does not reach back so far. */
  read(tail: Tail, offset: Offset, limit: Offset, bytesMax: Bytes, atLeastOne: boolean): TailRead | null {
    const { batches } = tail
    const first = batches[tail.head]
    if (first === undefined || offset < first.baseOffset) return null
    let low = tail.head
    let high = batches.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (batches[middle]!.lastOffset < offset) low = middle + 1
      else high = middle
    }
    if (low === batches.length) return null
    const chunks: Buffer[] = []
    let bytes = 0
    for (let i = low; i < batches.length; i++) {
      const batch = batches[i]!
      if (batch.lastOffset >= limit) break
      if (bytes + batch.bytes.length > bytesMax && !(atLeastOne && bytes === 0)) break
      chunks.push(batch.bytes)
      bytes += batch.bytes.length
    }
    return { chunks, bytes }
  }

  forget(tail: Tail): void {
    for (let i = tail.head; i < tail.batches.length; i++) {
      this.#drop(tail.batches[i]!)
      tail.forgotten++
    }
    tail.batches = []
    tail.head = 0
  }

  #evict(): void {
    const tail = this.#order[this.#orderHead++]!
    if (this.#orderHead > 1024 && this.#orderHead * 2 > this.#order.length) {
      this.#order = this.#order.slice(this.#orderHead)
      this.#orderHead = 0
    }
    if (tail.forgotten > 0) {
      tail.forgotten--
      return
    }
    this.#drop(tail.batches[tail.head++]!)
    if (tail.head > 64 && tail.head * 2 > tail.batches.length) {
      tail.batches = tail.batches.slice(tail.head)
      tail.head = 0
    }
  }

  #begin(memory: ArrayBufferLike): UndecidedFrame {
    const frame = { memory, count: 0, batchBytes: 0, batches: [] }
    this.#undecided.set(memory, frame)
    this.#undecidedBytes += memory.byteLength
    return frame
  }

  #decide(frame: UndecidedFrame): void {
    this.#undecided.delete(frame.memory)
    this.#undecidedBytes -= frame.memory.byteLength
    const isKept = frame.batchBytes >= frame.memory.byteLength * COPY_BELOW
    for (const entry of frame.batches.splice(0)) {
      if (isKept || entry.frame !== frame) continue
      this.#unpin(entry)
      entry.bytes = copyOf(entry.bytes)
      entry.frame = { memory: entry.bytes.buffer, count: 0, batchBytes: 0 }
      this.#pin(entry)
    }
  }

  /** The entry may stay in its list for a while; its bytes must not. */
  #drop(entry: TailBatch): void {
    const { frame } = entry
    this.#unpin(entry)
    entry.bytes = NO_BYTES
    entry.frame = NO_FRAME
    if (frame.count > 0 || this.#undecided.get(frame.memory) !== frame) return
    this.#undecided.delete(frame.memory)
    this.#undecidedBytes -= frame.memory.byteLength
  }

  #pin({ frame, bytes }: TailBatch): void {
    if (frame.count++ === 0) this.#bytes += frame.memory.byteLength
    frame.batchBytes += bytes.length
    this.#bytes += ENTRY_BYTES
  }

  #unpin(entry: TailBatch): void {
    const { frame, bytes } = entry
    frame.batchBytes -= bytes.length
    this.#bytes -= ENTRY_BYTES
    if (--frame.count === 0) this.#bytes -= frame.memory.byteLength
  }
}

const NO_BYTES = Buffer.alloc(0)
const NO_FRAME: Frame = { memory: NO_BYTES.buffer, count: 0, batchBytes: 0 }

function copyOf(batch: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(batch.length)
  batch.copy(copy)
  return copy
}
