import type { Bytes, Clock, Millis, NetSocket } from '@leat/base'
import { FrameSplitter, WireError } from '@leat/wire'
import type { ByteBudget } from './byte-budget.ts'

export interface IntakeOptions {
  readonly socket: NetSocket
  readonly clock: Clock
  readonly budget: ByteBudget
  readonly requestBytesMax: Bytes
  readonly requestBytesBeforeLoginMax: Bytes
  /** Called when frames have arrived. */
  readonly onFrames: () => void
  /** Called once, when what arrives cannot be cut into frames any more. */
  readonly onBroken: (cause: 'bad-frame' | 'request-too-large-before-login', detail: string) => void
}

/**
 * The reading side of a connection. Three things stop it, each of which starts it again by an event:
 * - the connection has as much in flight as it may (`setReady(false)`);
 * - a request that has begun does not fit into the budget of all connections;
 * - that budget is used up.
 */
export class Intake {
  readonly #options: IntakeOptions
  readonly #splitter: FrameSplitter
  #frames: Buffer[] = []
  #beforeLogin: boolean
  #ready = true
  #reading = true
  #ended = false
  /** Counted in the budget for the request that has begun. */
  #grantedBytes = 0
  #waiting: Disposable | null = null
  /** When bytes came, or when we began to read again: the time in which we did not read is not the peer's. */
  #progressAtMs: Millis = 0
  /** From when on, and how much, the request that has begun has come while we read. */
  #pace: { fromMs: Millis; bytes: Bytes } = { fromMs: 0, bytes: 0 }
  #firstBytes: Buffer | null = null

  constructor(options: IntakeOptions, beforeLogin: boolean) {
    this.#options = options
    this.#beforeLogin = beforeLogin
    this.#splitter = new FrameSplitter(options.requestBytesMax)
  }

  /** The first bytes the peer sent, to guess what it speaks. */
  get firstBytes(): Buffer {
    return this.#firstBytes ?? Buffer.alloc(0)
  }

  get nextBytes(): Bytes {
    return this.#frames[0]?.length ?? 0
  }

  get isEmpty(): boolean {
    return this.#frames.length === 0
  }

  /** How long a request that has begun, and is not held up by us, has not gone on. */
  stalledMs(nowMs: Millis): Millis {
    return this.#splitter.pendingBytes > 0 && this.#reading && !this.#ended ? nowMs - this.#progressAtMs : 0
  }

  /** Whether a request that has begun, and is not held up by us, has come slower than that for at least `overMs`. */
  isSlowerThan(bytesPerSecond: Bytes, overMs: Millis, nowMs: Millis): boolean {
    if (this.#splitter.pendingBytes === 0 || !this.#reading || this.#ended) return false
    const forMs = nowMs - this.#pace.fromMs
    return forMs >= overMs && this.#pace.bytes * 1000 < bytesPerSecond * forMs
  }

  push(chunk: Buffer, nowMs: Millis): void {
    if (this.#ended) return
    this.#progressAtMs = nowMs
    if (this.#splitter.pendingBytes === 0) this.#pace = { fromMs: nowMs, bytes: 0 }
    this.#pace.bytes += chunk.length
    this.#firstBytes ??= Buffer.from(chunk.subarray(0, 16))
    try {
      this.#splitter.push(chunk, (frame) => this.#complete(frame))
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#break('bad-frame', error.message)
      return
    }
    this.#askForRoom()
    this.#update()
    if (this.#frames.length > 0) this.#options.onFrames()
  }

  /** The oldest complete frame. Its bytes count until they are given to `done`. */
  next(): Buffer | null {
    return this.#frames.shift() ?? null
  }

  /** A frame of so many bytes is in memory no more. */
  done(bytes: Bytes): void {
    this.#options.budget.release(bytes)
  }

  /** Whether the connection can take more requests. */
  setReady(ready: boolean): void {
    this.#ready = ready
    this.#update()
  }

  loggedIn(): void {
    this.#beforeLogin = false
  }

  /** Nothing is taken any more: what came and was not begun is dropped. The caller goes on to read and throw away, or not. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#waiting?.[Symbol.dispose]()
    this.#waiting = null
    const frameBytes = this.#frames.reduce((sum, frame) => sum + frame.length, 0)
    this.#frames = []
    const granted = this.#grantedBytes
    this.#grantedBytes = 0
    if (frameBytes + granted > 0) this.#options.budget.release(frameBytes + granted)
  }

  #complete(frame: Buffer): void {
    if (this.#ended) return
    if (this.#grantedBytes > 0) this.#grantedBytes = 0
    else this.#options.budget.take(frame.length)
    this.#frames.push(frame)
    this.#checkSize(frame.length)
  }

  #askForRoom(): void {
    if (this.#ended || this.#waiting !== null) return
    const { budget } = this.#options
    const bytes = this.#grantedBytes > 0 ? 0 : this.#splitter.pendingBytes
    if (bytes === 0 && !(this.#grantedBytes === 0 && budget.isFull)) return
    if (!this.#checkSize(bytes)) return
    if (bytes > 0 && budget.tryTake(bytes)) {
      this.#grantedBytes = bytes
      return
    }
    this.#waiting = budget.wait(bytes, () => {
      this.#waiting = null
      this.#grantedBytes = bytes
      this.#update()
    })
  }

  #checkSize(bytes: Bytes): boolean {
    const max = this.#options.requestBytesBeforeLoginMax
    if (!this.#beforeLogin || bytes <= max) return true
    this.#break('request-too-large-before-login', `a request of ${bytes} bytes, where ${max} are accepted before login`)
    return false
  }

  #break(cause: 'bad-frame' | 'request-too-large-before-login', detail: string): void {
    if (this.#ended) return
    this.end()
    this.#options.onBroken(cause, detail)
  }

  #update(): void {
    if (this.#ended) return
    const reading = this.#ready && this.#waiting === null
    if (reading === this.#reading) return
    this.#reading = reading
    if (reading) {
      this.#progressAtMs = this.#options.clock.monotonic()
      this.#pace = { fromMs: this.#progressAtMs, bytes: 0 }
      this.#options.socket.resume()
    } else this.#options.socket.pause()
  }
}
