import type { RecordBatch } from '@leat/client'
import { expect, test } from 'vitest'
import { schemasRecords } from './record-format.ts'

function batchOf(records: readonly (readonly [key: string | Buffer | null, value: string | null])[]): RecordBatch {
  return {
    baseOffset: 10,
    lastOffset: 10 + records.length - 1,
    producerId: 1,
    producerEpoch: 0,
    baseSequence: 0,
    records: records.map(([key, value], i) => ({
      offset: 10 + i,
      timestamp: 5,
      key: typeof key === 'string' ? Buffer.from(key) : key,
      value: value === null ? null : Buffer.from(value),
      headers: [],
    })),
  }
}

test('a writer begins with a NOOP of exactly these bytes', () => {
  const { key, value, timestamp } = schemasRecords.marker(7, 5)
  expect([String(key), value, timestamp]).toEqual(['{"keytype":"NOOP","magic":0}', null, 5])
})

test('what is written is read back the same, with its time', () => {
  const key = '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1}'
  const value = { subject: 's', version: 1, id: 1, schemaType: 'AVRO', schema: '"\u0001é"', deleted: false }
  const changes = [
    { key, value },
    { key: '{"keytype":"CONFIG","subject":"s","magic":0}', value: null },
  ]
  const encoded = schemasRecords.encode(changes, 5)
  expect(encoded.changes).toEqual(changes.map((change) => ({ ...change, timestampMs: 5 })))
  const texts = encoded.records.map((one) => [String(one.key), one.value ? String(one.value) : null] as const)
  expect(texts[0]![1]).toBe('{"subject":"s","version":1,"id":1,"schemaType":"AVRO","schema":"\\"\\u0001é\\"","deleted":false}')
  expect(schemasRecords.decode(batchOf(texts))).toMatchObject({ isMarker: false, changes: encoded.changes, skipped: [] })
})

test.for<[string, string, string | null, boolean, number]>([
  ['a NOOP', '{"keytype":"NOOP","magic":0}', null, true, 0],
  ['one of Karapace', '{"keytype": "NOOP", "magic": 0}', null, true, 0],
  ['a NOOP of a subject, which holds something', '{"keytype":"NOOP","subject":":.c:","magic":0}', '{"maxId":4}', false, 1],
  ['its tombstone', '{"keytype":"NOOP","subject":":.c:","magic":0}', null, false, 1],
  ['a subject that is called so', '{"keytype":"CONFIG","subject":"NOOP","magic":0}', null, false, 1],
  ['a key that nobody knows, which is the state’s to count', '{"keytype":"LATER","magic":0}', '{}', false, 1],
  ['a value that is no JSON, likewise', '{"keytype":"CONFIG","magic":0}', 'hello', false, 1],
])('%s: marker or change', ([, key, value, isMarker, changeCount]) => {
  const decoded = schemasRecords.decode(batchOf([[key, value]]))
  expect([decoded.isMarker, decoded.changes.length]).toEqual([isMarker, changeCount])
})

test('records that have no text for a key are left out and told, with their offsets; those around them are not', () => {
  const fine = ['{"keytype":"MODE","magic":0}', '{"mode":"READONLY"}'] as const
  const decoded = schemasRecords.decode(batchOf([fine, [null, '{}'], [Buffer.from([0xff]), '{}'], fine]))
  expect(decoded.changes.length).toBe(2)
  expect(decoded.skipped).toEqual([
    { offset: 11, reason: 'it has no key' },
    { offset: 12, reason: 'its key is no text' },
  ])
})

test.for<[number, number, boolean]>([
  [1, 1, true],
  [1, 0, false],
  [2, 9, false],
])('a NOOP of producer %i epoch %i takes the place of producer 1 epoch 0: %s', ([producerId, producerEpoch, expected]) => {
  expect(schemasRecords.supersedes({ producerId, producerEpoch }, { producerId: 1, producerEpoch: 0 })).toBe(expected)
})
