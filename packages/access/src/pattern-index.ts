import { type ResourceType, WILDCARD } from './vocabulary.ts'

interface Named {
  readonly name: string
  readonly prefixed: boolean
}

interface OfType<T> {
  readonly literals: Map<string, T[]>
  readonly prefixes: Map<string, T[]>
  /** Lengths of the prefixes there are: a name is looked up once per length, however many rules there are. */
  readonly lengths: Set<number>
}

/** Rules by resource type and pattern. Finding those that match a name costs a look-up per distinct prefix length, whatever the number of rules. */
export class PatternIndex<T extends Named> {
  readonly #types = new Map<ResourceType, OfType<T>>()

  add(type: ResourceType, entry: T): void {
    let ofType = this.#types.get(type)
    if (ofType === undefined) this.#types.set(type, (ofType = { literals: new Map(), prefixes: new Map(), lengths: new Set() }))
    const named = entry.prefixed ? ofType.prefixes : ofType.literals
    const entries = named.get(entry.name)
    if (entries === undefined) named.set(entry.name, [entry])
    else entries.push(entry)
    if (entry.prefixed) ofType.lengths.add(entry.name.length)
  }

  /** The first entry whose pattern matches the name and that pleases. */
  find(type: ResourceType, name: string, pleases: (entry: T) => boolean): T | undefined {
    const ofType = this.#types.get(type)
    if (ofType === undefined) return undefined
    const literal = ofType.literals.get(name)?.find(pleases) ?? ofType.literals.get(WILDCARD)?.find(pleases)
    if (literal !== undefined) return literal
    for (const length of ofType.lengths) {
      if (length > name.length) continue
      const prefixed = ofType.prefixes.get(name.slice(0, length))?.find(pleases)
      if (prefixed !== undefined) return prefixed
    }
    return undefined
  }

  *all(type: ResourceType): Iterable<T> {
    const ofType = this.#types.get(type)
    if (ofType === undefined) return
    for (const entries of ofType.literals.values()) yield* entries
    for (const entries of ofType.prefixes.values()) yield* entries
  }
}
