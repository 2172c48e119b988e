import { expect, test } from 'vitest'
import type { Api } from './api.ts'
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from './codec.ts'
import { apiByKey } from './messages/index.ts'
import {
  ApiVersions,
  Fetch,
  ListOffsets,
  Metadata,
  OffsetCommit,
  Produce,
  SaslAuthenticate,
  SyncGroup,
} from './messages/generated/index.ts'
import { ZERO_UUID } from './uuid.ts'

const bytesOf = (chunks: readonly Buffer[]): Buffer => Buffer.concat(chunks)

test('what is left out is written as its default', () => {
  const bytes = bytesOf(encodeRequest(Fetch, 17, { topics: [{ partitions: [{ partition: 1 }] }] }))
  expect(decodeRequest(Fetch, 17, bytes, 0)).toEqual({
    clusterId: null,
    replicaId: -1,
    replicaState: { replicaId: -1, replicaEpoch: -1 },
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 0x7fffffff,
    isolationLevel: 0,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [
      {
        topic: '',
        topicId: ZERO_UUID,
        partitions: [
          {
            partition: 1,
            currentLeaderEpoch: -1,
            fetchOffset: 0,
            lastFetchedEpoch: -1,
            logStartOffset: -1,
            partitionMaxBytes: 0,
            replicaDirectoryId: ZERO_UUID,
            highWatermark: 0x7fffffffffffffffn,
          },
        ],
      },
    ],
    forgottenTopicsData: [],
    rackId: '',
  })
})

test('tagged fields at their default take no room, others come back', () => {
  const plain = bytesOf(encodeResponse(Produce, 10, { responses: [] }))
  expect(bytesOf(encodeResponse(Produce, 10, { responses: [], nodeEndpoints: [] })).equals(plain)).toBe(true)

  const currentLeader = { leaderId: 2, leaderEpoch: 5 }
  const nodeEndpoints = [{ nodeId: 2, host: 'h'.repeat(300), port: 9092, rack: null }]
  const message = { responses: [{ name: 't', partitionResponses: [{ errorCode: 6, currentLeader }] }], nodeEndpoints }
  expect(decodeResponse(Produce, 10, bytesOf(encodeResponse(Produce, 10, message)), 0)).toMatchObject(message)
})

test('the features of ApiVersions are tagged fields', () => {
  const message = {
    supportedFeatures: [{ name: 'group.version', minVersion: 0, maxVersion: 1 }],
    finalizedFeaturesEpoch: 12,
    finalizedFeatures: [{ name: 'metadata.version', maxVersionLevel: 27, minVersionLevel: 27 }],
    zkMigrationReady: true,
  }
  expect(decodeResponse(ApiVersions, 4, bytesOf(encodeResponse(ApiVersions, 4, message)), 0)).toMatchObject(message)
  expect(decodeResponse(ApiVersions, 3, bytesOf(encodeResponse(ApiVersions, 3, {})), 0).finalizedFeaturesEpoch).toBe(-1)
})

test('unknown tags of a newer peer are skipped, between known ones too', () => {
  // ApiVersions response v3: no error, no APIs, throttle 0, then tags 1 (epoch 9), 77 (three bytes) and nothing else.
  const bytes = Buffer.from('0000' + '01' + '00000000' + '02' + '01080000000000000009' + '4d03aabbcc', 'hex')
  expect(decodeResponse(ApiVersions, 3, bytes, 0)).toMatchObject({ errorCode: 0, apiKeys: [], finalizedFeaturesEpoch: 9 })
})

test('a known tag whose size is wrong is refused', () => {
  const bytes = Buffer.from('0000' + '01' + '00000000' + '01' + '0109000000000000000900', 'hex')
  expect(() => decodeResponse(ApiVersions, 3, bytes, 0)).toThrow(expect.objectContaining({ kind: 'malformed' }))
})

test('bytes after the body are ignored, as Apache Kafka does', () => {
  const bytes = Buffer.concat([...encodeRequest(Metadata, 12, {}), Buffer.from('more')])
  expect(decodeRequest(Metadata, 12, bytes, 0).topics).toEqual([])
})

test('null topics of Metadata and an empty list are different things', () => {
  expect(decodeRequest(Metadata, 1, bytesOf(encodeRequest(Metadata, 1, { topics: null })), 0).topics).toBeNull()
  expect(decodeRequest(Metadata, 1, bytesOf(encodeRequest(Metadata, 1, { topics: [] })), 0).topics).toEqual([])
})

test('decoded bytes are views of the frame', () => {
  const bytes = bytesOf(encodeRequest(SaslAuthenticate, 2, { authBytes: Buffer.from('\0alice\0secret') }))
  expect(decodeRequest(SaslAuthenticate, 2, bytes, 0).authBytes.buffer).toBe(bytes.buffer)
})

test('a count that promises more than the frame holds allocates nothing', () => {
  const bytes = Buffer.from('7fffffff', 'hex')
  expect(() => decodeRequest(Metadata, 8, bytes, 0)).toThrow(expect.objectContaining({ kind: 'truncated' }))
})

test('int64 beyond 2^53 - 1 is refused, the largest safe one is not', () => {
  const encoded = (offset: number): Buffer => bytesOf(encodeRequest(ListOffsets, 1, { topics: [{ partitions: [{ timestamp: offset }] }] }))
  for (const value of [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, -2]) {
    expect(decodeRequest(ListOffsets, 1, encoded(value), 0).topics[0]!.partitions[0]!.timestamp).toBe(value)
  }
  const bytes = encoded(Number.MAX_SAFE_INTEGER)
  bytes[bytes.length - 8] = 0x7f
  expect(() => decodeRequest(ListOffsets, 1, bytes, 0)).toThrow(expect.objectContaining({ kind: 'unsafe-integer' }))
})

test('long and foreign texts survive', () => {
  for (const metadata of ['', 'a'.repeat(48), 'é'.repeat(48), 'a'.repeat(32_767), '日本語'.repeat(1000)]) {
    for (const version of [7, 8]) {
      const bytes = bytesOf(encodeRequest(OffsetCommit, version, { topics: [{ partitions: [{ committedMetadata: metadata }] }] }))
      expect(decodeRequest(OffsetCommit, version, bytes, 0).topics[0]!.partitions[0]!.committedMetadata).toBe(metadata)
    }
  }
})

test.for([
  ['a text above 32767 bytes', Metadata, 9, { topics: [{ name: 'x'.repeat(32_768) }] }, 'invalid-value'],
  ['null where it is not allowed', Metadata, 9, { topics: [{ name: null }] }, 'invalid-value'],
  ['a null array where it is not allowed', Metadata, 0, { topics: null }, 'invalid-value'],
  ['an int16 out of range', Produce, 9, { acks: 40_000 }, 'invalid-value'],
  ['a number that is none', Produce, 9, { timeoutMs: Number.NaN }, 'invalid-value'],
  ['a fraction', ListOffsets, 1, { topics: [{ partitions: [{ timestamp: 1.5 }] }] }, 'invalid-value'],
  ['text that is no UUID', Fetch, 13, { topics: [{ topicId: 'orders' }] }, 'invalid-value'],
  ['text where bytes are due', SyncGroup, 0, { assignments: [{ assignment: 'abc' }] }, 'invalid-value'],
  ['a field this version lacks', Fetch, 4, { forgottenTopicsData: [{ topic: 't' }] }, 'unsupported-field'],
  ['a field the version no longer has', Fetch, 15, { replicaId: 3 }, 'unsupported-field'],
  ['a version below the first', Fetch, 3, {}, 'unsupported-version'],
  ['a version above the last', Fetch, 19, {}, 'unsupported-version'],
] as const)('encoding refuses %s', ([, api, version, message, kind]) => {
  expect(() => encodeRequest(api as Api, version, message)).toThrow(expect.objectContaining({ kind }))
})

test('a field this version lacks may be set when it is ignorable, or set to its default', () => {
  const message = { maxBytes: 5, sessionId: 9, forgottenTopicsData: [], topics: [] }
  expect(decodeRequest(Fetch, 4, bytesOf(encodeRequest(Fetch, 4, message)), 0).sessionId).toBe(0)
})

test('APIs between brokers and unknown keys are not there', () => {
  expect([0, 1, 18, 75, 92].map((key) => apiByKey(key)?.key)).toEqual([0, 1, 18, 75, 92])
  expect([-1, 4, 27, 52, 67, 83, 93, 1000].map(apiByKey)).toEqual(Array.from({ length: 8 }))
})
