/**
 * Which id a schema has in a context. One, unless imports gave it several: then the lowest, whatever the order of the records, which compaction changes.
 */
export interface GuidIds {
  readonly id: number
  /** Versions under the lowest id. */
  readonly count: number
  /** Versions under other ids; almost always none. */
  readonly others: ReadonlyMap<number, number> | null
}

export function withVersion(ids: GuidIds | undefined, id: number): GuidIds {
  return ids === undefined ? { id, count: 1, others: null } : guidIdsOf(counts(ids).set(id, (counts(ids).get(id) ?? 0) + 1))
}

/** Undefined: there is none left. */
export function withoutVersion(ids: GuidIds, id: number): GuidIds | undefined {
  const left = counts(ids)
  const count = (left.get(id) ?? 0) - 1
  if (count > 0) left.set(id, count)
  else left.delete(id)
  return left.size === 0 ? undefined : guidIdsOf(left)
}

function counts({ id, count, others }: GuidIds): Map<number, number> {
  return new Map([[id, count], ...(others ?? [])])
}

function guidIdsOf(all: ReadonlyMap<number, number>): GuidIds {
  const id = Math.min(...all.keys())
  const others = new Map([...all].filter(([other]) => other !== id))
  return { id, count: all.get(id) ?? 0, others: others.size === 0 ? null : others }
}
