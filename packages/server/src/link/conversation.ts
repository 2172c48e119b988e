import { assert, type Link } from '@leat/base'

/**
 * Questions and answers over a link, in both directions at once. What is asked is named by the methods of an interface: its one argument is the
 * question, its result the answer, all of it plain data.
 *
 *   asker                                  answerer
 *   { kind: 'ask', id, name, body }   ->   calls the handler `name`
 *   { kind: 'withdraw', id }          ->   aborts its signal; the answer no longer matters
 *                                     <-   { kind: 'answer', id, body } or { kind: 'fault', id, reason }
 */
export type Said =
  | { readonly kind: 'ask'; readonly id: number; readonly name: string; readonly body: unknown }
  | { readonly kind: 'withdraw'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly body: unknown }
  | { readonly kind: 'fault'; readonly id: number; readonly reason: string }

type Handler<Q> = Q extends (body: infer Body) => infer Answer ? (body: Body, signal: AbortSignal) => Answer | Promise<Answer> : never

/** What one side answers. A handler that throws is a fault: expected outcomes are part of the answer. */
export type Answers<Questions> = { readonly [Name in keyof Questions]: Handler<Questions[Name]> }

type BodyOf<Q> = Q extends (body: infer Body) => unknown ? Body : never
type AnswerOf<Q> = Q extends (body: never) => infer Answer ? Answer : never

export interface Conversation<Questions> {
  /**
   * Questions arrive in the order in which they were asked. `signal` takes the question back: the other side is told, and this rejects with the
   * signal's reason.
   * @throws LinkClosed when the other side is gone; LinkFull above the limit; LinkFault when the other side failed.
   */
  ask<Name extends keyof Questions & string>(
    name: Name,
    body: BodyOf<Questions[Name]>,
    signal?: AbortSignal,
  ): Promise<AnswerOf<Questions[Name]>>
  /** Resolves with the reason when the other side is gone. */
  readonly closed: Promise<string>
}

/** The other side of a link is gone; whether what was asked last took effect is unknown. */
export class LinkClosed extends Error {
  override readonly name = 'LinkClosed'
}

/** More questions wait for their answers than there is room for. This one was not asked. */
export class LinkFull extends Error {
  override readonly name = 'LinkFull'
}

/** The other side failed while it worked on the question. */
export class LinkFault extends Error {
  override readonly name = 'LinkFault'
}

/** Questions of one side that wait for their answers. */
const ASKS_WAITING_MAX = 8_192

interface Waiting {
  resolve(answer: unknown): void
  reject(error: Error): void
}

export function converse<Ours, Theirs>(
  link: Link<Said, Said>,
  answers: Answers<Ours>,
  { asksWaitingMax = ASKS_WAITING_MAX }: { readonly asksWaitingMax?: number } = {},
): Conversation<Theirs> {
  const waiting = new Map<number, Waiting>()
  const working = new Map<number, AbortController>()
  const closed = Promise.withResolvers<string>()
  let gone: string | null = null
  let lastId = 0

  const answer = async (id: number, name: string, body: unknown): Promise<void> => {
    const controller = new AbortController()
    working.set(id, controller)
    try {
      const handler = (answers as Readonly<Record<string, (body: unknown, signal: AbortSignal) => unknown>>)[name]
      assert(handler !== undefined, `nobody here answers to ${name}`)
      const said = await handler(body, controller.signal)
      if (!controller.signal.aborted) link.send({ kind: 'answer', id, body: said })
    } catch (error) {
      if (!controller.signal.aborted) link.send({ kind: 'fault', id, reason: describe(error) })
    } finally {
      working.delete(id)
    }
  }

  link.onMessage((said) => {
    switch (said.kind) {
      case 'ask':
        return void answer(said.id, said.name, said.body)
      case 'withdraw':
        return working.get(said.id)?.abort(new LinkClosed('the question was taken back'))
      case 'answer':
        return waiting.get(said.id)?.resolve(said.body)
      case 'fault':
        return waiting.get(said.id)?.reject(new LinkFault(said.reason))
    }
  })
  link.onClose((reason) => {
    gone = reason
    for (const one of waiting.values()) one.reject(new LinkClosed(reason))
    for (const controller of working.values()) controller.abort(new LinkClosed(reason))
    closed.resolve(reason)
  })

  return {
    closed: closed.promise,
    ask(name, body, signal) {
      if (gone !== null) return Promise.reject(new LinkClosed(gone))
      if (signal?.aborted === true) return Promise.reject(signal.reason)
      if (waiting.size >= asksWaitingMax) return Promise.reject(new LinkFull(`${name}: ${asksWaitingMax} questions wait already`))
      const id = ++lastId
      return new Promise((resolve, reject) => {
        const done = (): void => {
          waiting.delete(id)
          signal?.removeEventListener('abort', withdraw)
        }
        const withdraw = (): void => {
          done()
          link.send({ kind: 'withdraw', id })
          reject(signal?.reason)
        }
        waiting.set(id, {
          resolve: (said) => (done(), resolve(said as never)),
          reject: (error) => (done(), reject(error)),
        })
        signal?.addEventListener('abort', withdraw, { once: true })
        link.send({ kind: 'ask', id, name, body })
      })
    },
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
