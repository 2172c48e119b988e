import { describe, expect, test } from 'vitest'
import { RECORD_HEADERS_MAX } from '../api/records.ts'
import { readRecord } from './record.ts'

function read(record: unknown) {
  return readRecord(Buffer.from(JSON.stringify(record)))
}

function valueOf(field: unknown): string | null {
  const record = read({ value: field })
  return record.ok ? (record.value.value?.bytes?.toString('latin1') ?? null) : `refused: ${record.error.detail}`
}

describe('a value', () => {
  test.for([
    [{ type: 'BINARY', data: 'Zm9vYmFy' }, 'foobar'],
    [{ type: 'BINARY', data: 'Zm9vYg==' }, 'foob'],
    [{ type: 'BINARY', data: 'Zm9vYg' }, 'foob'],
    [{ type: 'BINARY', data: 'Zm9vYmE=' }, 'fooba'],
    [{ type: 'BINARY', data: '' }, ''],
    [{ type: 'STRING', data: '' }, ''],
    [{ type: 'JSON', data: 'a' }, '"a"'],
    [{ type: 'JSON', data: false }, 'false'],
    [{ type: 'STRING' }, null],
    [{ type: 'BINARY', data: null }, null],
    [null, null],
  ] as const)('%j is %j', ([field, bytes]) => {
    expect(valueOf(field)).toBe(bytes)
  })

  test.for(['Zm9vYg=', 'Zm9vY', 'Zm9v Yg==', 'Zm9v-_8=', '=', '====', 'Zg===', {}, 1])('%j is no base64', (data) => {
    expect(valueOf({ type: 'BINARY', data })).toMatch(/^refused: Bad Request: data=.* is not a base64 string\.$/)
  })

  test.for(['AVRO', 'JSONSCHEMA', 'PROTOBUF', 'binary', '__proto__'])('of type %s is refused', (type) => {
    expect(valueOf({ type, data: 'a' })).toContain(`type=${type} needs a schema`)
  })

  test('is not shown at length in what is said about it', () => {
    expect(valueOf({ type: 'STRING', data: ['x'.repeat(10_000)] })!.length).toBeLessThan(200)
  })
})

describe('a timestamp', () => {
  test.for([
    ['2021-02-05T19:14:42Z', 1_612_552_482_000],
    ['2021-02-05T19:14:42.5+01:00', 1_612_548_882_500],
    ['2021-02-05t19:14:42.123456789z', 1_612_552_482_123],
    [null, null],
  ] as const)('%s is %i', ([timestamp, ms]) => {
    expect(read({ timestamp })).toMatchObject({ ok: true, value: { timestamp: ms } })
  })

  test.for(['2021-02-05', '2021-13-05T19:14:42Z', '1969-12-31T23:59:59Z', 'now', ''])('%j is none', (timestamp) => {
    expect(read({ timestamp })).toMatchObject({ ok: false, error: { status: 400 } })
  })
})

test('a record may have as many headers as the limit says, and no more', () => {
  const headers = Array.from({ length: RECORD_HEADERS_MAX }, (_, i) => ({ name: String(i) }))
  expect(read({ headers }).ok).toBe(true)
  expect(read({ headers: [...headers, { name: 'one more' }] })).toMatchObject({ ok: false, error: { status: 400 } })
})

test('text that is not UTF-8 is no record', () => {
  expect(readRecord(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toMatchObject({ ok: false, error: { status: 400 } })
})
