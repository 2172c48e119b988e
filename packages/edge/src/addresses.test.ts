import { expect, test } from 'vitest'
import { type Api, type Call, decodeResponse, encodeResponse, encodeResponseFrame, decodeResponseFrame, type Session } from '@leat/wire'
import { apis, DescribeCluster, Fetch, FindCoordinator, Metadata, Produce, ShareAcknowledge, ShareFetch } from '@leat/wire/messages'
import { carriesAddresses, fillAddresses, fillFrame } from './addresses.ts'

const book = (listener: string, node: number) => (node === 9 ? null : { host: `${listener}-${node}.test`, port: 9000 + node })
const call = (api: Api, version: number): Call => {
  const session = { listener: 'SASL_SSL' } as Session
  return { api, version, correlationId: 5, clientId: null, frame: Buffer.alloc(0), bodyOffset: 0, session, decoded: undefined }
}
const filled = (api: Api, version: number, message: unknown) => fillAddresses(call(api, version), message, book)
const unplaced = { host: '', port: -1 }
const placed = { host: 'SASL_SSL-1.test', port: 9001 }

test.for([
  [Metadata, 13, 'nodeId'],
  [Metadata, 0, 'nodeId'],
  [DescribeCluster, 2, 'brokerId'],
] as const)('$0.name v$1: brokers get addresses, those without one are left out', ([api, version, id]) => {
  const message = {
    brokers: [
      { [id]: 1, ...unplaced, rack: 'a' },
      { [id]: 9, ...unplaced },
    ],
  }
  expect(filled(api, version, message)).toEqual({ brokers: [{ [id]: 1, ...placed, rack: 'a' }] })
  expect(message.brokers).toHaveLength(2)
})

test('FindCoordinator v0-3 and v4+: coordinators get addresses, errors stay as they are', () => {
  expect(filled(FindCoordinator, 3, { errorCode: 0, nodeId: 1, ...unplaced })).toMatchObject({ errorCode: 0, nodeId: 1, ...placed })
  expect(filled(FindCoordinator, 3, { errorCode: 15, nodeId: -1, ...unplaced })).toMatchObject({ errorCode: 15, nodeId: -1, ...unplaced })
  expect(
    filled(FindCoordinator, 6, {
      coordinators: [
        { key: 'a', nodeId: 1, ...unplaced },
        { key: 'b', nodeId: -1, errorCode: 15, ...unplaced },
      ],
    }),
  ).toMatchObject({
    coordinators: [
      { key: 'a', nodeId: 1, ...placed },
      { key: 'b', nodeId: -1, errorCode: 15, ...unplaced },
    ],
  })
})

test.for([
  [Produce, 10],
  [Fetch, 16],
  [ShareFetch, 1],
  [ShareAcknowledge, 1],
] as const)('$0.name v$1: the endpoints of new leaders get addresses', ([api, version]) => {
  expect(filled(api, version, { nodeEndpoints: [{ nodeId: 1, ...unplaced }] })).toEqual({ nodeEndpoints: [{ nodeId: 1, ...placed }] })
  const without = { responses: [] }
  expect(filled(api, version, without)).toBe(without)
})

test('older versions carry none', () => {
  expect([carriesAddresses(Produce, 9), carriesAddresses(Fetch, 15)]).toEqual([false, false])
})

test('a ready frame is taken apart and put together again', () => {
  const ready = encodeResponseFrame(Metadata, 12, 5, { brokers: [{ nodeId: 1, ...unplaced }], clusterId: 'c', topics: [] })
  const chunks = fillFrame(call(Metadata, 12), [Buffer.concat(ready).subarray(4, 9), Buffer.concat(ready).subarray(9)], book)
  const { correlationId, message } = decodeResponseFrame(Metadata, 12, Buffer.concat(chunks).subarray(4))
  expect(correlationId).toBe(5)
  expect(message).toMatchObject({ brokers: [{ nodeId: 1, ...placed }], clusterId: 'c' })
})

// New messages with addresses must not slip through: the definitions themselves are searched.
test('no other response that clients see has a host beside a port', () => {
  const withHost = apis.filter((api) => JSON.stringify(api.response.fields).includes('"name":"host"'))
  const names = withHost.filter((api) => JSON.stringify(api.response.fields).includes('"name":"port"')).map((api) => api.name)
  // Not addresses of our listeners: the controllers of DescribeQuorum, the applications' own endpoints of streams groups.
  const others = new Set(['DescribeQuorum', 'StreamsGroupHeartbeat', 'StreamsGroupDescribe'])
  const patched = names.filter((name) => !others.has(name))
  expect(patched.toSorted()).toEqual([
    'DescribeCluster',
    'Fetch',
    'FindCoordinator',
    'Metadata',
    'Produce',
    'ShareAcknowledge',
    'ShareFetch',
  ])
})

test.for(apis.filter((api) => carriesAddresses(api, api.versions[1])))(
  '$name: a patched default message still encodes in every version',
  (api) => {
    for (let version = api.versions[0]; version <= api.versions[1]; version++) {
      if (!carriesAddresses(api, version)) continue
      const message = filled(api, version, {})
      const bytes = Buffer.concat(encodeResponse(api, version, message))
      decodeResponse(api, version, bytes, 0)
    }
  },
)
