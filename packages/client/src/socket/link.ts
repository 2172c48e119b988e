import type { Millis } from '@leat/base'
import { type Api, decodeResponseFrame } from '@leat/wire'
import { Backoff, type Pace } from '../backoff.ts'
import { TransportClosed } from '../transport.ts'
import { type ServedVersions, newestVersion } from '../version.ts'
import { TransportBusy } from './connect-fault.ts'
import type { BrokerConnection } from './connect.ts'
import type { SocketLimits } from './limits.ts'

export interface LinkOptions extends Pace {
  readonly limits: SocketLimits
  readonly connect: (signal: AbortSignal) => Promise<BrokerConnection>
  readonly onServed: (served: ServedVersions) => void
}

interface Waiting {
  readonly api: Api
  readonly message: unknown
  readonly resolve: (message: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A login is renewed before it ends: requests must not meet its end on their way. */
const LOGIN_PART = 0.8

/**
 * The way to one broker: calls in their order over one connection, which is made when it is needed, and again after it was lost. While that fails,
 * attempts are spaced by a backoff; each failure is told to all who wait for it.
 */
export class Link {
  readonly #options: LinkOptions
  readonly #backoff: Backoff
  readonly #closing = new AbortController()
  readonly #waiting: Waiting[] = []
  #connection: BrokerConnection | null = null
  #replaceAtMs: Millis = Number.POSITIVE_INFINITY
  #isOpening = false
  #hasFailed = false

  constructor(options: LinkOptions) {
    this.#options = options
    this.#backoff = new Backoff(options)
  }

  /** @throws ConnectFault, ConnectionLost, TransportBusy, TransportClosed, WireError, ApiNotServed, the signal's reason */
  call(api: Api, message: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    if (this.#closing.signal.aborted) return Promise.reject(this.#closing.signal.reason)
    const { callsWaitingMax } = this.#options.limits
    if (this.#waiting.length >= callsWaitingMax)
      return Promise.reject(new TransportBusy(`${api.name}: ${callsWaitingMax} calls wait already`))
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const waiting: Waiting = { api, message, resolve, reject }
    if (signal !== undefined) {
      const onAbort = (): void => {
        const at = this.#waiting.indexOf(waiting)
        if (at !== -1) this.#waiting.splice(at, 1)
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      const forget = (): void => signal.removeEventListener('abort', onAbort)
      promise.then(forget, forget)
    }
    this.#waiting.push(waiting)
    this.#pump()
    return promise
  }

  /** The broker has moved: a new connection as soon as nothing is in flight on this one. */
  replace(): void {
    this.#replaceAtMs = Number.NEGATIVE_INFINITY
    this.#pump()
  }

  close(reason: unknown = new TransportClosed('the transport was closed')): void {
    if (this.#closing.signal.aborted) return
    this.#closing.abort(reason)
    this.#connection?.exchange.close()
    for (const { reject } of this.#waiting.splice(0)) reject(reason)
  }

  #pump(): void {
    const connection = this.#connection
    if (this.#closing.signal.aborted) return
    if (connection === null) {
      if (this.#waiting.length > 0) void this.#open()
      return
    }
    const { exchange } = connection
    if (this.#options.clock.monotonic() >= this.#replaceAtMs) {
      if (exchange.requestsInFlight === 0) exchange.close()
      return
    }
    const { requestsInFlightMax, bytesInFlightMax } = this.#options.limits
    while (this.#waiting.length > 0 && exchange.requestsInFlight < requestsInFlightMax && exchange.bytesInFlight < bytesInFlightMax)
      void this.#ask(connection, this.#waiting.shift()!)
  }

  async #ask({ exchange, served }: BrokerConnection, { api, message, resolve, reject }: Waiting): Promise<void> {
    try {
      const version = newestVersion(served, api)
      const frame = await exchange.send(api, version, message, this.#options.limits.answerMsMax + brokerWaitMs(message))
      resolve(decodeResponseFrame(api, version, frame).message)
    } catch (error) {
      reject(error)
    }
    this.#pump()
  }

  async #open(): Promise<void> {
    if (this.#isOpening) return
    this.#isOpening = true
    const { signal } = this.#closing
    try {
      if (this.#hasFailed) await this.#backoff.wait(signal)
      const connection = await this.#options.connect(signal)
      this.#hasFailed = false
      this.#backoff.reset()
      this.#connection = connection
      const { loginEndsAtMs } = connection
      const nowMs = this.#options.clock.monotonic()
      this.#replaceAtMs = loginEndsAtMs === null ? Number.POSITIVE_INFINITY : nowMs + (loginEndsAtMs - nowMs) * LOGIN_PART
      this.#options.onServed(connection.served)
      connection.exchange.whenClosed(() => this.#onClosed())
    } catch (error) {
      this.#hasFailed = true
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    }
    this.#isOpening = false
    this.#pump()
  }

  /** What was in flight has been told; what waited for its turn goes over the next connection. */
  #onClosed(): void {
    this.#connection = null
    this.#pump()
  }
}

/** How long the request itself lets the broker wait: Fetch, JoinGroup, and those who change something. */
function brokerWaitMs(message: unknown): Millis {
  const { maxWaitMs = 0, rebalanceTimeoutMs = 0, timeoutMs = 0 } = message as Readonly<Record<string, number | undefined>>
  return Math.max(maxWaitMs, rebalanceTimeoutMs, timeoutMs)
}
