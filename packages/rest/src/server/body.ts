import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '@leat/base'
import { badRequest, unavailable } from '../problems.ts'
import { RequestFault } from '../request-fault.ts'
import type { HttpLimits } from './limits.ts'

/** What the bodies of all requests have in common. */
export interface BodyRules {
  readonly clock: Clock
  readonly limits: Pick<HttpLimits, 'slowBodyMs' | 'slowBodiesMax' | 'bodyIdleMs'>
  /** Requests whose body was slow, until they are answered. */
  slow: number
}

/** The body of one request. Nothing is done before it is read: most requests have none. */
export class RequestBody implements AsyncIterable<Buffer> {
  readonly #incoming: IncomingMessage
  readonly #response: ServerResponse
  readonly #rules: BodyRules
  #reading: AsyncGenerator<Buffer> | null = null
  #isSlow = false

  constructor(incoming: IncomingMessage, response: ServerResponse, rules: BodyRules) {
    this.#incoming = incoming
    this.#response = response
    this.#rules = rules
  }

  [Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    return (this.#reading ??= this.#pieces())
  }

  /** The request is answered: its place among slow ones is free. */
  end(): void {
    if (this.#isSlow) this.#rules.slow -= 1
    this.#isSlow = false
  }

  /**
   * In pieces, each read when it is asked for: whoever does not read holds the sender back. A client that waits to be told (`Expect: 100-continue`) is told with the first.
   * Throws `RequestFault` when no byte comes for `slowBodyMs` and too many others are slow, when none comes for `bodyIdleMs`, and when the client is gone.
   */
  async *#pieces(): AsyncGenerator<Buffer> {
    const incoming = this.#incoming
    if (incoming.headers.expect?.toLowerCase() === '100-continue') this.#response.writeContinue()
    for (;;) {
      const chunk = incoming.read() as Buffer | null
      if (chunk !== null) yield chunk
      else if (incoming.readableEnded) return
      else if (incoming.destroyed) throw new RequestFault(badRequest('The body ended before it was complete'))
      else await this.#moved()
    }
  }

  async #moved(): Promise<void> {
    const { clock, limits } = this.#rules
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onEvent = (): void => resolve()
    for (const event of MOVES) this.#incoming.once(event, onEvent)
    using _slow = clock.after(limits.slowBodyMs, () => {
      if (!this.#mayBeSlow()) reject(new RequestFault(unavailable('The server waits for the bodies of too many requests')))
    })
    using _idle = clock.after(limits.bodyIdleMs, () => reject(new RequestFault({ status: 408, detail: 'The body did not arrive in time' })))
    try {
      await promise
    } finally {
      for (const event of MOVES) this.#incoming.removeListener(event, onEvent)
    }
  }

  /** The place is kept until the answer: a stream that pauses does not lose its own. */
  #mayBeSlow(): boolean {
    if (this.#isSlow) return true
    if (this.#rules.slow >= this.#rules.limits.slowBodiesMax) return false
    this.#rules.slow += 1
    return (this.#isSlow = true)
  }
}

const MOVES = ['readable', 'end', 'close', 'error'] as const
