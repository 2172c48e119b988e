import { type Clock, silentLogger, silentMeter } from '@leat/base'
import { seededRandom, virtualClock } from '@leat/base/sim'
import type { Caller } from '@leat/access'
import { ApiNotServed, type Transport } from '@leat/client'
import { ok } from '@leat/base'
import { service } from '@leat/rest'
import { call } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { kafkaRestOperations } from './operations.ts'

const clock: Clock = virtualClock()
const caller: Caller = { organization: 'o', id: 'u-1', kind: 'user', principal: 'User:u-1', via: { kind: 'data-plane-token' } }

function handlerOver(transport: Transport | null, addresses: string[] = []) {
  const door = {
    connect: (_cluster: string, _caller: Caller, address: string) => {
      addresses.push(address)
      return transport
    },
    activity: async () => null,
    clusters: () => [],
  }
  return service({
    operations: kafkaRestOperations(door, { clock, random: seededRandom('rest'), origin: () => 'https://lkc-1.leat.test' }),
    authenticate: async () => ok(caller),
    clock,
    logger: silentLogger,
    meter: silentMeter,
  })
}

function failing(error: Error): Transport {
  return { apis: new Map(), call: () => Promise.reject(error) }
}

test('an API that the Kafka behind does not have is told as such', async () => {
  const { status, json } = await call(handlerOver(failing(new ApiNotServed('DescribeAcls'))), { path: '/kafka/v3/clusters/lkc-1/acls' })
  expect({ status, json }).toEqual({
    status: 400,
    json: { error_code: 40035, message: 'The version of this API is not supported in the underlying Kafka cluster.' },
  })
})

test('a fault stays a fault, without its details', async () => {
  const { status, json } = await call(handlerOver(failing(new Error('secret'))), { path: '/kafka/v3/clusters/lkc-1/topics' })
  expect({ status, json }).toEqual({ status: 500, json: { error_code: 500, message: 'Internal Server Error' } })
})

test('the door is told where the caller comes from', async () => {
  const addresses: string[] = []
  await call(handlerOver(null, addresses), { path: '/kafka/v3/clusters/lkc-1/topics', remoteAddress: '10.1.2.3' })
  expect(addresses).toEqual(['10.1.2.3'])
})

test('links begin where the operator says', async () => {
  const { json } = await call(handlerOver(failing(new Error('not asked'))), { path: '/kafka/v3/clusters/lkc-1/links' })
  expect(json).toMatchObject({ metadata: { self: 'https://lkc-1.leat.test/kafka/v3/clusters/lkc-1/links' } })
})
