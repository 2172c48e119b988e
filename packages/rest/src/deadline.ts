import { type Clock, fail, type Millis, type Result } from '@leat/base'
import type { Problem } from './problem.ts'
import { unavailable } from './problems.ts'

export interface Deadline extends Disposable {
  /** Aborts when the time is over or `parent` aborts. */
  readonly signal: AbortSignal
  /** Resolves to a problem when the time is over, for logic that does not listen. */
  readonly passed: Promise<Result<never, Problem>>
}

export function deadlineOf(clock: Clock, parent: AbortSignal, ms: Millis): Deadline {
  const late = new AbortController()
  const { promise: passed, resolve } = Promise.withResolvers<Result<never, Problem>>()
  const timer = clock.after(ms, () => {
    // Before the abort: what the logic does on it must not win the race.
    resolve(fail(unavailable('The request took too long. What it began may still be finished')))
    late.abort()
  })
  return { signal: AbortSignal.any([parent, late.signal]), passed, [Symbol.dispose]: () => timer.cancel() }
}
