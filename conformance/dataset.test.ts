import { readFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { difference, makeRows, parseRows, writeRows } from './dataset.ts'

const rows = makeRows('seed', 1_000)

test('a client in any language finds in the file what was put there', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'dataset-')), 'rows.tsv')
  writeRows(file, rows)
  expect(parseRows(readFileSync(file, 'utf8'))).toEqual(rows)
})

test('the same seed makes the same records', () => {
  expect(makeRows('seed', 1_000)).toEqual(rows)
  expect(makeRows('another', 1_000)).not.toEqual(rows)
})

test('the records hold what clients tend to get wrong: nulls, no bytes, headers of one name', () => {
  expect(rows.some((row) => row.key === null)).toBe(true)
  expect(rows.some((row) => row.value === null)).toBe(true)
  expect(rows.some((row) => row.value?.length === 0)).toBe(true)
  expect(rows.some((row) => row.headers.length > 1 && row.headers[0]![0] === row.headers[1]![0])).toBe(true)
})

test.for([
  ['key', { key: null }],
  ['value', { value: Buffer.from('other') }],
  ['timestamp', { timestamp: 5 }],
  ['number of headers', { headers: [['a', null]] as const }],
] as const)('a wrong %s is named', ([name, change]) => {
  expect(difference(rows[0]!, { ...rows[0]!, ...change })).toBe(name)
})

test('null and no bytes are not the same', () => {
  const empty = rows.find((row) => row.value?.length === 0)!
  expect(difference(empty, { ...empty, value: null })).toBe('value')
  expect(difference(empty, { ...empty, timestamp: null })).toBeNull()
})
