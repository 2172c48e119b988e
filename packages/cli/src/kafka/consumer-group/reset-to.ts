import { fail, ok, type Offset, type Result } from '@leat/base'
import type { WhichOffset } from '@leat/client/consumer'

/** Where a group is put. */
export type ResetTo =
  | { readonly to: 'position'; readonly which: WhichOffset }
  | { readonly to: 'offset'; readonly offset: Offset }
  | { readonly to: 'shift'; readonly by: number }

export const RESET_FLAGS = {
  'to-earliest': { type: 'switch', summary: 'To the first record that is there.' },
  'to-latest': { type: 'switch', summary: 'Behind the last record.' },
  'to-offset': { type: 'number', summary: 'To this offset.' },
  'to-datetime': { type: 'text', summary: 'To the first record not older than this: 2026-01-31T12:00:00Z.' },
  'shift-by': { type: 'number', summary: 'So many records on, or back when negative.' },
} as const

export interface ResetGiven {
  readonly 'to-earliest': boolean | undefined
  readonly 'to-latest': boolean | undefined
  readonly 'to-offset': number | undefined
  readonly 'to-datetime': string | undefined
  readonly 'shift-by': number | undefined
}

const NAMES = '--to-earliest, --to-latest, --to-offset, --to-datetime, --shift-by'

export function resetToOf(given: ResetGiven): Result<ResetTo, string> {
  const { 'to-offset': offset, 'to-datetime': datetime, 'shift-by': by } = given
  const wished: ResetTo[] = []
  if (given['to-earliest'] === true) wished.push({ to: 'position', which: 'earliest' })
  if (given['to-latest'] === true) wished.push({ to: 'position', which: 'latest' })
  if (offset !== undefined) wished.push({ to: 'offset', offset })
  if (by !== undefined) wished.push({ to: 'shift', by })
  if (datetime !== undefined) {
    const atMs = Date.parse(datetime)
    if (Number.isNaN(atMs)) return fail(`"${datetime}" is no date and time`)
    wished.push({ to: 'position', which: { atMs } })
  }
  const [first] = wished
  return first === undefined || wished.length > 1 ? fail(`exactly one of ${NAMES} must be set`) : ok(first)
}

interface Range {
  readonly earliest: Offset
  readonly latest: Offset
}

/** Nothing outside of what is there: as Kafka's own tool, which moves to the nearest end. */
export function newOffset(to: ResetTo, found: Offset | undefined, current: Offset | null, { earliest, latest }: Range): Offset {
  const within = (offset: Offset): Offset => Math.min(latest, Math.max(earliest, offset))
  switch (to.to) {
    case 'position':
      return found === undefined || found < 0 ? latest : found
    case 'offset':
      return within(to.offset)
    case 'shift':
      return within((current ?? latest) + to.by)
  }
}
