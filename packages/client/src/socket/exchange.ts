import type { Bytes, Clock, Millis, NetSocket, Timer } from '@leat/base'
import { type Api, FrameSplitter, encodeRequestFrame } from '@leat/wire'
import { ConnectionLost } from './connect-fault.ts'

export interface ExchangeOptions {
  readonly socket: NetSocket
  readonly clock: Clock
  /** `host:port`, for messages. */
  readonly broker: string
  readonly clientId: string
  readonly responseBytesMax: Bytes
}

interface Sent {
  readonly api: Api
  readonly correlationId: number
  readonly bytes: Bytes
  readonly answerMsMax: Millis
  readonly resolve: (frame: Buffer) => void
  readonly reject: (error: ConnectionLost) => void
}

const CORRELATION_ID_MAX = 0x7fff_ffff

/**
 * Requests and their answers on one connection. Kafka answers in the order of the requests, so only the first one's time is watched: it begins when the
 * request is sent, or when the one before it was answered.
 */
export class Exchange {
  readonly #options: ExchangeOptions
  readonly #splitter: FrameSplitter
  readonly #sent: Sent[] = []
  #bytesInFlight: Bytes = 0
  #correlationId = 0
  #late: Timer | null = null
  #lost: ConnectionLost | null = null
  #onClosed: () => void = () => {}

  constructor(options: ExchangeOptions) {
    this.#options = options
    this.#splitter = new FrameSplitter(options.responseBytesMax)
    const { stream } = options.socket
    stream.on('data', (bytes: Buffer) => this.#read(bytes))
    stream.on('error', (error: Error) => this.#lose(`${options.broker}: ${error.message}`))
    stream.on('close', () => this.#lose(`${options.broker} closed the connection`))
    stream.on('end', () => this.#lose(`${options.broker} closed the connection`))
  }

  get requestsInFlight(): number {
    return this.#sent.length
  }

  get bytesInFlight(): Bytes {
    return this.#bytesInFlight
  }

  /**
   * The answer's frame, header included.
   * @throws WireError at once when the version cannot carry the message; ConnectionLost later
   */
  send(api: Api, version: number, message: unknown, answerMsMax: Millis): Promise<Buffer> {
    if (this.#lost !== null) return Promise.reject(this.#lost)
    const correlationId = (this.#correlationId = this.#correlationId === CORRELATION_ID_MAX ? 1 : this.#correlationId + 1)
    const chunks = encodeRequestFrame(api, version, { correlationId, clientId: this.#options.clientId }, message)
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
    this.#sent.push({ api, correlationId, bytes, answerMsMax, resolve, reject })
    this.#bytesInFlight += bytes
    if (this.#sent.length === 1) this.#watch()
    const { stream } = this.#options.socket
    stream.cork()
    for (const chunk of chunks) stream.write(chunk)
    stream.uncork()
    return promise
  }

  /** Called once, after everything in flight was told; at once when that has happened. */
  whenClosed(fn: () => void): void {
    if (this.#lost === null) this.#onClosed = fn
    else fn()
  }

  /** What is in flight is lost. */
  close(): void {
    this.#lose('the connection was closed here')
  }

  #read(bytes: Buffer): void {
    try {
      this.#splitter.push(bytes, (frame) => this.#answer(frame))
    } catch (error) {
      // A size that cannot be: what speaks there speaks otherwise.
      this.#lose(`${this.#options.broker}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #answer(frame: Buffer): void {
    const first = this.#sent.shift()
    if (this.#lost !== null || first === undefined) return
    this.#bytesInFlight -= first.bytes
    this.#watch()
    if (frame.length < 4 || frame.readInt32BE(0) !== first.correlationId) {
      first.reject(this.#lose(`${this.#options.broker} answered another request than ${first.api.name}`))
      return
    }
    first.resolve(frame)
  }

  #watch(): void {
    this.#late?.cancel()
    const first = this.#sent[0]
    this.#late =
      first === undefined
        ? null
        : this.#options.clock.after(first.answerMsMax, () =>
            this.#lose(`${this.#options.broker} did not answer ${first.api.name} within ${first.answerMsMax} ms`),
          )
  }

  #lose(message: string): ConnectionLost {
    if (this.#lost !== null) return this.#lost
    const lost = new ConnectionLost(message)
    this.#lost = lost
    this.#late?.cancel()
    this.#options.socket.destroy()
    this.#bytesInFlight = 0
    for (const { reject } of this.#sent.splice(0)) reject(lost)
    this.#onClosed()
    return lost
  }
}
