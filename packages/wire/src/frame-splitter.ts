import { WireError } from './wire-error.ts'

const SIZE_BYTES = 4
/** A frame up to this size gets its buffer as soon as its size is known; a larger one as its bytes arrive, so that announcing 100 MiB costs nothing. */
const ALLOCATE_AHEAD_BYTES = 1024 * 1024
const GROWTH = 4

/**
 * Cuts a stream of bytes into frames: an int32 size, then that many bytes. Every frame is a fresh buffer of its own, never pooled and never a view
 * of what came from the socket, because whoever gets it may keep it (decision D8).
 */
export class FrameSplitter {
  readonly #frameBytesMax: number
  readonly #prefix = Buffer.alloc(SIZE_BYTES)
  #prefixFilled = 0
  #frame: Buffer | null = null
  #filled = 0
  #size = 0

  /** @param frameBytesMax the largest size prefix that is accepted */
  constructor(frameBytesMax: number) {
    this.#frameBytesMax = frameBytesMax
  }

  /** Bytes announced by the frame that is not complete yet; 0 between frames. Reading may stop here until there is room for them. */
  get pendingBytes(): number {
    return this.#frame === null ? 0 : this.#size
  }

  /**
   * Takes the next bytes of the stream, which are copied. Calls `onFrame` for each frame that is now complete, without its size prefix.
   * Throws `WireError` of kind `frame-size`; the splitter is of no use afterwards.
   */
  push(bytes: Uint8Array, onFrame: (frame: Buffer) => void): void {
    let at = 0
    while (at < bytes.length) {
      if (this.#frame === null) {
        at = this.#takePrefix(bytes, at)
        if (this.#prefixFilled < SIZE_BYTES) return
        this.#begin()
      }
      at = this.#takeBody(bytes, at)
      if (this.#filled < this.#size) continue
      const frame = this.#frame!
      this.#frame = null
      this.#prefixFilled = 0
      onFrame(frame)
    }
  }

  #takePrefix(bytes: Uint8Array, at: number): number {
    while (at < bytes.length && this.#prefixFilled < SIZE_BYTES) this.#prefix[this.#prefixFilled++] = bytes[at++]!
    return at
  }

  #begin(): void {
    const size = this.#prefix.readInt32BE(0)
    if (size < 0 || size > this.#frameBytesMax) {
      throw new WireError('frame-size', `a frame of ${size} bytes, where 0 to ${this.#frameBytesMax} are accepted`)
    }
    this.#size = size
    this.#filled = 0
    this.#frame = Buffer.allocUnsafeSlow(Math.min(size, ALLOCATE_AHEAD_BYTES))
  }

  #takeBody(bytes: Uint8Array, at: number): number {
    const taken = Math.min(bytes.length - at, this.#size - this.#filled)
    const end = this.#filled + taken
    if (end > this.#frame!.length) this.#grow(end)
    this.#frame!.set(bytes.subarray(at, at + taken), this.#filled)
    this.#filled = end
    return at + taken
  }

  #grow(end: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#size, Math.max(end, this.#frame!.length * GROWTH)))
    larger.set(this.#frame!.subarray(0, this.#filled))
    this.#frame = larger
  }
}
