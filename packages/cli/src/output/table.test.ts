import { expect, test } from 'vitest'
import type { Column } from '../view.ts'
import { listTable, recordTable } from './table.ts'
import { widthOf } from './width.ts'

const COLUMNS: readonly Column[] = [
  { key: 'id', title: 'ID', whole: true },
  { key: 'name', title: 'Name' },
  { key: 'note', title: 'Note' },
]
const ROWS = [
  { id: 'lkc-a1b2c3', name: 'a name that is rather long', note: 'a note that is even longer than that name' },
  { id: 'lkc-d4e5f6', name: '注文トピック', note: undefined },
]

const widest = (table: string): number => Math.max(...table.trimEnd().split('\n').map(widthOf))

test.for([40, 50, 60, 80, 200])('a table fits %i columns, and its ids are whole', (columns) => {
  const table = listTable(COLUMNS, ROWS, columns)
  expect(widest(table)).toBeLessThanOrEqual(columns)
  for (const { id } of ROWS) expect(table).toContain(id)
})

test('without a terminal nothing is cut', () => {
  expect(listTable(COLUMNS, ROWS, null)).toContain(ROWS[0]!.note)
})

test('wide characters keep the columns in line', () => {
  const [head, , first, second] = listTable(COLUMNS, ROWS, null).split('\n')
  const bar = (line: string): number => widthOf(line.slice(0, line.lastIndexOf('|')))
  expect([bar(first!), bar(second!)]).toEqual([bar(head!), bar(head!)])
})

test('a record leaves out what is not there, and breaks what is long', () => {
  const table = recordTable(COLUMNS, ROWS[0]!, 40)
  expect(widest(table)).toBeLessThanOrEqual(40)
  expect(recordTable(COLUMNS, ROWS[1]!, null)).not.toContain('Note')
})

test('a name cannot send codes to the terminal', () => {
  const table = recordTable(COLUMNS, { id: 'x', name: '\u001b[2Jgone\nnext' }, null)
  expect(table).not.toContain('\u001b')
  expect(table.split('\n')).toHaveLength(5)
})

test('what is extra goes before ids are put one below the other', () => {
  const columns: readonly Column[] = [COLUMNS[0]!, { key: 'name', title: 'Name' }, { key: 'note', title: 'Note', whole: true, extra: true }]
  expect(listTable(columns, ROWS, 120)).toContain(ROWS[0]!.note)
  expect(listTable(columns, ROWS, 60)).not.toContain('Note')
  expect(listTable(columns, ROWS, 60)).toContain('| a name that is rather long')
  expect(listTable(columns, ROWS, 15)).toContain('Note')
})
