import type { Column, Row, Value } from '../view.ts'
import { cut, padded, printable, widthOf } from './width.ts'

/** No cell is cut below this. */
const CELL_WIDTH_MIN = 8

/**
 * A list:
 *
 *       Current |     ID     |  Name
 *     ----------+------------+----------
 *       *       | env-a1b2c3 | default
 */
export function listTable(columns: readonly Column[], rows: readonly Row[], columnsMax: number | null): string {
  let shown = columns.filter(({ hidden }) => hidden !== true)
  for (;;) {
    const widths = fitted(shown, rows, columnsMax)
    if (widths !== null) return linesOf(shown, rows, widths)
    const extra = shown.findLast((column) => column.extra === true)
    if (extra === undefined) return stacked(columns, rows, columnsMax!)
    shown = shown.filter((column) => column !== extra)
  }
}

function linesOf(columns: readonly Column[], rows: readonly Row[], widths: readonly number[]): string {
  const line = (row: Row): string =>
    columns.map((column, i) => padded(cut(listCell(column, row[column.key]), widths[i]!), widths[i]!)).join(' | ')
  const head = columns.map(({ title }, i) => centred(title, widths[i]!)).join(' | ')
  const last = widths.length - 1
  const rule = widths.map((width, i) => '-'.repeat(width + (i === 0 ? 1 : 0) + (i === last ? 1 : 2))).join('+')
  const indented = (text: string): string => `  ${text}`.trimEnd()
  return `${[indented(head), rule, ...rows.map((row) => indented(line(row)))].join('\n')}\n`
}

/** A list that is too wide for the terminal, its ids whole: one object below the other. */
function stacked(columns: readonly Column[], rows: readonly Row[], columnsMax: number): string {
  return rows.map((row) => recordTable(columns, row, columnsMax)).join('')
}

/**
 * One object:
 *
 *     +------+------------+
 *     | ID   | env-a1b2c3 |
 *     | Name | default    |
 *     +------+------------+
 */
export function recordTable(columns: readonly Column[], row: Row, columnsMax: number | null): string {
  const shown = columns.filter(({ key, hidden }) => hidden !== true && row[key] !== undefined)
  const titleWidth = Math.max(0, ...shown.map(({ title }) => widthOf(title)))
  const cells = shown.map(({ key }) => plainCell(row[key]))
  const room = columnsMax === null ? Infinity : Math.max(CELL_WIDTH_MIN, columnsMax - titleWidth - 7)
  const wrapped = shown.map(({ whole }, i) => (whole === true ? [cells[i]!] : lines(cells[i]!, room)))
  // What must stay whole and is wider than the terminal breaks in its own line, and no other.
  const width = Math.min(room, Math.max(0, ...wrapped.flat().map(widthOf)))
  const rule = `+${'-'.repeat(titleWidth + 2)}+${'-'.repeat(width + 2)}+`
  const body = shown.flatMap(({ title }, i) =>
    wrapped[i]!.map((text, nth) => `| ${padded(nth === 0 ? title : '', titleWidth)} | ${padded(text, width)} |`),
  )
  return `${[rule, ...body, rule].join('\n')}\n`
}

function listCell(column: Column, value: Value): string {
  return column.mark === true ? (value === true ? '*' : '') : plainCell(value)
}

function plainCell(value: Value): string {
  if (value === undefined || value === null) return ''
  return printable(typeof value === 'object' ? value.join(', ') : String(value))
}

/**
 * Natural widths; when they are too many, the widest columns that may be cut give until it fits. Null when they have no more to give.
 */
function fitted(columns: readonly Column[], rows: readonly Row[], columnsMax: number | null): readonly number[] | null {
  const widths = columns.map((column) => Math.max(widthOf(column.title), ...rows.map((row) => widthOf(listCell(column, row[column.key])))))
  if (columnsMax === null) return widths
  const frame = 2 + 3 * (columns.length - 1)
  for (let over = widths.reduce((sum, width) => sum + width, frame) - columnsMax; over > 0; over--) {
    let widest = -1
    for (const [i, width] of widths.entries()) {
      const least = Math.max(CELL_WIDTH_MIN, widthOf(columns[i]!.title))
      if (columns[i]!.whole !== true && width > least && (widest === -1 || width > widths[widest]!)) widest = i
    }
    if (widest === -1) return null
    widths[widest]!--
  }
  return widths
}

function centred(text: string, width: number): string {
  const left = Math.floor((width - widthOf(text)) / 2)
  return padded(' '.repeat(Math.max(0, left)) + text, width)
}

/** Broken at spaces where there are some. */
function lines(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text]
  const broken: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      broken.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...broken, line]
}
