/** A map to one or many: most ids have one version, some have thousands. A set is made when the second comes. */
export class Bag<K, V extends object> {
  readonly #items = new Map<K, V | Set<V>>()

  add(key: K, item: V): void {
    const held = this.#items.get(key)
    if (held === undefined) this.#items.set(key, item)
    else if (held instanceof Set) held.add(item)
    else this.#items.set(key, new Set([held, item]))
  }

  delete(key: K, item: V): void {
    const held = this.#items.get(key)
    if (held === item) this.#items.delete(key)
    else if (held instanceof Set && held.delete(item) && held.size === 0) this.#items.delete(key)
  }

  /** The oldest of those that are there. */
  first(key: K): V | undefined {
    const held = this.#items.get(key)
    if (!(held instanceof Set)) return held
    for (const item of held) return item
    return undefined
  }

  all(key: K): readonly V[] {
    const held = this.#items.get(key)
    if (held === undefined) return []
    return held instanceof Set ? [...held] : [held]
  }

  has(key: K): boolean {
    return this.#items.has(key)
  }
}
