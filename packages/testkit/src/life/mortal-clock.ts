import type { Clock, Timer } from '@leat/base'

/** The clock of one life of a platform: after `end` nothing of it runs any more, as nothing of a killed process does. */
export interface MortalClock extends Clock {
  end(): void
}

export function mortalClock(clock: Clock): MortalClock {
  const pending = new Set<Timer>()
  let alive = true
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    after(delayMs, fn) {
      if (!alive) return NEVER
      const timer = clock.after(delayMs, () => {
        pending.delete(timer)
        fn()
      })
      pending.add(timer)
      const cancel = (): void => {
        pending.delete(timer)
        timer.cancel()
      }
      return { cancel, [Symbol.dispose]: cancel }
    },
    turn(fn) {
      clock.turn(() => {
        if (alive) fn()
      })
    },
    end() {
      alive = false
      for (const timer of pending) timer.cancel()
      pending.clear()
    },
  }
}

const NEVER: Timer = { cancel: () => {}, [Symbol.dispose]: () => {} }
