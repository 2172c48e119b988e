import type { Bytes, Offset } from '@leat/base'

/** A batch smaller than this part of its frame is copied, so that it does not keep the rest alive (design D8). */
const COPY_BELOW = 1 / 4
/** What an entry costs beside its bytes. */
const ENTRY_BYTES = 160

interface TailBatch {
  readonly baseOffset: Offset
  readonly lastOffset: Offset
  readonly bytes: Buffer
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

/** The budget for all tails of a directory: the batch appended longest ago goes first. */
export class TailCache {
  readonly #bytesMax: Bytes
  /** How many cached batches lie in a frame. */
  readonly #frames = new Map<ArrayBufferLike, number>()
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
    const frame = batch.buffer
    const isPinned = this.#frames.has(frame)
    const bytes = !isPinned && batch.length < frame.byteLength * COPY_BELOW ? copyOf(batch) : batch
    tail.batches.push({ baseOffset, lastOffset, bytes })
    this.#order.push(tail)
    this.#pin(bytes.buffer)
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
      this.#unpin(tail.batches[i]!.bytes.buffer)
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
    this.#unpin(tail.batches[tail.head++]!.bytes.buffer)
    if (tail.head > 64 && tail.head * 2 > tail.batches.length) {
      tail.batches = tail.batches.slice(tail.head)
      tail.head = 0
    }
  }

  #pin(frame: ArrayBufferLike): void {
    const count = this.#frames.get(frame) ?? 0
    this.#frames.set(frame, count + 1)
    this.#bytes += ENTRY_BYTES + (count === 0 ? frame.byteLength : 0)
  }

  #unpin(frame: ArrayBufferLike): void {
    const count = this.#frames.get(frame)! - 1
    this.#bytes -= ENTRY_BYTES
    if (count > 0) {
      this.#frames.set(frame, count)
      return
    }
    this.#frames.delete(frame)
    this.#bytes -= frame.byteLength
  }
}

function copyOf(batch: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(batch.length)
  batch.copy(copy)
  return copy
}
