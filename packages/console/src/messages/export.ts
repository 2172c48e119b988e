import { type Message, type Readable, shortText } from './lines.ts'

/** Shown records as a file. `jsonl`: a line each, as it was read; `csv`: for spreadsheets. */
export type ExportFormat = 'jsonl' | 'csv'

export const EXPORT_TYPES: Readonly<Record<ExportFormat, string>> = { jsonl: 'application/x-ndjson', csv: 'text/csv' }

export function exported(messages: readonly Message[], format: ExportFormat): string {
  return format === 'csv' ? csv(messages) : messages.map((message) => `${JSON.stringify(line(message))}\n`).join('')
}

function line({ partition, offset, timestamp_ms, key, value, headers }: Message): object {
  return {
    partition,
    offset,
    timestamp_ms,
    key: plain(key),
    value: plain(value),
    headers: headers.map(({ name, value: header }) => ({ name, value: plain(header) })),
  }
}

function plain(readable: Readable | null): unknown {
  if (readable === null) return null
  return readable.json ?? readable.text ?? { base64: readable.base64 }
}

function csv(messages: readonly Message[]): string {
  const rows = messages.map(({ partition, offset, timestamp_ms, key, value, headers }) => [
    String(partition),
    String(offset),
    timestamp_ms < 0 ? '' : new Date(timestamp_ms).toISOString(),
    key === null ? '' : shortText(key),
    value === null ? '' : shortText(value),
    headers.length === 0 ? '' : JSON.stringify(Object.fromEntries(headers.map(({ name, value: header }) => [name, plain(header)]))),
  ])
  return [['partition', 'offset', 'time', 'key', 'value', 'headers'], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** A cell that begins as a formula does would be computed by a spreadsheet: records are not trusted, it becomes text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
