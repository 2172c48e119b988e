import type { Column, Row, View } from '../view.ts'
import { listTable, recordTable } from './table.ts'
import { yaml } from './yaml.ts'

export type Format = 'human' | 'json' | 'yaml'

/** What a view is on standard output. `columnsMax`: the width of the terminal, null without one. */
export function render(view: View, format: Format, columnsMax: number | null): string {
  if (view.kind === 'nothing') return ''
  if (view.kind === 'text') return `${view.text}\n`
  if (view.kind === 'value') {
    if (format === 'human') return render(view.human, format, columnsMax)
    return format === 'json' ? json(view.value) : yaml(view.value)
  }
  if (view.kind === 'list') {
    if (format !== 'human') return format === 'json' ? json(view.rows.map(of(view.columns))) : yaml(view.rows.map(of(view.columns)))
    return view.rows.length === 0 && view.empty !== undefined ? `${view.empty}\n` : listTable(view.columns, view.rows, columnsMax)
  }
  if (format !== 'human') return format === 'json' ? json(of(view.columns)(view.row)) : yaml(of(view.columns)(view.row))
  const sentence = (text: string | undefined): string => (text === undefined ? '' : `${text}\n`)
  return sentence(view.before) + recordTable(view.columns, view.row, columnsMax) + sentence(view.after)
}

/** The keys in the order of the columns; what a row has not is left out. */
function of(columns: readonly Column[]): (row: Row) => Row {
  return (row) => Object.fromEntries(columns.filter(({ key }) => row[key] !== undefined).map(({ key }) => [key, row[key]]))
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
