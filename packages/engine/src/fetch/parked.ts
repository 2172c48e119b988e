/** The fetches that wait at one moment, on all brokers. What they wait for is their partitions' affair; here they can all be told to look again. */
export class ParkedFetches {
  readonly #wakers = new Set<() => void>()

  get count(): number {
    return this.#wakers.size
  }

  /** Disposing unhooks. */
  park(wake: () => void): Disposable {
    this.#wakers.add(wake)
    return { [Symbol.dispose]: () => void this.#wakers.delete(wake) }
  }

  /** Partitions moved: who waits at the old leader must learn of it now, as in Kafka. */
  wakeAll(): void {
    for (const wake of this.#wakers) wake()
  }
}
