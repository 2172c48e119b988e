import { setImmediate as loopTurn } from 'node:timers/promises'
import type { Clock, Timer } from '../clock.ts'

/** Turns run by one `settle` before it is called a loop that never comes to rest. */
const SETTLE_ROUNDS_MAX = 1_000_000

/** Time that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /**
   * Moves time on by `ms`, running each timer at its own moment and settling after it. Wall clock and monotonic clock move together.
   * Await it: what timers start may go on in promises.
   */
  advance(ms: number): Promise<void>
  /** Moves time to the next timer and runs it; answers false when none is waiting. */
  step(): Promise<boolean>
  /** Runs turns, promises and in-process streams until nothing moves any more without time passing. */
  settle(): Promise<void>
  /** Runs what is queued for the end of this turn now, synchronously; answers how many calls that were. */
  runTurn(): number
  /** Lets the wall clock jump (a corrected clock); no timer runs. */
  jump(ms: number): void
  /** Timers not yet run. */
  readonly waiting: number
}

interface Entry {
  readonly dueMs: number
  readonly fn: () => void
}

/** A clock for tests. `startMs` is the wall clock's first reading; the monotonic clock begins at 0. */
export function virtualClock(startMs = Date.UTC(2026, 0, 1)): VirtualClock {
  const timers: Entry[] = []
  let turns: (() => void)[] = []
  let elapsedMs = 0
  let wallMs = startMs

  const runTurn = (): number => {
    const batch = turns
    turns = []
    for (const fn of batch) fn()
    return batch.length
  }

  const settle = async (): Promise<void> => {
    for (let round = 0; round < SETTLE_ROUNDS_MAX; round++) {
      // A real turn of the loop lets promises and streams come to rest; only then is an empty queue quiet.
      await loopTurn()
      if (runTurn() === 0 && turns.length === 0) return
    }
    throw new Error(`the loop did not come to rest within ${SETTLE_ROUNDS_MAX} turns`)
  }

  const runNext = async (untilMs: number): Promise<boolean> => {
    const next = timers[0]
    if (next === undefined || next.dueMs > untilMs) return false
    timers.shift()
    moveTo(next.dueMs)
    next.fn()
    await settle()
    return true
  }

  const moveTo = (targetMs: number): void => {
    wallMs += Math.max(0, targetMs - elapsedMs)
    elapsedMs = Math.max(elapsedMs, targetMs)
  }

  return {
    now: () => wallMs,
    monotonic: () => elapsedMs,
    turn: (fn) => void turns.push(fn),
    after(delayMs, fn): Timer {
      const entry: Entry = { dueMs: elapsedMs + Math.max(0, delayMs), fn }
      timers.splice(positionOf(timers, entry), 0, entry)
      const cancel = (): void => {
        const at = timers.indexOf(entry)
        if (at !== -1) timers.splice(at, 1)
      }
      return { cancel, [Symbol.dispose]: cancel }
    },
    runTurn,
    settle,
    async advance(ms) {
      const targetMs = elapsedMs + ms
      await settle()
      while (await runNext(targetMs)) {
        // each timer at its own moment
      }
      moveTo(targetMs)
    },
    async step() {
      await settle()
      return runNext(Number.POSITIVE_INFINITY)
    },
    jump(ms) {
      wallMs += ms
    },
    get waiting() {
      return timers.length
    },
  }
}

/** Where `entry` belongs: by due time, and in order of arrival at the same moment. */
function positionOf(timers: readonly Entry[], entry: Entry): number {
  let low = 0
  let high = timers.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timers[middle]!.dueMs <= entry.dueMs) low = middle + 1
    else high = middle
  }
  return low
}
