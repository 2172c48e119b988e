import { assert, fail, ok, type Result } from '@leat/base'
import * as v from 'valibot'
import { wholeNumber } from './parameters.ts'
import type { Problem } from './problem.ts'
import { badRequest } from './problems.ts'

const SIZE_DEFAULT = 10
const SIZE_MAX = 100
/** Published with `page_token`. */
const TOKEN_CHARACTERS_MAX = 255

/** Query entries of a list: spread them into an endpoint's `query`. Eleven of the cloud's lists allow 1,000. */
export function pageQuery(sizeMax = SIZE_MAX) {
  return {
    page_size: v.optional(wholeNumber(1, sizeMax)),
    page_token: v.optional(v.pipe(v.string(), v.maxLength(TOKEN_CHARACTERS_MAX))),
  }
}

export interface Page<T> {
  readonly metadata: {
    readonly first: string
    readonly last: string
    /** Absent on the first page. */
    readonly prev?: string
    /** Absent on the last page. */
    readonly next?: string
    readonly total_size: number
  }
  readonly data: readonly T[]
}

export interface PageOptions<T> {
  /** The list's URL with its filters: `selfUrl(request)`. */
  readonly self: string
  /** Orders the list; unique within it and never changed (an id, or a time and an id), 180 bytes at most. */
  readonly key: (item: T) => string
}

interface Query {
  readonly page_size?: number | undefined
  readonly page_token?: string | undefined
}

/**
 * A page of a list. Its token names the last key before it, so it holds over restarts, and what is added or removed in between neither repeats
 * nor hides another item. The size is read with the first call and goes on in the token, as in the cloud.
 */
export function page<T>(items: readonly T[], query: Query, { self, key }: PageOptions<T>): Result<Page<T>, Problem> {
  const token = query.page_token === undefined ? { after: null, size: query.page_size ?? SIZE_DEFAULT } : decodeToken(query.page_token)
  if (token === null) {
    return fail(badRequest('The page token is not one of this list. Leave it out to begin anew', { parameter: 'page_token' }))
  }
  const { after, size } = token
  const sorted = items.map((item) => ({ item, key: key(item) })).toSorted((a, b) => compare(a.key, b.key))
  const found = after === null ? 0 : sorted.findIndex((entry) => compare(entry.key, after) > 0)
  const start = found === -1 ? sorted.length : found
  const end = Math.min(start + size, sorted.length)
  const linkTo = (index: number): string => linkFrom(self, size, index <= 0 ? null : sorted[index - 1]!.key)
  return ok({
    metadata: {
      first: linkTo(0),
      last: linkTo(Math.floor(Math.max(0, sorted.length - 1) / size) * size),
      ...(start > 0 ? { prev: linkTo(start - size) } : {}),
      ...(end < sorted.length ? { next: linkTo(end) } : {}),
      total_size: sorted.length,
    },
    data: sorted.slice(start, end).map((entry) => entry.item),
  })
}

function linkFrom(self: string, size: number, after: string | null): string {
  const [path = '', query] = self.split('?', 2)
  const parameters = new URLSearchParams(query)
  parameters.delete('page_token')
  if (after !== null) parameters.set('page_token', encodeToken(after, size))
  return parameters.size === 0 ? path : `${path}?${parameters.toString()}`
}

function encodeToken(after: string, size: number): string {
  const token = Buffer.from(`${size} ${after}`).toString('base64url')
  assert(token.length <= TOKEN_CHARACTERS_MAX, 'keys of a paged list have 180 bytes at most')
  return token
}

function decodeToken(token: string): { readonly after: string; readonly size: number } | null {
  const match = /^([1-9]\d{0,3}) (.*)$/su.exec(Buffer.from(token, 'base64url').toString())
  return match === null ? null : { size: Number(match[1]), after: match[2]! }
}

/** By code unit: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
