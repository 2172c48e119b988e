/** Numbers from a seed, for data that a property test can make again. */
export interface Random {
  /** An integer from 0, below the bound. */
  below(bound: number): number
  pick<T>(items: readonly T[]): T
}

/** Mulberry32, a generator of 32 bits of state by Tommy Ettinger (public domain). */
export function mulberry(seed: number): Random {
  let state = seed | 0
  const below = (bound: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
  }
  return { below, pick: (items) => items[below(items.length)]! }
}
