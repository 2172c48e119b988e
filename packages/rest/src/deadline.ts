import { type Clock, fail, type Millis, type Result } from '@leat/base'
import type { Problem } from './problem.ts'
import { unavailable } from './problems.ts'

/**
 * What `run` answers, or a problem when the time is over before: for logic that does not listen. Its signal aborts when the time is over or `parent` aborts.
 * Rejects as `run` does.
 */
export function withinDeadline<T>(
  clock: Clock,
  parent: AbortSignal,
  ms: Millis,
  run: (signal: AbortSignal) => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  const ending = new AbortController()
  const abort = (): void => ending.abort(parent.reason)
  return new Promise((resolve, reject) => {
    if (parent.aborted) abort()
    const running = run(ending.signal)
    // One listener: AbortSignal.any costs six times as much, and every request pays for it.
    if (!parent.aborted) parent.addEventListener('abort', abort, { once: true })
    else abort()
    const timer = clock.after(ms, () => {
      // Before the abort: what the logic does on it must not win.
      resolve(fail(unavailable('The request took too long. What it began may still be finished')))
      ending.abort()
    })
    const end = (): void => {
      timer.cancel()
      parent.removeEventListener('abort', abort)
    }
    running.then(
      (outcome) => {
        end()
        resolve(outcome)
      },
      (error: unknown) => {
        end()
        reject(error)
      },
    )
  })
}
