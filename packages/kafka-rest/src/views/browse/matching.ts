import { type Clock, fail, ok, type Result } from '@leat/base'
import type { BrowseLine, Readable } from '../api.ts'
import { type FilterInput, openFilter } from './filter.ts'

type RecordLine = Extract<BrowseLine, { kind: 'record' }>

export interface Wanted {
  /** Must occur in the key as shown. */
  readonly key?: string | undefined
  /** Must occur in key, value or a header as shown; without regard to case. */
  readonly text?: string | undefined
  /** A JavaScript expression that must be true. */
  readonly filter?: string | undefined
}

/** Whether a record is wanted. Fails with what the expression threw, which ends the search: a mistake in it is not thousands of records that do not match. */
export interface Matching extends Disposable {
  of(line: RecordLine): Result<boolean, string>
}

export async function openMatching({ key, text, filter }: Wanted, clock: Clock): Promise<Result<Matching, string>> {
  const expression = filter === undefined ? null : await openFilter(filter, clock)
  if (expression !== null && !expression.ok) return fail(expression.error)
  const wanted = text?.toLowerCase()
  return ok({
    of(line) {
      if (key !== undefined && !shownText(line.key).includes(key)) return ok(false)
      if (wanted !== undefined && !hasText(line, wanted)) return ok(false)
      return expression === null ? ok(true) : expression.value.matches(inputOf(line))
    },
    [Symbol.dispose]: () => expression?.value[Symbol.dispose](),
  })
}

function hasText({ key, value, headers }: RecordLine, wanted: string): boolean {
  const within = (text: string): boolean => text.toLowerCase().includes(wanted)
  return (
    within(shownText(key)) || within(shownText(value)) || headers.some((header) => within(header.name) || within(shownText(header.value)))
  )
}

function shownText(readable: Readable | null): string {
  if (readable === null) return ''
  return readable.json === undefined ? (readable.text ?? readable.base64 ?? '') : JSON.stringify(readable.json)
}

function inputOf({ key, value, headers, offset, partition, timestamp_ms: timestamp }: RecordLine): FilterInput {
  return {
    key: seen(key),
    value: seen(value),
    headers: Object.fromEntries(headers.map((header) => [header.name, seen(header.value)])),
    offset,
    partition,
    timestamp,
  }
}

function seen(readable: Readable | null): unknown {
  return readable === null ? null : (readable.json ?? readable.text ?? readable.base64 ?? null)
}
