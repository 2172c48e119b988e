/** One after the other by key: what is asked about a subject is decided in the order in which it was asked. */
export interface Turns {
  /** Runs `work` when all before it with this key have called `release` or ended. */
  take<T>(key: string, work: (release: () => void) => Promise<T>): Promise<T>
}

export function turns(): Turns {
  const last = new Map<string, Promise<void>>()
  return {
    async take(key, work) {
      const before = last.get(key)
      const { promise, resolve: release } = Promise.withResolvers<void>()
      last.set(key, promise)
      try {
        await before
        return await work(release)
      } finally {
        release()
        if (last.get(key) === promise) last.delete(key)
      }
    },
  }
}
