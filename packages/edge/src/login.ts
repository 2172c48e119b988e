import type { Millis } from '@leat/base'
import type { RequestHeader } from '@leat/wire'
import type { ConnectionState } from './connection-state.ts'
import type { EdgeContext } from './context.ts'
import type { Listener } from './listener.ts'
import { answerOwn, answerToken, type OwnAnswer, type Response } from './own-apis.ts'

export type FailedLogin = OwnAnswer & { readonly kind: 'fail' }

/** What a login does to its connection. */
export interface LoginEffects {
  /** False: the connection was closed on it, and nothing is sent. */
  advance(next: ConnectionState): boolean
  /** Null: an empty frame, as a bare token is answered. */
  send(response: Response | null, correlationId: number): void
  fail(answer: FailedLogin, correlationId: number): void
  /** Other requests may go on. */
  proceed(): void
}

/** Requests of the edge's own APIs on one connection, and bare tokens. */
export class Login {
  readonly #context: EdgeContext
  readonly #listener: Listener
  readonly #remoteAddress: string
  readonly #effects: LoginEffects
  /** A refused login whose key may be on its way: nothing else is read meanwhile. */
  #held: Disposable | null = null

  constructor(context: EdgeContext, listener: Listener, remoteAddress: string, effects: LoginEffects) {
    this.#context = context
    this.#listener = listener
    this.#remoteAddress = remoteAddress
    this.#effects = effects
  }

  get isHeld(): boolean {
    return this.#held !== null
  }

  /** Without a header a bare token. */
  answer(state: ConnectionState, header: RequestHeader | null, frame: Buffer, nowMs: Millis): void {
    const { own, held, clock } = this.#context
    const decide = (atMs: Millis): OwnAnswer =>
      header === null
        ? answerToken(own, state, this.#listener, frame, null, atMs)
        : answerOwn(own, state, this.#listener, header, frame, atMs)
    const answer = decide(nowMs)
    if (answer.kind === 'fail' && answer.label === 'invalid-credentials') {
      this.#held = held.hold(answer.username!, this.#remoteAddress, frame.length, () => {
        this.#held = null
        this.#finish(decide(clock.monotonic()), header)
        this.#effects.proceed()
      })
      if (this.#held !== null) return
    }
    this.#finish(answer, header)
  }

  /** Nobody waits for the answer any more. */
  end(): void {
    this.#held?.[Symbol.dispose]()
    this.#held = null
  }

  #finish(answer: OwnAnswer, header: RequestHeader | null): void {
    const correlationId = header?.correlationId ?? 0
    if (answer.kind === 'fail') return this.#effects.fail(answer, correlationId)
    if (this.#effects.advance(answer.next)) this.#effects.send(answer.response, correlationId)
  }
}
