import { type BrowseSearch, browseSearch } from './search.ts'

/** What this browser remembers of a topic: the last search, and searches that were given a name. */
export interface Remembered {
  readonly last: BrowseSearch | null
  readonly saved: readonly { readonly name: string; readonly search: BrowseSearch }[]
}

type All = Readonly<Record<string, Remembered>>

const KEY = 'leat.searches'
/** Topics whose searches are kept; the one used longest ago goes first. */
const TOPICS_MAX = 50
export const SAVED_MAX = 20
const NOTHING: Remembered = { last: null, saved: [] }

/** Whether it looks for something, and not just for what is newest. What is open is no part of a search. */
export function isSearch({ from, partition, key, text, filter }: BrowseSearch): boolean {
  return [from, partition, key, text, filter].some((one) => one !== undefined)
}

const NO_SEARCH: readonly string[] = ['open', 'follow']

export function searchOnly(search: BrowseSearch): BrowseSearch {
  return Object.fromEntries(Object.entries(search).filter(([name, value]) => value !== undefined && !NO_SEARCH.includes(name)))
}

/** In words, as short as a button. */
export function searchInWords({ from, partition, key, text, filter }: BrowseSearch): string {
  const parts = [
    filter,
    text === undefined ? undefined : `“${text}”`,
    key === undefined ? undefined : `key ${key}`,
    from,
    partition === undefined ? undefined : `partition ${partition}`,
  ]
  const words = parts.filter((part) => part !== undefined).join(', ')
  return words.length > 60 ? `${words.slice(0, 59)}…` : words
}

export function recall(storage: Pick<Storage, 'getItem'>, topic: string): Remembered {
  return read(storage)[topic] ?? NOTHING
}

export function remember(storage: Pick<Storage, 'getItem' | 'setItem'>, topic: string, change: Partial<Remembered>): void {
  const { [topic]: old = NOTHING, ...others } = read(storage)
  const kept = Object.entries(others).slice(-(TOPICS_MAX - 1))
  const { last, saved } = { ...old, ...change }
  storage.setItem(KEY, JSON.stringify(Object.fromEntries([...kept, [topic, { last, saved: saved.slice(-SAVED_MAX) }]])))
}

/** Others write to this store too, and former versions: what is not as expected is not there. */
function read(storage: Pick<Storage, 'getItem'>): All {
  try {
    const found: unknown = JSON.parse(storage.getItem(KEY) ?? '{}')
    return Object.fromEntries(
      Object.entries(found as Record<string, Remembered>).map(([topic, { last, saved }]) => [
        topic,
        {
          last: last === null ? null : browseSearch({ ...last }),
          saved: saved.map(({ name, search }) => ({ name: String(name), search: browseSearch({ ...search }) })),
        },
      ]),
    )
  } catch {
    return {}
  }
}
