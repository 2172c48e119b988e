import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useMemo, useRef } from 'react'
import styles from './table.module.css'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** Without it the column cannot be sorted by. */
  readonly sortBy?: (row: Row) => string | number
  readonly right?: boolean
  /** Of the table's width, where tables below each other shall line up: `30%`. */
  readonly width?: string
}

/** `name`, or `-name` for descending: as it stands in the address. */
export type Sort = string

export interface TableProps<Row> {
  /** What screen readers call it. */
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  readonly sort?: Sort | undefined
  readonly onSort?: (sort: Sort) => void
  /** Longer tables scroll within this height, and only what is seen is drawn. */
  readonly height?: string
}

const ROW_PX = 38
/** Shorter tables are drawn whole. */
const WHOLE_MAX = 100

export function Table<Row>({ label, rows, columns, rowKey, sort, onSort, height = 'calc(100vh - 260px)' }: TableProps<Row>) {
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort])
  const frame = useRef<HTMLDivElement>(null)
  const virtual = sorted.length > WHOLE_MAX
  const virtualizer = useVirtualizer({
    count: virtual ? sorted.length : 0,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  })
  const items = virtualizer.getVirtualItems()
  const shown = virtual ? items.map(({ index }) => sorted[index]!) : sorted
  const before = items[0]?.start ?? 0
  const after = virtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0
  return (
    <div ref={frame} className={styles['frame']} style={virtual ? { height } : undefined} tabIndex={0} role="region" aria-label={label}>
      <table className={styles['table']} aria-rowcount={sorted.length + 1}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap px={before} columns={columns.length} />
          {shown.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ key, cell, right }) => (
                <td key={key} className={right === true ? styles['right'] : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
          <Gap px={after} columns={columns.length} />
        </tbody>
      </table>
    </div>
  )
}

function Gap({ px, columns }: { readonly px: number; readonly columns: number }) {
  if (px <= 0) return null
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height: px, padding: 0, border: 0 }} />
    </tr>
  )
}

function Head<Row>({
  column,
  sort,
  onSort,
}: {
  readonly column: Column<Row>
  readonly sort: Sort | undefined
  readonly onSort: ((sort: Sort) => void) | undefined
}) {
  const { key, title, right, sortBy, width } = column
  const className = right === true ? styles['right'] : undefined
  if (sortBy === undefined || onSort === undefined) {
    return (
      <th scope="col" className={className} style={{ width }}>
        {title === '' ? <span className={styles['unseen']}>Actions</span> : title}
      </th>
    )
  }
  const order = sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : 'none'
  const next = order === 'descending' ? key : order === 'ascending' ? `-${key}` : right === true ? `-${key}` : key
  return (
    <th scope="col" className={className} style={{ width }} aria-sort={order}>
      <button type="button" className={styles['sort']} onClick={() => onSort(next)}>
        {title}
        <span aria-hidden="true" className={styles['arrow']}>
          {order === 'ascending' ? '↑' : order === 'descending' ? '↓' : ''}
        </span>
      </button>
    </th>
  )
}

const collator = new Intl.Collator(undefined, { numeric: true })

function sortRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], sort: Sort | undefined): readonly Row[] {
  if (sort === undefined) return rows
  const descending = sort.startsWith('-')
  const by = columns.find(({ key }) => key === (descending ? sort.slice(1) : sort))?.sortBy
  if (by === undefined) return rows
  const compare = (a: Row, b: Row): number => {
    const [left, right] = [by(a), by(b)]
    return typeof left === 'number' && typeof right === 'number' ? left - right : collator.compare(String(left), String(right))
  }
  return rows.toSorted((a, b) => (descending ? compare(b, a) : compare(a, b)))
}
