import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { encodeInto, decoderOf, writerFor } from './codec.ts'
import { ErrorCode, isRetriable } from './error-codes.ts'
import { requestHeaderVersion, responseHeaderVersion } from './frame.ts'
import { apis } from './messages/generated/index.ts'
import { schemas, versionsOf } from './testing/schemas.ts'

/** Bytes that Apache Kafka 4.3.1's own classes made of random messages; `scripts/record-golden.ts` recorded them. */
interface Golden {
  readonly schema: string
  readonly version: number
  readonly value: unknown
  readonly hex: string
}

interface Facts {
  readonly apis: readonly { key: number; version: number; requestHeader: number; responseHeader: number }[]
  readonly errors: readonly { code: number; name: string; retriable: boolean }[]
}

const recorded = read('messages.ndjson.gz').trim().split('\n').map(parseExact) as Golden[]
const facts = JSON.parse(read('facts.json.gz')) as Facts

test('every version of every message has been recorded', () => {
  const seen = new Set(recorded.map(({ schema, version }) => `${schema} ${version}`))
  const due = schemas.flatMap((schema) => versionsOf(schema).map((version) => `${schema.name} ${version}`))
  expect([...seen].sort()).toEqual(due.sort())
})

test.for(schemas)('$name reads and writes the bytes of Apache Kafka', (schema) => {
  for (const { version, value, hex } of recorded.filter((golden) => golden.schema === schema.name)) {
    const bytes = Buffer.from(hex, 'hex')
    const message = decoderOf(schema, version)(bytes, 0)
    expect(comparable(message), `v${version}`).toMatchObject(comparable(value) as object)

    const writer = writerFor(schema, version)
    encodeInto(writer, schema, version, message)
    expect(Buffer.concat(writer.finish()).toString('hex'), `v${version}`).toBe(hex)
  }
})

test('header versions are those of Apache Kafka', () => {
  const ours = apis.flatMap((api) =>
    versionsOf(api.request).map((version) => ({
      key: api.key,
      version,
      requestHeader: requestHeaderVersion(api, version),
      responseHeader: responseHeaderVersion(api, version),
    })),
  )
  const keys = new Set(apis.map((api) => api.key))
  const theirs = facts.apis.filter(({ key }) => keys.has(key))
  expect(ours).toEqual(theirs)
})

test('error codes, their names and who may be retried are those of Apache Kafka', () => {
  const ours = Object.entries(ErrorCode).map(([name, code]) => ({ code, name, retriable: isRetriable(code) }))
  expect(ours.sort((a, b) => a.code - b.code)).toEqual([...facts.errors].sort((a, b) => a.code - b.code))
})

function read(name: string): string {
  return gunzipSync(readFileSync(join(import.meta.dirname, '../testdata/golden', name))).toString()
}

/** Integers beyond 2^53 as bigint. */
function parseExact(line: string): unknown {
  return JSON.parse(line, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(context!.source!) : value,
  )
}

/** The form of the recording: bytes in base64. */
function comparable(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('base64')
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, comparable(inner)]))
}
