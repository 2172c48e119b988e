import { expect, test } from 'vitest'
import {
  decodeResponseFrame,
  encodeRequestFrame,
  encodeResponseFrame,
  parseRequestHeader,
  requestHeaderVersion,
  responseHeaderVersion,
} from './frame.ts'
import { decodeRequest } from './codec.ts'
import { apiByKey, ApiVersions, Metadata, Produce, SaslHandshake } from './messages/index.ts'

const header = { correlationId: 7, clientId: 'kcat-ü' }

test('a request frame is read as it was written', () => {
  const frame = withoutSize(encodeRequestFrame(Metadata, 12, header, { topics: [{ name: 'orders' }] }))
  const parsed = parseRequestHeader(frame, apiByKey)
  expect(parsed).toMatchObject({ apiKey: 3, apiVersion: 12, correlationId: 7, clientId: 'kcat-ü' })
  expect(decodeRequest(Metadata, 12, frame, parsed.bodyOffset).topics).toMatchObject([{ name: 'orders' }])
})

test('the client id keeps its two-byte length in flexible headers, and may be null', () => {
  const frame = withoutSize(encodeRequestFrame(ApiVersions, 3, { correlationId: 1, clientId: null }, {}))
  expect(frame.subarray(8, 11).toString('hex')).toBe('ffff00')
  expect(parseRequestHeader(frame, apiByKey)).toMatchObject({ clientId: null, bodyOffset: 11 })
})

test('tags of a newer client in the request header are skipped', () => {
  const frame = Buffer.concat([
    Buffer.from('0003000c00000001ffff', 'hex'),
    Buffer.from('0205011109021234', 'hex'),
    Buffer.from('00', 'hex'),
  ])
  expect(parseRequestHeader(frame, apiByKey).bodyOffset).toBe(frame.length - 1)
})

test('ApiVersions is answered with header v0 in every version, so that an old client can read it', () => {
  expect([0, 3, 4].map((version) => responseHeaderVersion(ApiVersions, version))).toEqual([0, 0, 0])
  expect([8, 9].map((version) => responseHeaderVersion(Metadata, version))).toEqual([0, 1])
  expect(requestHeaderVersion(SaslHandshake, 1)).toBe(1)
})

test('the header of an ApiVersions request of an unknown version is readable', () => {
  const frame = Buffer.from('001200630000002a0003616263000000', 'hex')
  expect(parseRequestHeader(frame, apiByKey)).toMatchObject({ apiVersion: 99, correlationId: 42, clientId: 'abc', bodyOffset: 14 })
})

test.for([
  ['0003000c000000', 'truncated'],
  ['0003000c00000001000a61', 'truncated'],
  ['7fff000000000001ffff', 'unknown-api'],
  ['0004000000000001ffff', 'unknown-api'],
  ['474554202f20485454502f312e31', 'unknown-api'],
] as const)('the request %s is refused: %s', ([hex, kind]) => {
  expect(() => parseRequestHeader(Buffer.from(hex, 'hex'), apiByKey)).toThrow(expect.objectContaining({ kind }))
})

test('record bytes are referenced, in the chunks they came in', () => {
  const records: readonly Buffer[] = [Buffer.alloc(2000, 1), Buffer.alloc(3000, 2)]
  const chunks = encodeRequestFrame(Produce, 12, header, { acks: 1, topicData: [{ name: 't', partitionData: [{ records }] }] })
  expect(chunks.filter((chunk) => records.includes(chunk))).toEqual(records)
  expect(chunks[0]!.readInt32BE(0)).toBe(Buffer.concat(chunks).length - 4)
})

test('a response frame is read as it was written', () => {
  const frame = withoutSize(encodeResponseFrame(Metadata, 12, -3, { clusterId: 'lkc-1' }))
  expect(decodeResponseFrame(Metadata, 12, frame)).toMatchObject({ correlationId: -3, message: { clusterId: 'lkc-1', controllerId: -1 } })
})

function withoutSize(chunks: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(chunks)
  expect(bytes.readInt32BE(0)).toBe(bytes.length - 4)
  return bytes.subarray(4)
}
