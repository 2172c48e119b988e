import { type Api, type Backend, type Call, decode, ErrorCode, type Reply, type Encodable, SILENCE, ApiKey } from '@leat/wire'
import type { ProduceRequest } from '@leat/wire/messages'
import { answerOf } from '../speak.ts'
import { errorAnswer } from './error-answers.ts'
import type { Hijack, HijackedRequest, Hijacker, Verdict } from './request.ts'

const DROP: Reply = { kind: 'close', reason: 'upstream-closed' }

/** The hijacks of one platform. They stay in force over its restarts. */
export class Hijacks {
  readonly #open = new Map<number, OpenHijack[]>()

  /** The newest hijack of an API stands before the older ones; what it passes on reaches them. */
  add(api: Api, fn: Hijacker): Hijack {
    const open = this.#open.get(api.key) ?? []
    this.#open.set(api.key, open)
    const hijack = new OpenHijack(fn, () => void open.splice(open.indexOf(hijack), 1))
    open.push(hijack)
    return hijack
  }

  intercept(backend: Backend): Backend {
    return {
      apis: backend.apis,
      features: backend.features,
      dispatch: (call) => this.#dispatch(backend, call, this.#open.get(call.api.key)),
    }
  }

  stopAll(): void {
    for (const hijack of [...this.#open.values()].flat()) hijack.stop()
  }

  #dispatch(backend: Backend, call: Call, hijacks: readonly OpenHijack[] | undefined): Promise<Reply> {
    if (hijacks === undefined || hijacks.length === 0) return backend.dispatch(call)
    // Those that stand now: one that ends meanwhile still decides what it has caught.
    return hijacks.reduce<() => Promise<Reply>>(
      (next, hijack) => () => hijack.take(call, next),
      () => backend.dispatch(call),
    )()
  }
}

class OpenHijack implements Hijack {
  readonly #fn: Hijacker
  readonly #onStop: () => void
  readonly #released = Promise.withResolvers<void>()
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = []
  #caught = 0
  #failure: { readonly error: unknown } | null = null
  #stopped = false

  constructor(fn: Hijacker, onStop: () => void) {
    this.#fn = fn
    this.#onStop = onStop
  }

  get caught(): number {
    return this.#caught
  }

  seen(count: number): Promise<void> {
    if (this.#caught >= count) return Promise.resolve()
    return new Promise((resolve) => void this.#waiting.push({ count, resolve }))
  }

  release(): void {
    this.#released.resolve()
  }

  stop(): void {
    if (this.#stopped) return
    this.#stopped = true
    this.#onStop()
    this.release()
    if (this.#failure !== null) throw this.#failure.error
  }

  [Symbol.dispose](): void {
    this.stop()
  }

  /** Passed on in the same step when the function is synchronous, so that the order of requests stays what it was. */
  take(call: Call, next: () => Promise<Reply>): Promise<Reply> {
    let reply: Reply | null
    try {
      const verdict = this.#fn(this.#requestOf(call, next))
      if (isPromise(verdict)) return this.#takeLate(call, next, verdict)
      reply = replyOf(call, verdict)
    } catch (error) {
      reply = this.#failed(error)
    }
    return reply === null ? next() : Promise.resolve(reply)
  }

  async #takeLate(call: Call, next: () => Promise<Reply>, verdict: Promise<Verdict>): Promise<Reply> {
    let reply: Reply | null
    try {
      reply = replyOf(call, await verdict)
    } catch (error) {
      reply = this.#failed(error)
    }
    return reply ?? next()
  }

  #requestOf(call: Call, next: () => Promise<Reply>): HijackedRequest {
    const { api, version, clientId, session } = call
    const nth = ++this.#caught
    for (const { count, resolve } of this.#waiting) if (nth >= count) resolve()
    return {
      api: api.name,
      key: api.key,
      version,
      clientId,
      principal: `${session.principal.type}:${session.principal.name}`,
      listener: session.listener,
      node: session.node,
      nth,
      get body() {
        return decode(call, api)
      },
      pass: async () => answerOf(api, version, await next()),
      hold: () => this.#released.promise,
    }
  }

  /** A test's own mistake: the client loses its connection, and the test is told when the hijack ends. */
  #failed(error: unknown): Reply {
    this.#failure ??= { error }
    return DROP
  }
}

/** Not by class: jest gives each test file a `Promise` of its own. */
function isPromise<T>(value: T | Promise<T>): value is Promise<T> {
  return typeof value === 'object' && value !== null && 'then' in value
}

/** Null: the request goes on. */
function replyOf(call: Call, verdict: Verdict): Reply | null {
  if (verdict === undefined) return null
  const { api, version } = call
  const awaitsNothing = api.key === ApiKey.Produce && (decode(call, api) as ProduceRequest).acks === 0
  if ('drop' in verdict) return DROP
  if ('reply' in verdict) return awaitsNothing ? SILENCE : { kind: 'message', message: verdict.reply as Encodable<unknown> }
  // Who wants no answer learns of an error by losing the connection.
  if (awaitsNothing) return { kind: 'close', reason: 'produce-without-acks-failed' }
  const errorCode = typeof verdict.error === 'number' ? verdict.error : ErrorCode[verdict.error]
  return { kind: 'message', message: errorAnswer(api, version, decode(call, api), { errorCode, errorMessage: verdict.message ?? null }) }
}
