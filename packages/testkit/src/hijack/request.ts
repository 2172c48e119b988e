import type { Encodable, ErrorName } from '@leat/wire'

/** One request that a hijack caught. */
export interface HijackedRequest<Request = unknown, Response = unknown> {
  /** Kafka's name of the API, and its key. */
  readonly api: string
  readonly key: number
  readonly version: number
  readonly clientId: string | null
  /** `User:admin` */
  readonly principal: string
  /** `PLAINTEXT` or `SASL_SSL`. */
  readonly listener: string
  /** The broker that was asked: 1, or 1 to 3. */
  readonly node: number
  /** 1 for the first request that this hijack caught. */
  readonly nth: number
  /** The decoded body, under Kafka's own field names. */
  readonly body: Request
  /**
   * Lets Leat carry the request out, and answers what it would have answered (addresses still empty): to look at, or to change and `reply` with.
   * Rejects when there is no answer, as for a produce with acks=0.
   */
  pass(): Promise<Response>
  /** Waits for `release` of the hijack: `await request.hold()`, then answer or pass on. */
  hold(): Promise<void>
}

/**
 * What becomes of a caught request. Nothing: it goes on as if it had not been caught. `reply`: this body, in the request's version; fields left out
 * have their defaults. `error`: Kafka's error for all that was asked, by name or code. `drop`: the connection is cut without an answer.
 */
export type Verdict<Response = unknown> =
  | undefined
  // oxlint-disable-next-line typescript/no-invalid-void-type -- a function that returns nothing passes the request on
  | void
  | { readonly reply: Encodable<Response> }
  | { readonly error: ErrorName | number; readonly message?: string }
  | { readonly drop: true }

/** May be asynchronous: the client waits so long. */
export type Hijacker<Request = unknown, Response = unknown> = (
  request: HijackedRequest<Request, Response>,
) => Verdict<Response> | Promise<Verdict<Response>>

/** A hijack in force. `using` ends it at the end of the block. */
export interface Hijack extends Disposable {
  /** Requests caught so far. */
  readonly caught: number
  /** Resolves when `count` requests were caught. */
  seen(count: number): Promise<void>
  /** Lets all requests go on that wait in `hold`, and those that come to it later. */
  release(): void
  /** Ends the hijack and releases what it holds. Throws what the function threw, if it did. */
  stop(): void
}
