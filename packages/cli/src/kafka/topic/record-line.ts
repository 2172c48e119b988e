import { fail, ok, type Result } from '@leat/base'
import type { ConsumedRecord } from '@leat/client/consumer'
import type { Header } from '@leat/wire/records'
import { PLAIN_WRITERS, type Writers } from './plain-writers.ts'

/** A line as key and value; with `delimiter` null it is all value. Both lose the spaces around them. */
export function recordOf(
  line: string,
  delimiter: string | null,
  { key: writeKey, value: writeValue, keyIsJson }: Writers = PLAIN_WRITERS,
): Result<{ readonly key: Buffer | null; readonly value: Buffer }, string> {
  if (delimiter === null) {
    const value = writeValue(line)
    return value.ok ? ok({ key: null, value: value.value }) : value
  }
  const at = keyIsJson ? endOfJson(line, delimiter) : line.indexOf(delimiter)
  if (at === -1) return fail(`missing ${keyIsJson ? 'or malformed key' : 'key or value'} in message`)
  const key = writeKey(line.slice(0, at).trim())
  if (!key.ok) return fail(`key: ${key.error}`)
  const value = writeValue(line.slice(at + delimiter.length).trim())
  return value.ok ? ok({ key: key.value, value: value.value }) : value
}

/** The delimiter may stand within the key: the first after which what came before is JSON. A line has few. */
function endOfJson(line: string, delimiter: string): number {
  for (let at = line.indexOf(delimiter), tries = 0; at !== -1 && tries < DELIMITERS_MAX; at = line.indexOf(delimiter, at + 1), tries++) {
    if (isJson(line.slice(0, at))) return at
  }
  return -1
}

/** Delimiters looked at in one line: each costs a reading of all before it. */
const DELIMITERS_MAX = 1_000

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** `key:value` each, with the delimiter of the line in place of the colon. */
export function headersOf(given: readonly string[], delimiter: string): Result<readonly Header[], string> {
  const headers: Header[] = []
  for (const one of given) {
    const at = one.indexOf(delimiter)
    const key = one.slice(0, Math.max(0, at)).trim()
    if (key === '') return fail(`invalid header format, headers should be in the format (key${delimiter}value)`)
    headers.push([key, Buffer.from(one.slice(at + delimiter.length).trim())])
  }
  return ok(headers)
}

export interface Printing {
  /** Stands between key and value; null: no key is printed. */
  readonly keyDelimiter: string | null
  readonly timestamp: boolean
  readonly offset: boolean
  readonly fullHeader: boolean
}

/** A header's value is shown up to here unless all of it is wanted; one that is a little longer is shown whole. */
const HEADER_BYTES_SHOWN = 50
const HEADER_BYTES_SLACK = 15

/** A record as `consume` prints it, bytes as they are, with its line feed. */
export function lineOf(record: ConsumedRecord, { keyDelimiter, timestamp, offset, fullHeader }: Printing): Buffer {
  const { key, value, headers } = record
  const pieces: Buffer[] = []
  if (keyDelimiter !== null) pieces.push(key === null || key.length === 0 ? Buffer.from('null') : key, Buffer.from(keyDelimiter))
  const info = [
    ...(timestamp ? [`Timestamp:${record.timestamp}`] : []),
    ...(offset ? [`Partition:${record.partition}`, `Offset:${record.offset}`] : []),
  ]
  if (info.length > 0) pieces.push(Buffer.from(`${info.join(' ')}\t`))
  if (value !== null) pieces.push(value)
  pieces.push(LINE_FEED)
  if (headers.length > 0) pieces.push(Buffer.from(`% Headers: [${headers.map((header) => headerText(header, fullHeader)).join(' ')}]\n`))
  return Buffer.concat(pieces)
}

const LINE_FEED = Buffer.from('\n')

function headerText([key, value]: Header, isFull: boolean): string {
  if (value === null) return `${key}=nil`
  if (value.length === 0) return `${key}=<empty>`
  if (isFull) return `${key}="${value.toString('utf8')}"`
  const isLong = value.length > HEADER_BYTES_SHOWN + HEADER_BYTES_SLACK
  const shown = JSON.stringify((isLong ? value.subarray(0, HEADER_BYTES_SHOWN) : value).toString('utf8'))
  return `${key}=${shown}${isLong ? `(${value.length - HEADER_BYTES_SHOWN} more bytes)` : ''}`
}
