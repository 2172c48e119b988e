/** Plays a script against a backend and writes down what a client saw, with everything arbitrary taken out. */
import type { Clock, NodeId } from '@leat/base'
import type { Backend, Encodable } from '@leat/wire'
import { type Outcome, type Speaker, speaker } from '../../packages/engine/test/speak.ts'
import { type Plain, normaliser } from './normalise.ts'
import type { Script, Seen, Step } from './script.ts'

export interface Played {
  readonly step: string
  readonly outcome: Plain
}

export interface PlayOptions {
  readonly node: NodeId
  /** Called after each request, before the next: a cluster of several threads needs a moment until all of them know what changed. */
  readonly settle?: (step: Step, outcome: Outcome<unknown> | null) => Promise<void>
  readonly clock: Clock
}

/** No step waits for time to pass: an answer that takes longer will never come. */
const ANSWER_MS = 10_000

export async function play(backend: Backend, script: Script, options: PlayOptions): Promise<Played[]> {
  const speakers = new Map<string, Speaker>()
  const answers = new Map<string, unknown>()
  const waiting = new Map<string, Promise<Outcome<unknown>>>()
  const normalise = normaliser(script.name)
  const played: Played[] = []
  const seen: Seen = (label) => {
    const answer = answers.get(label)
    if (answer === undefined) throw new Error(`${script.name}: no answer to ${label} yet`)
    return answer as never
  }
  const write = (label: string, outcome: Outcome<unknown>): void => {
    if (played.some(({ step }) => step === label)) throw new Error(`${script.name}: two steps are named ${label}`)
    if (outcome.kind === 'answer') answers.set(label, outcome.message)
    played.push({ step: label, outcome: normalise(outcome.kind === 'answer' ? outcome.message : { [outcome.kind]: true }) })
  }
  let opened = 0
  const speakerOf = (name: string): Speaker => {
    let found = speakers.get(name)
    if (found === undefined) {
      found = speaker(backend, { node: options.node, connectionId: `${script.name}/${name}/${++opened}`, clientId: name })
      speakers.set(name, found)
    }
    return found
  }
  try {
    for (const move of script.moves) {
      if ('collect' in move) {
        const answer = waiting.get(move.collect)
        if (answer === undefined) throw new Error(`${script.name}: nothing waits as ${move.collect}`)
        write(move.collect, await within(options, `${script.name}: ${move.collect}`, answer))
        continue
      }
      const message = (typeof move.message === 'function' ? move.message(seen) : move.message) as Encodable<unknown>
      const answer = speakerOf(move.connection).send(move.api, move.version, message)
      let outcome: Outcome<unknown> | null = null
      if (move.isLeftWaiting) waiting.set(move.label, answer)
      else {
        outcome = await within(options, `${script.name}: ${move.label}`, answer)
        write(move.label, outcome)
        // As a client does: the next request goes over a new connection.
        if (outcome.kind === 'closed') {
          speakers.get(move.connection)!.close()
          speakers.delete(move.connection)
        }
      }
      await options.settle?.(move, outcome)
    }
  } finally {
    for (const one of speakers.values()) one.close()
  }
  return played
}

async function within<T>({ clock }: PlayOptions, what: string, answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  using _timer = clock.after(ANSWER_MS, () => reject(new Error(`${what} was not answered in ${ANSWER_MS} ms`)))
  return await Promise.race([answer, promise])
}
