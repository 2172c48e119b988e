import type { Duplex } from 'node:stream'
import type { Clock, Millis, NetSocket, Timer } from '@leat/base'
import { type HttpLimits } from './limits.ts'

/** Why a connection was ended from this side: label of `http_connections_cut`. */
export type CutCause =
  | 'slow-headers'
  | 'idle'
  /** There are as many as may be, and it asks for nothing. */
  | 'crowded-out'
  | 'sent-too-far-ahead'
  | 'unread-body'
  | 'slow-reader'
  | 'answer-failed'
  | 'not-http'
  | 'closing'

/**
 * One accepted socket. Its requests are answered one after the other, in their order: node:http would begin all that a client sends ahead, so that one
 * connection could take every place in flight.
 */
export class Connection {
  readonly socket: NetSocket
  readonly #clock: Clock
  readonly #limits: HttpLimits
  readonly #onCut: (cause: CutCause) => void
  #timer: Timer | null = null
  #answering: Promise<void> = Promise.resolve()
  #ahead = 0
  #gone: AbortController | null = null
  #closing = false
  #broken = false

  constructor(socket: NetSocket, clock: Clock, limits: HttpLimits, onCut: (cause: CutCause) => void) {
    this.socket = socket
    this.#clock = clock
    this.#limits = limits
    this.#onCut = onCut
    this.stream.once('close', () => {
      this.#disarm()
      this.#gone?.abort()
    })
    this.#arm(limits.headersMs, 'slow-headers')
  }

  get stream(): Duplex {
    return this.socket.stream
  }

  /** No request of it has come, or all that came are answered. */
  get isWaiting(): boolean {
    return this.#ahead === 0 && !this.#broken && !this.#closing
  }

  /** No further request is taken: answers say so. */
  get closing(): boolean {
    return this.#closing
  }

  /** `answer` gets a signal that aborts when the client goes. */
  add(answer: (signal: AbortSignal) => Promise<void>): void {
    if (this.#broken || this.stream.destroyed) return
    this.#disarm()
    this.#ahead += 1
    if (this.#ahead > this.#limits.requestsAheadMax) return this.cut('sent-too-far-ahead')
    this.#answering = this.#answering.then(() => this.#run(answer))
  }

  /** What came is no HTTP: after the answers before it, `bytes` are the last that is said here. */
  refuse(bytes: string): void {
    if (this.#broken) return
    this.#broken = true
    this.#disarm()
    this.#answering = this.#answering.then(() => {
      this.#onCut('not-http')
      this.#sayLast(bytes)
    })
  }

  /** Ends it now, or with the answer to the last request that has come. */
  close(): void {
    this.#closing = true
    if (this.#ahead === 0) this.cut('closing')
  }

  cut(cause: CutCause): void {
    if (this.stream.destroyed) return
    this.#onCut(cause)
    if (cause === 'idle' || cause === 'closing') this.stream.destroy()
    else this.socket.destroy()
  }

  async #run(answer: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (!this.stream.destroyed) {
      this.#gone = new AbortController()
      await answer(this.#gone.signal)
      this.#gone = null
    }
    this.#ahead -= 1
    if (this.#ahead > 0 || this.stream.destroyed) return
    if (this.#closing) this.cut('closing')
    else if (!this.#broken) this.#arm(this.#limits.idleMs, 'idle')
  }

  /** The peer gets a while to read it; a reset at once would take it from under its eyes. */
  #sayLast(bytes: string): void {
    if (!this.stream.writable) return this.socket.destroy()
    this.stream.end(bytes)
    this.#timer = this.#clock.after(this.#limits.lingerMs, () => this.socket.destroy())
  }

  #arm(ms: Millis, cause: CutCause): void {
    this.#disarm()
    this.#timer = this.#clock.after(ms, () => this.cut(cause))
  }

  #disarm(): void {
    this.#timer?.cancel()
    this.#timer = null
  }
}
