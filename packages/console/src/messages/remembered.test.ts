import { expect, test } from 'vitest'
import { isSearch, recall, remember, SAVED_MAX, searchInWords, searchOnly } from './remembered.ts'

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>()
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) }
}

test('a topic has its own last search and saved ones', () => {
  const storage = memory()
  remember(storage, 'a', { last: { text: 'x' } })
  remember(storage, 'a', { saved: [{ name: 'mine', search: { filter: 'key' } }] })
  remember(storage, 'b', { last: { key: 'k' } })
  expect(recall(storage, 'a')).toMatchObject({ last: { text: 'x' }, saved: [{ name: 'mine', search: { filter: 'key' } }] })
  expect(recall(storage, 'b')).toMatchObject({ last: { key: 'k' }, saved: [] })
  expect(recall(storage, 'c')).toEqual({ last: null, saved: [] })
})

test('the store is bounded, and what is used longest ago goes first', () => {
  const storage = memory()
  for (let n = 0; n < 60; n++) remember(storage, `topic ${n}`, { last: { text: 'x' } })
  const many = Array.from({ length: SAVED_MAX + 5 }, (_, n) => ({ name: String(n), search: {} }))
  remember(storage, 'topic 59', { saved: many })
  expect(recall(storage, 'topic 59').saved).toHaveLength(SAVED_MAX)
  expect(recall(storage, 'topic 9').last).toBeNull()
  expect(recall(storage, 'topic 10').last).toMatchObject({ text: 'x' })
})

test.for(['nonsense', '[]', '{"a":1}', '{"a":{"last":3}}'])('%s in the store is as nothing', (text) => {
  expect(recall({ getItem: () => text }, 'a')).toEqual({ last: null, saved: [] })
})

test('what is open or followed is no part of a search', () => {
  expect(searchOnly({ open: '0/1', follow: true, pin: 'a', text: 'x', filter: undefined })).toEqual({ pin: 'a', text: 'x' })
  expect(isSearch({ open: '0/1', follow: true, pin: 'a' })).toBe(false)
  expect(isSearch({ partition: 0 })).toBe(true)
  expect(searchInWords({ filter: 'value.total > 1', text: 'x', partition: 0 })).toBe('value.total > 1, “x”, partition 0')
})
