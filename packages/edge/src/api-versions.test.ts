import { expect, test } from 'vitest'
import { type ApiRange, ErrorCode } from '@leat/wire'
import { Fetch, Produce } from '@leat/wire/messages'
import { apiVersionsOf, servedApis } from './api-versions.ts'

const range = (one: ApiRange): [number, ApiRange] => [one.api.key, one]
const answer = apiVersionsOf({
  apis: new Map([range({ api: Fetch, min: 4, max: 17 }), range({ api: Produce, min: 3, max: 12, advertisedMin: 0 })]),
  features: [
    { name: 'metadata.version', min: 7, max: 29, finalized: 29 },
    { name: 'group.version', min: 0, max: 1, finalized: 0 },
  ],
})
const software =
  (clientSoftwareName: string, clientSoftwareVersion = '4.3.0') =>
  () => ({ clientSoftwareName, clientSoftwareVersion })

test('the table of the backend is told with the edge’s own APIs, by key', () => {
  const { version, message } = answer(4, software('apache-kafka-java'))
  expect(version).toBe(4)
  expect(message).toEqual({
    errorCode: 0,
    apiKeys: [
      { apiKey: 0, minVersion: 0, maxVersion: 12 },
      { apiKey: 1, minVersion: 4, maxVersion: 17 },
      { apiKey: 17, minVersion: 0, maxVersion: 1 },
      { apiKey: 18, minVersion: 0, maxVersion: 4 },
      { apiKey: 36, minVersion: 0, maxVersion: 2 },
    ],
    supportedFeatures: [
      { name: 'metadata.version', minVersion: 7, maxVersion: 29 },
      { name: 'group.version', minVersion: 0, maxVersion: 1 },
    ],
    finalizedFeaturesEpoch: 0,
    finalizedFeatures: [{ name: 'metadata.version', minVersionLevel: 29, maxVersionLevel: 29 }],
  })
})

test('features that begin at 0 are told from v4 only (KAFKA-17011)', () => {
  expect(answer(3, software('librdkafka')).message.supportedFeatures).toEqual([{ name: 'metadata.version', minVersion: 7, maxVersion: 29 }])
})

test.for([5, 99, -1])('version %i is answered in v0 with the range of ApiVersions', (version) => {
  expect(answer(version, () => expect.unreachable())).toEqual({
    version: 0,
    message: { errorCode: ErrorCode.UNSUPPORTED_VERSION, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 4 }] },
  })
})

test.for([
  ['', '1'],
  ['name', ''],
  ['a b', '1'],
  ['-name', '1'],
  ['name', '1.'],
  ['näme', '1'],
])('software %j is INVALID_REQUEST', ([name, version]) => {
  expect(answer(3, software(name!, version))).toMatchObject({ version: 3, message: { errorCode: ErrorCode.INVALID_REQUEST } })
})

test('versions before 3 carry no software', () => {
  expect(answer(2, () => expect.unreachable()).message.errorCode).toBe(0)
})

test('an API of Kafka that neither backend nor edge serves has no name here', () => {
  const apiOf = servedApis({ apis: new Map([range({ api: Fetch, min: 4, max: 17 })]) })
  expect([0, 1, 17, 18, 29, 36].map((key) => apiOf(key)?.name)).toEqual([
    undefined,
    'Fetch',
    'SaslHandshake',
    'ApiVersions',
    undefined,
    'SaslAuthenticate',
  ])
})
