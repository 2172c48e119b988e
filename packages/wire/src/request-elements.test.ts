import { expect, test } from 'vitest'
import { decodeRequest, encodeRequest } from './codec.ts'
import { REQUEST_ELEMENTS_MAX } from './decoder-runtime.ts'
import { Metadata } from './messages/generated/03-metadata.ts'
import { WireError } from './wire-error.ts'

/** Topics with empty names: two bytes each in v8. */
function metadataOf(topics: number): Buffer {
  const body = Buffer.alloc(4 + 2 * topics + 3)
  body.writeInt32BE(topics)
  return body
}

test('a request holds as many elements as the bound says, and not one more', () => {
  const topics = (count: number): number => decodeRequest(Metadata, 8, metadataOf(count), 0).topics!.length
  expect(topics(REQUEST_ELEMENTS_MAX)).toBe(REQUEST_ELEMENTS_MAX)
  expect(() => topics(REQUEST_ELEMENTS_MAX + 1)).toThrow(WireError)
  expect(topics(10)).toBe(10)
})

test('more unknown tagged fields than any client sends are refused', () => {
  const body = Buffer.concat(encodeRequest(Metadata, 12, { topics: null, allowAutoTopicCreation: false }))
  const tags = Buffer.alloc(3 + 2 * 20_000)
  tags.set([0xa0, 0x9c, 0x01]) // 20,000, each of tag 0 and size 0
  expect(() => decodeRequest(Metadata, 12, Buffer.concat([body.subarray(0, -1), tags]), 0)).toThrow(/more than 10000 tagged fields/)
})
