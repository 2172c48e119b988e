/** A client program that does what it is told, one step a line. */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Program } from '../clients/index.ts'
import { endChild, tail } from '../process.ts'

const ANSWER_MS_MAX = 60_000
const STDERR_CHARS_MAX = 20_000

export type Answer =
  | { readonly kind: 'done'; readonly value: string }
  | { readonly kind: 'refused'; readonly error: string; readonly detail: string }
  | { readonly kind: 'not-offered'; readonly why: string }

export class Conversation implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>
  #waiting: PromiseWithResolvers<string> | null = null
  #stderr = ''

  constructor({ command, args, env }: Program) {
    this.#child = spawn(command, [...args, 'steps'], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child.stdin.on('error', () => {})
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr = (this.#stderr + text).slice(-STDERR_CHARS_MAX)))
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) this.#waiting?.resolve(line)
    })
    const gone = (why: unknown): void => this.#waiting?.reject(new Error(`the program ended: ${String(why)}; ${tail(this.#stderr, 500)}`))
    this.#child.once('error', gone).once('close', gone)
  }

  /** One at a time. @throws when the program ends, or says nothing for a minute. */
  async tell(step: Readonly<Record<string, string>>): Promise<Answer> {
    if (this.#child.exitCode !== null) throw new Error(`the program has ended: ${tail(this.#stderr, 500)}`)
    const waiting = (this.#waiting = Promise.withResolvers<string>())
    const timer = setTimeout(() => waiting.reject(new Error(`no answer to ${step.step} in ${ANSWER_MS_MAX} ms`)), ANSWER_MS_MAX)
    this.#child.stdin.write(`${JSON.stringify(step)}\n`)
    return answerOf(await waiting.promise.finally(() => clearTimeout(timer)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endChild(this.#child, 'SIGKILL')
  }
}

export function answerOf(line: string): Answer {
  const { ok, value, error, detail, skip } = JSON.parse(line) as Readonly<Record<string, unknown>>
  if (typeof skip === 'string') return { kind: 'not-offered', why: skip }
  if (ok === true) return { kind: 'done', value: String(value) }
  return { kind: 'refused', error: String(error), detail: String(detail) }
}
