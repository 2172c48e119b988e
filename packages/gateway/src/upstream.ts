import type { Clock, NetSocket } from '@leat/base'
import { FrameSplitter, type Reply, SILENCE, sizePrefix, WireError } from '@leat/wire'
import type { GatewayLimits } from './limits.ts'

/** Why an upstream connection ended; null: the client went first. */
export type UpstreamEnd = 'connect-failed' | 'broker-closed' | 'bad-response' | null

export interface UpstreamOptions {
  readonly clock: Clock
  readonly limits: GatewayLimits
  /** Makes the connection; rejects when the broker cannot be reached. */
  readonly connect: () => Promise<NetSocket>
  /** Called once. */
  readonly onEnd: (end: UpstreamEnd, detail: string) => void
}

const CLOSED: Reply = { kind: 'close', reason: 'upstream-closed' }

interface Awaited {
  readonly correlationId: number
  readonly resolve: (reply: Reply) => void
}

/**
 * One connection to a broker, made for one client connection. Requests leave in order of `send` and answers come in the same order, because
 * Kafka serves one request of a connection at a time. Once it has ended it stays ended: the client's connection ends with it.
 */
export class Upstream {
  readonly #options: UpstreamOptions
  readonly #awaited: Awaited[] = []
  readonly #splitter: FrameSplitter
  /** Requests that wait for the connection; null when it is there. Bounded by what the edge lets one connection have in flight. */
  #waiting: Buffer[] | null = []
  #socket: NetSocket | null = null
  #hasEnded = false
  #isEnding = false

  constructor(options: UpstreamOptions) {
    this.#options = options
    this.#splitter = new FrameSplitter(options.limits.responseBytesMax)
    options.connect().then(
      (socket) => this.#connected(socket),
      (error: unknown) => this.#end('connect-failed', String(error)),
    )
  }

  /** Takes a place in the connection's order at once. The frame has no size prefix and is not changed. */
  send(frame: Buffer, correlationId: number, isAnswered: boolean): Promise<Reply> {
    if (this.#hasEnded || this.#isEnding) return Promise.resolve(CLOSED)
    const { promise, resolve } = Promise.withResolvers<Reply>()
    if (isAnswered) this.#awaited.push({ correlationId, resolve })
    else resolve(SILENCE)
    if (this.#waiting === null) this.#write(frame)
    else this.#waiting.push(frame)
    return promise
  }

  /** The client has gone: what was sent reaches the broker, answers are thrown away. */
  finish(): void {
    if (this.#hasEnded || this.#isEnding) return
    this.#isEnding = true
    if (this.#waiting === null) this.#shut()
  }

  /** Ends at once. */
  destroy(): void {
    this.#end(null, '')
  }

  #connected(socket: NetSocket): void {
    if (this.#hasEnded) return socket.destroy()
    this.#socket = socket
    socket.stream.on('data', (bytes: Buffer) => this.#received(bytes))
    socket.stream.on('error', () => {})
    socket.stream.on('close', () => this.#end(this.#isEnding ? null : 'broker-closed', ''))
    const waiting = this.#waiting!
    this.#waiting = null
    for (const frame of waiting) this.#write(frame)
    if (this.#isEnding) this.#shut()
  }

  #write(frame: Buffer): void {
    const { stream } = this.#socket!
    stream.cork()
    stream.write(sizePrefix([frame]))
    stream.write(frame)
    stream.uncork()
  }

  #shut(): void {
    this.#socket!.stream.end()
    const timer = this.#options.clock.after(this.#options.limits.lingerMs, () => this.#end(null, ''))
    this.#socket!.stream.once('close', () => timer.cancel())
  }

  #received(bytes: Buffer): void {
    if (this.#hasEnded || this.#isEnding) return
    try {
      this.#splitter.push(bytes, (frame) => this.#answered(frame))
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#end('bad-response', error.message)
    }
  }

  #answered(frame: Buffer): void {
    const next = this.#awaited.shift()
    const correlationId = frame.length < 4 ? null : frame.readInt32BE(0)
    if (next === undefined || next.correlationId !== correlationId) {
      next?.resolve(CLOSED)
      return this.#end('bad-response', `an answer to ${correlationId}, where ${next?.correlationId ?? 'none'} was awaited`)
    }
    next.resolve({ kind: 'frame', chunks: [frame] })
  }

  #end(end: UpstreamEnd, detail: string): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#waiting = null
    this.#socket?.destroy()
    for (const { resolve } of this.#awaited.splice(0)) resolve(CLOSED)
    this.#options.onEnd(end, detail)
  }
}
