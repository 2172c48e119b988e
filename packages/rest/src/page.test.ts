import { expect, test } from 'vitest'
import { page, type PageOptions } from './page.ts'

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `env-${String(from + index).padStart(3, '0')}`)
const options: PageOptions<string> = { self: 'http://localhost:9021/org/v2/environments?display_name=a+b', key: (id) => id }

function pageOf(items: readonly string[], query: { page_size?: number; page_token?: string }) {
  const result = page(items, query, options)
  if (!result.ok) throw new Error(result.error.detail)
  return result.value
}

function tokenOf(link: string | undefined): { page_token: string } {
  return { page_token: new URL(link ?? '').searchParams.get('page_token') ?? '' }
}

test('following next shows every item once, ten at a time, in the order of their keys', () => {
  const items = ids(0, 25)
  const seen: string[][] = []
  let current = pageOf(items.toReversed(), {})
  for (;;) {
    seen.push([...current.data])
    if (current.metadata.next === undefined) break
    current = pageOf(items.toReversed(), tokenOf(current.metadata.next))
  }
  expect(seen.map((data) => data.length)).toEqual([10, 10, 5])
  expect(seen.flat()).toEqual(items)
})

test('links keep the filters and lead to first, last, previous and next page', () => {
  const items = ids(0, 25)
  const second = pageOf(items, tokenOf(pageOf(items, {}).metadata.next))
  const { first, last, prev, next, total_size } = second.metadata
  expect(total_size).toBe(25)
  for (const link of [first, last, prev, next]) expect(new URL(link ?? '').searchParams.get('display_name')).toBe('a b')
  expect(first).toBe(options.self)
  expect(prev).toBe(options.self)
  expect(pageOf(items, tokenOf(last)).data).toEqual(ids(20, 25))
  expect(pageOf(items, tokenOf(next)).data).toEqual(ids(20, 25))
  expect(pageOf(items, tokenOf(last)).metadata.prev).toBe(pageOf(items, {}).metadata.next)
})

test('the first and only page has neither prev nor next, an empty list too', () => {
  for (const items of [[], ids(0, 10)]) {
    const { metadata, data } = pageOf(items, {})
    expect(data).toEqual(items)
    expect(metadata).toEqual({ first: options.self, last: options.self, total_size: items.length })
  }
})

test('what comes and goes between two pages neither repeats nor hides another item', () => {
  const next = tokenOf(pageOf(ids(0, 25), {}).metadata.next)
  // The item that the token names is gone, and three appeared before it.
  const changed = ['env-000a', 'env-000b', 'env-000c', ...ids(0, 25).filter((id) => id !== 'env-009')]
  expect(pageOf(changed, next).data).toEqual(ids(10, 20))
  expect(pageOf(ids(0, 5), next).data).toEqual([])
})

test('the size of the first call holds for all pages', () => {
  const next = tokenOf(pageOf(ids(0, 25), { page_size: 20 }).metadata.next)
  expect(pageOf(ids(0, 25), { ...next, page_size: 3 }).data).toEqual(ids(20, 25))
})

test('a token stays within the published 255 characters for a key of 180 bytes', () => {
  const items = ['a'.repeat(180), 'b'.repeat(180)]
  expect(tokenOf(pageOf(items, { page_size: 1 }).metadata.next).page_token.length).toBeLessThanOrEqual(255)
})

test.for(['', 'nonsense', '!!!', Buffer.from('0 env').toString('base64url'), Buffer.from('env').toString('base64url')])(
  'a token that is none is refused: %j',
  (page_token) => {
    expect(page(ids(0, 5), { page_token }, options)).toMatchObject({
      ok: false,
      error: { status: 400, source: { parameter: 'page_token' } },
    })
  },
)
