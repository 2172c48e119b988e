import type { Clock } from '@leat/base'
import { virtualClock } from '@leat/base/sim'

/** Turns of the loop in which sockets, files and promises may follow up on what time has caused. */
const SETTLE_TURNS = 8

/** Time of one platform, moved by the test: timers stand still, requests are answered as ever. */
export interface TestClock {
  /**
   * Moves the platform's time on by `ms`: sessions expire, retention falls due, each at its own moment. The time of clients is
   * not moved, and what they send meanwhile comes too late: for a member to stay alive, advance by less than its session timeout.
   */
  advance(ms: number): Promise<void>
  /** The platform's wall clock: milliseconds since the Unix epoch. It begins with the real time, or TLS clients would refuse the certificate. */
  now(): number
}

export type DrivenClock = Clock & TestClock

/** Virtual timers over the real event loop: sockets are real, so turns must go on by themselves. */
export function drivenClock(real: Clock): DrivenClock {
  const timers = virtualClock(real.now())
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < SETTLE_TURNS; turn++) await new Promise<void>((resolve) => real.turn(resolve))
  }
  return {
    now: () => timers.now(),
    monotonic: () => timers.monotonic(),
    after(delayMs, fn) {
      const timer = timers.after(delayMs, fn)
      // Due now: needs no time to pass.
      if (delayMs <= 0) real.turn(() => void timers.advance(0))
      return timer
    },
    turn: (fn) => real.turn(fn),
    async advance(ms) {
      await settle()
      await timers.advance(ms)
      await settle()
    },
  }
}

/** Waits for a promise that may need time to pass: with a driven clock, time is moved until it is done. */
export async function passTime<T>(clock: DrivenClock | null, promise: Promise<T>): Promise<T> {
  if (clock === null) return promise
  let done = false
  const finish = (): void => void (done = true)
  promise.then(finish, finish)
  while (!done) await clock.advance(10)
  return promise
}
