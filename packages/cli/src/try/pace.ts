import type { Clock, Millis } from '@leat/base'
import { pause } from '../pause.ts'

const TICK_MS: Millis = 20
const MS_PER_SECOND = 1000

export interface Pace {
  readonly clock: Clock
  readonly perSecond: number
  /** How many there are in all; null: until the signal. */
  readonly count: number | null
  readonly signal: AbortSignal
}

/**
 * Yields the number of things that are due, so that a rate is kept over the whole time, whatever one of them takes: a pause that was too long is made good.
 * Ends after `count`, or with the signal.
 */
export async function* dueAt({ clock, perSecond, count, signal }: Pace): AsyncGenerator<number, void, undefined> {
  const startedMs = clock.monotonic()
  let done = 0
  while (!signal.aborted && (count === null || done < count)) {
    const elapsedMs = clock.monotonic() - startedMs
    // The first is due at once.
    const soFar = 1 + Math.floor((elapsedMs * perSecond) / MS_PER_SECOND)
    const due = Math.min(soFar, count ?? soFar) - done
    if (due > 0) yield due
    done += due
    if (count !== null && done >= count) return
    const nextMs = startedMs + (done * MS_PER_SECOND) / perSecond - clock.monotonic()
    try {
      await pause(clock, Math.max(TICK_MS, nextMs), signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }
}
