import type { RecordBatch } from '@leat/client'
import { expect, test } from 'vitest'
import { decodeBatch, encodeDecision, encodeMarker } from './record-format.ts'

const FORMAT = 3

function batchOf(records: readonly { readonly key?: Buffer | null; readonly value?: Buffer | null }[]): RecordBatch {
  return {
    baseOffset: 10,
    lastOffset: 10 + records.length - 1,
    producerId: 1,
    producerEpoch: 0,
    baseSequence: 0,
    records: records.map(({ key = null, value = null }, i) => ({ offset: 10 + i, timestamp: 0, key, value, headers: [] })),
  }
}

test('what a decision is written as does not change from release to release', () => {
  const { records } = encodeDecision(
    [
      { key: 'env/é', value: { name: 'ü', list: [1, null] } },
      { key: 'b', value: null },
    ],
    FORMAT,
    5,
  )
  expect(records.map(({ key, value }) => [String(key), value === null ? null : String(value)])).toEqual([
    ['env/é', '{"v":3,"e":{"name":"ü","list":[1,null]}}'],
    ['b', null],
  ])
  const marker = encodeMarker(7, FORMAT, 5)
  expect([String(marker.key), String(marker.value)]).toEqual(['\u0000writer', '{"v":3,"w":7}'])
})

test('what was written is read back, markers apart from changes', () => {
  const changes = [
    { key: 'a', value: { text: 'x' } },
    { key: 'b', value: null },
  ]
  expect(decodeBatch(batchOf(encodeDecision(changes, FORMAT, 0).records), FORMAT, 't')).toEqual({ isMarker: false, changes })
  expect(decodeBatch(batchOf([encodeMarker(1, FORMAT, 0)]), FORMAT, 't')).toEqual({ isMarker: true, changes: [] })
  expect(decodeBatch(batchOf([]), FORMAT, 't')).toEqual({ isMarker: false, changes: [] })
})

test.for<[string, Buffer | null, Buffer | null]>([
  ['no key', null, Buffer.from('{"v":1,"e":{}}')],
  ['an empty key', Buffer.alloc(0), Buffer.from('{"v":1,"e":{}}')],
  ['a key that is no text', Buffer.from([0xff]), Buffer.from('{"v":1,"e":{}}')],
  ['a reserved key', Buffer.from('\u0000other'), Buffer.from('{"v":1,"e":{}}')],
  ['no JSON', Buffer.from('a'), Buffer.from('hello')],
  ['no object', Buffer.from('a'), Buffer.from('17')],
  ['no format', Buffer.from('a'), Buffer.from('{"e":{}}')],
  ['a format that is no number', Buffer.from('a'), Buffer.from('{"v":"1","e":{}}')],
  ['no entity', Buffer.from('a'), Buffer.from('{"v":1}')],
  ['an entity that is no object', Buffer.from('a'), Buffer.from('{"v":1,"e":"x"}')],
])('%s is refused with its offset', ([, key, value]) => {
  const fine = { key: Buffer.from('fine'), value: Buffer.from('{"v":1,"e":{}}') }
  expect(() => decodeBatch(batchOf([fine, { key, value }]), FORMAT, 't')).toThrow(
    expect.objectContaining({ name: 'StoreUnreadable', kind: 'garbage', offset: 11 }),
  )
})

test('a newer format is refused with its offset, whatever it looks like; in a marker too', () => {
  for (const key of ['a', '\u0000writer', '\u0000other'])
    expect(() => decodeBatch(batchOf([{ key: Buffer.from(key), value: Buffer.from('{"v":4,"x":1}') }]), FORMAT, 't')).toThrow(
      expect.objectContaining({ kind: 'newer-format', offset: 10, message: expect.stringContaining('format 4') as string }),
    )
})

test('keys that would be read back as others are refused before they are written', () => {
  for (const key of ['', '\u0000a', '\ud800'])
    expect(() => encodeDecision([{ key, value: null }], FORMAT, 0)).toThrow('an entity has a key')
})
