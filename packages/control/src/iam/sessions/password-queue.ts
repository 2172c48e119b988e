/** Checking passwords is slow and takes 16 MiB each: few at once, few waiting. */
export const RUNNING_MAX = 2
export const WAITING_MAX = 64

export interface PasswordQueue {
  /** Runs it in turn; null when too many wait already. */
  run<T>(check: () => Promise<T>): Promise<{ readonly value: T } | null>
}

export function passwordQueue(): PasswordQueue {
  let running = 0
  const waiting: (() => void)[] = []

  return {
    async run(check) {
      if (running >= RUNNING_MAX) {
        if (waiting.length >= WAITING_MAX) return null
        // Whoever ends hands its place on, so nobody comes in between.
        await new Promise<void>((resolve) => waiting.push(resolve))
      } else running++
      try {
        return { value: await check() }
      } finally {
        const next = waiting.shift()
        if (next === undefined) running--
        else next()
      }
    },
  }
}
