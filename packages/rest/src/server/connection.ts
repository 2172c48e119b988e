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

/** Its signal aborts when the client goes. */
type Answer = (gone: AbortSignal) => Promise<void>

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
  /** What happens when, should the timer find nothing changed. */
  #due: { readonly atMs: Millis; readonly cause: CutCause } | null = null
  #timerAtMs: Millis = 0
  readonly #waiting: Answer[] = []
  #ahead = 0
  #gone: AbortController | null = null
  #closing = false
  #broken = false
  /** Of a connection that is broken: said after the answers before it. */
  #last: string | null = null

  constructor(socket: NetSocket, clock: Clock, limits: HttpLimits, onCut: (cause: CutCause) => void) {
    this.socket = socket
    this.#clock = clock
    this.#limits = limits
    this.#onCut = onCut
    this.stream.once('close', () => {
      this.#due = null
      this.#timer?.cancel()
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

  add(answer: Answer): void {
    if (this.#broken || this.stream.destroyed) return
    this.#due = null
    this.#ahead += 1
    if (this.#ahead > this.#limits.requestsAheadMax) return this.cut('sent-too-far-ahead')
    if (this.#ahead === 1) void this.#run(answer)
    else this.#waiting.push(answer)
  }

  /** What came is no HTTP: after the answers before it, `bytes` are the last that is said here. */
  refuse(bytes: string): void {
    if (this.#broken) return
    this.#broken = true
    this.#due = null
    this.#last = bytes
    if (this.#ahead === 0) this.#sayLast()
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

  async #run(first: Answer): Promise<void> {
    for (let answer: Answer | undefined = first; answer !== undefined; answer = this.#waiting.shift()) {
      if (!this.stream.destroyed) {
        this.#gone = new AbortController()
        await answer(this.#gone.signal)
        this.#gone = null
      }
      this.#ahead -= 1
    }
    if (this.#last !== null) return this.#sayLast()
    if (this.stream.destroyed) return
    if (this.#closing) this.cut('closing')
    else this.#arm(this.#limits.idleMs, 'idle')
  }

  /** The peer gets a while to read it; a reset at once would take it from under its eyes. */
  #sayLast(): void {
    this.#onCut('not-http')
    if (!this.stream.writable) return this.socket.destroy()
    this.stream.end(this.#last)
    this.#timer?.cancel()
    this.#timer = this.#clock.after(this.#limits.lingerMs, () => this.socket.destroy())
  }

  /** A timer that would ring before is kept: it looks again then. So that a busy connection costs one every minute, not one per request. */
  #arm(ms: Millis, cause: CutCause): void {
    const atMs = this.#clock.monotonic() + ms
    this.#due = { atMs, cause }
    if (this.#timer !== null && this.#timerAtMs <= atMs) return
    this.#timer?.cancel()
    this.#setTimer(ms, atMs)
  }

  #setTimer(ms: Millis, atMs: Millis): void {
    this.#timerAtMs = atMs
    this.#timer = this.#clock.after(ms, () => {
      this.#timer = null
      if (this.#due === null) return
      const { atMs: dueMs, cause } = this.#due
      const leftMs = dueMs - this.#clock.monotonic()
      if (leftMs <= 0) this.cut(cause)
      else this.#setTimer(leftMs, dueMs)
    })
  }
}
