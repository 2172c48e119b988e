/** Bounded by entries and by the size of what it holds; what was used longest ago goes first. */
export interface Lru<V> {
  get(key: string): V | undefined
  set(key: string, value: V, size: number): void
}

export interface LruLimits {
  readonly entriesMax: number
  /** Of keys and values together, as `set` is told, in characters. */
  readonly sizeMax: number
}

interface Entry<V> {
  readonly value: V
  readonly size: number
}

export function lru<V>({ entriesMax, sizeMax }: LruLimits): Lru<V> {
  const entries = new Map<string, Entry<V>>()
  let held = 0
  const drop = (key: string): void => {
    held -= entries.get(key)?.size ?? 0
    entries.delete(key)
  }
  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      entries.delete(key)
      entries.set(key, entry)
      return entry.value
    },
    set(key, value, size) {
      drop(key)
      if (size > sizeMax) return
      entries.set(key, { value, size })
      held += size
      for (const oldest of entries.keys()) {
        if (entries.size <= entriesMax && held <= sizeMax) return
        drop(oldest)
      }
    },
  }
}
