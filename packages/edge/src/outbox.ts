import type { Duplex } from 'node:stream'
import type { Bytes, Clock, Millis } from '@leat/base'

/** Handed to the socket at a time. Small enough that TLS does not hold the loop and that progress of a slow peer is seen, large enough for one system call to be worth it. */
const BATCH_BYTES_MAX = 512 * 1024
const BATCH_CHUNKS_MAX = 512
/** A batch up to this size is sent as one piece: below it, copying is cheaper than more chunks in the system call. */
const JOINED_BYTES_MAX = 16 * 1024

/**
 * What a connection has still to send: chunks by reference, only small ones are joined. They go to the socket in batches, the next one when the last was taken,
 * so what waits here is known to the byte.
 */
export class Outbox {
  readonly #stream: Duplex
  readonly #clock: Clock
  readonly #onTaken: (bytes: Bytes) => void
  #chunks: Buffer[] = []
  #head = 0
  #pendingBytes = 0
  #writing = false
  #scheduled = false
  #ending = false
  #progressAtMs: Millis

  /** @param onTaken called after each batch that the socket took, with its bytes */
  constructor(stream: Duplex, clock: Clock, onTaken: (bytes: Bytes) => void) {
    this.#stream = stream
    this.#clock = clock
    this.#onTaken = onTaken
    this.#progressAtMs = clock.monotonic()
  }

  get pendingBytes(): Bytes {
    return this.#pendingBytes
  }

  /** How long the peer has taken nothing although something waits. */
  stalledMs(nowMs: Millis): Millis {
    return this.#pendingBytes === 0 ? 0 : nowMs - this.#progressAtMs
  }

  /** How long nothing has waited here; 0 while something does. */
  quietMs(nowMs: Millis): Millis {
    return this.#pendingBytes > 0 ? 0 : nowMs - this.#progressAtMs
  }

  push(chunks: readonly Buffer[], bytes: Bytes): void {
    if (this.#ending || this.#stream.writableEnded || this.#stream.destroyed) {
      this.#onTaken(bytes)
      return
    }
    if (this.#pendingBytes === 0) this.#progressAtMs = this.#clock.monotonic()
    this.#pendingBytes += bytes
    for (const chunk of chunks) this.#chunks.push(chunk)
    // Answers that become ready together, as after one write to the log, leave in one system call.
    if (this.#writing || this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      if (!this.#writing) this.#writeBatch()
    })
  }

  /** After what is pending, the end of the stream. */
  end(): void {
    if (this.#ending) return
    this.#ending = true
    if (this.#pendingBytes === 0) this.#stream.end()
  }

  /** Drops what is pending; the stream is gone. */
  discard(): Bytes {
    const dropped = this.#pendingBytes
    this.#chunks = []
    this.#head = 0
    this.#pendingBytes = 0
    this.#ending = true
    return dropped
  }

  #writeBatch(): void {
    const { chunks, bytes } = this.#takeBatch()
    const last = chunks.length - 1
    if (last < 0) return
    this.#writing = true
    const taken = (error: Error | null | undefined): void => this.#taken(bytes, error)
    if (last === 0) this.#stream.write(chunks[0], taken)
    else if (bytes <= JOINED_BYTES_MAX) this.#stream.write(Buffer.concat(chunks, bytes), taken)
    else {
      this.#stream.cork()
      for (let i = 0; i < last; i++) this.#stream.write(chunks[i])
      this.#stream.write(chunks[last], taken)
      this.#stream.uncork()
    }
  }

  #taken(bytes: Bytes, error: Error | null | undefined): void {
    this.#writing = false
    // An error is followed by the stream's close, which is where it is handled.
    if (error !== null && error !== undefined) return
    if (this.#pendingBytes === 0) return
    this.#pendingBytes -= bytes
    this.#progressAtMs = this.#clock.monotonic()
    if (this.#pendingBytes > 0) this.#writeBatch()
    else if (this.#ending) this.#stream.end()
    this.#onTaken(bytes)
  }

  #takeBatch(): { readonly chunks: readonly Buffer[]; readonly bytes: Bytes } {
    const batch: Buffer[] = []
    let room = BATCH_BYTES_MAX
    while (this.#head < this.#chunks.length && room > 0 && batch.length < BATCH_CHUNKS_MAX) {
      const chunk = this.#chunks[this.#head]!
      if (chunk.length <= room) {
        batch.push(chunk)
        this.#head += 1
        room -= chunk.length
      } else {
        batch.push(chunk.subarray(0, room))
        this.#chunks[this.#head] = chunk.subarray(room)
        room = 0
      }
    }
    if (this.#head === this.#chunks.length) {
      this.#chunks = []
      this.#head = 0
    } else if (this.#head >= 1024) {
      this.#chunks = this.#chunks.slice(this.#head)
      this.#head = 0
    }
    return { chunks: batch, bytes: BATCH_BYTES_MAX - room }
  }
}
