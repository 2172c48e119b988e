import type { Clock, Timer } from '../clock.ts'

/** Node runs a timer of more than 2^31 - 1 ms at once; longer ones are waited for in pieces. */
const TIMER_DELAY_MAX_MS = 2 ** 31 - 1

/** Real time. Timers are unref'd: listeners and open files keep a process alive, waiting does not. */
export function nodeClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after: (delayMs, fn) => startTimer(delayMs, fn),
    turn: (fn) => void setImmediate(fn),
  }
}

function startTimer(delayMs: number, fn: () => void): Timer {
  let remainingMs = Math.max(0, delayMs)
  let handle: NodeJS.Timeout | undefined
  const arm = (): void => {
    const pieceMs = Math.min(remainingMs, TIMER_DELAY_MAX_MS)
    remainingMs -= pieceMs
    handle = setTimeout(() => (remainingMs > 0 ? arm() : fn()), pieceMs)
    handle.unref()
  }
  arm()
  const cancel = (): void => clearTimeout(handle)
  return { cancel, [Symbol.dispose]: cancel }
}
