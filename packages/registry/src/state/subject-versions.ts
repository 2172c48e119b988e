/** The versions of one subject: ascending, found without walking them. */
import type { Deletion } from './contract.ts'
import type { Entry, Subject } from './model.ts'

/** Up to here a walk is cheaper than a map. */
const SHORT_LIST_MAX = 16

/** Where the version is, or where it would be put. */
function placeOf(entries: readonly Entry[], version: number): number {
  let low = 0
  let high = entries.length
  // New versions come last.
  if (high > 0 && entries[high - 1]!.version < version) return high
  while (low < high) {
    const middle = (low + high) >>> 1
    if (entries[middle]!.version < version) low = middle + 1
    else high = middle
  }
  return low
}

export function entryAt({ entries }: Subject, version: number): Entry | undefined {
  const entry = entries[placeOf(entries, version)]
  return entry?.version === version ? entry : undefined
}

export function insertEntry(subject: Subject, entry: Entry): void {
  subject.entries.splice(placeOf(subject.entries, entry.version), 0, entry)
  if (!entry.deleted) subject.activeCount++
  if (entry.references.length > 0) subject.referringCount++
  if (subject.latest !== undefined && !entry.deleted && entry.version > (subject.latest?.version ?? 0)) subject.latest = entry
  addToIndex(subject.byGuid, entry)
}

export function removeEntry(subject: Subject, entry: Entry): void {
  subject.entries.splice(placeOf(subject.entries, entry.version), 1)
  if (!entry.deleted) subject.activeCount--
  if (entry.references.length > 0) subject.referringCount--
  if (subject.latest === entry) subject.latest = undefined
  for (const key of keysOf(entry)) {
    const held = subject.byGuid?.get(key)
    held?.splice(held.indexOf(entry), 1)
  }
}

/** The highest version that is not deleted. */
export function latestActive(subject: Subject): Entry | null {
  if (subject.activeCount === 0) return null
  subject.latest ??= subject.entries.findLast((entry) => !entry.deleted) ?? null
  return subject.latest
}

export function highestVersion({ entries }: Subject): number {
  return entries.at(-1)?.version ?? 0
}

export function isIncluded(entry: Entry, deletion: Deletion): boolean {
  return deletion === 'all' || entry.deleted === (deletion === 'deleted')
}

/** With several versions of a GUID (one of them registered again), an active one goes before a deleted, and the highest before the others. */
export function entryOfGuid(subject: Subject, guid: string, deletion: Deletion): Entry | null {
  return best(entriesUnder(subject, guid), deletion)
}

/** A version that carries `confluent:version` and is the same without it. */
export function entryOfUnversionedGuid(subject: Subject, guid: string, deletion: Deletion): Entry | null {
  return best(entriesUnder(subject, UNVERSIONED + guid), deletion)
}

export function entriesOfGuid(subject: Subject, guid: string): readonly Entry[] {
  return entriesUnder(subject, guid)
}

function best(entries: readonly Entry[], deletion: Deletion): Entry | null {
  let found: Entry | null = null
  for (const entry of entries) {
    if (!isIncluded(entry, deletion)) continue
    if (found === null || (found.deleted === entry.deleted ? entry.version > found.version : found.deleted)) found = entry
  }
  return found
}

function entriesUnder(subject: Subject, key: string): readonly Entry[] {
  if (subject.byGuid === null && subject.entries.length <= SHORT_LIST_MAX)
    return subject.entries.filter((entry) => keysOf(entry).includes(key))
  subject.byGuid ??= indexOf(subject.entries)
  return subject.byGuid.get(key) ?? []
}

function indexOf(entries: readonly Entry[]): Map<string, Entry[]> {
  const index = new Map<string, Entry[]>()
  for (const entry of entries) addToIndex(index, entry)
  return index
}

function addToIndex(index: Map<string, Entry[]> | null, entry: Entry): void {
  for (const key of keysOf(entry)) {
    const held = index?.get(key)
    if (held === undefined) index?.set(key, [entry])
    else held.push(entry)
  }
}

const UNVERSIONED = 'unversioned:'

function keysOf({ guid, unversionedGuid }: Entry): readonly string[] {
  return unversionedGuid === null ? [guid] : [guid, UNVERSIONED + unversionedGuid]
}
