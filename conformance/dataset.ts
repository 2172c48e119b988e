/**
 * The records that every client writes and reads: made from a seed, kept as a file that any language reads in ten lines.
 *
 *   line     timestamp TAB key TAB value TAB headers
 *   key      base64, "-" for null; value the same
 *   headers  name=base64 or name=- for null, commas between; empty for none
 */
import { writeFileSync } from 'node:fs'
import { seededBytes } from './seeded-bytes.ts'

export interface Row {
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [string, Buffer | null])[]
}

const PLAIN_ROWS = 60
const LARGE_VALUE_BYTES = 100_000

/**
 * `startMs` is the timestamp of the first record; each next is one second later. Rows with the same headers lie together,
 * because kcat sets headers per call.
 */
export function makeRows(seed: string, startMs: number): Row[] {
  const bytes = seededBytes(seed)
  const text = (i: number): Buffer => Buffer.from(`value ${i} ${'abc '.repeat(i % 40)}`)
  const contents: Omit<Row, 'timestamp'>[] = []
  for (let i = 0; i < PLAIN_ROWS; i++) contents.push({ key: Buffer.from(`key-${i % 7}`), value: text(i), headers: [] })
  contents.push({ key: bytes(16), value: bytes(300), headers: [] })
  contents.push({ key: Buffer.from('compressible'), value: Buffer.alloc(LARGE_VALUE_BYTES, 'leat '), headers: [] })
  contents.push({ key: Buffer.from('incompressible'), value: bytes(LARGE_VALUE_BYTES), headers: [] })
  contents.push({ key: Buffer.from('empty value'), value: Buffer.alloc(0), headers: [] })
  contents.push({ key: Buffer.from('ünïcode ✓'), value: Buffer.from('wörter 東京'), headers: [] })
  contents.push({ key: null, value: Buffer.from('no key'), headers: [] })
  contents.push({ key: Buffer.from('tombstone'), value: null, headers: [] })
  const headers = [
    ['trace', Buffer.from('00-4bf92f35')],
    ['trace', Buffer.from('a second one of the same name')],
  ] as const
  for (let i = 0; i < 5; i++) contents.push({ key: Buffer.from(`headed-${i}`), value: text(i), headers })
  return contents.map((row, i) => ({ timestamp: startMs + i * 1000, ...row }))
}

export function writeRows(file: string, rows: readonly Row[]): void {
  writeFileSync(file, rows.map((row) => `${row.timestamp}\t${cell(row.key)}\t${cell(row.value)}\t${headerCell(row)}\n`).join(''))
}

export function parseRows(text: string): Row[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [timestamp, key, value, headers] = line.split('\t')
      return { timestamp: Number(timestamp), key: fromCell(key!), value: fromCell(value!), headers: headersFrom(headers!) }
    })
}

function headersFrom(text: string): Row['headers'] {
  if (text === '') return []
  return text.split(',').map((pair) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), fromCell(pair.slice(at + 1))] as const
  })
}

function headerCell(row: Row): string {
  return row.headers.map(([name, value]) => `${name}=${cell(value)}`).join(',')
}

function cell(bytes: Buffer | null): string {
  return bytes === null ? '-' : bytes.toString('base64')
}

function fromCell(text: string): Buffer | null {
  return text === '-' ? null : Buffer.from(text, 'base64')
}

/** Null when both are the same record byte for byte, else the name of what differs. */
export function difference(row: Row, got: Omit<Row, 'timestamp'> & { readonly timestamp: number | null }): string | null {
  if (!sameBytes(row.key, got.key)) return 'key'
  if (!sameBytes(row.value, got.value)) return 'value'
  if (got.timestamp !== null && got.timestamp !== row.timestamp) return 'timestamp'
  if (row.headers.length !== got.headers.length) return 'number of headers'
  const at = row.headers.findIndex(([name, value], i) => name !== got.headers[i]![0] || !sameBytes(value, got.headers[i]![1]))
  return at < 0 ? null : `header ${at}`
}

function sameBytes(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b)
}
