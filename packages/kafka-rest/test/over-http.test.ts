import { request } from 'node:http'
import { once } from 'node:events'
import { silentLogger, silentMeter } from '@leat/base'
import { nodeClock, nodeNet, nodeRandom } from '@leat/base/node'
import { openHttp } from '@leat/rest/server'
import { basic } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { kafkaRestUnderTest } from './fixture.ts'
import { AT, createTopic } from './given.ts'
import { storedIn } from './stored.ts'

// Over a real socket: what curl with a chunked upload does, a record at a time.
test('a connection that stays open gets a report for each record before it sends the next', async () => {
  await using kafka = await kafkaRestUnderTest()
  await createTopic(kafka.handler, 'orders')
  const server = await openHttp({
    net: nodeNet(),
    clock: nodeClock(),
    random: nodeRandom(),
    logger: silentLogger,
    meter: silentMeter,
    listen: { hosts: ['127.0.0.1'], port: 0 },
    allowedHosts: ['127.0.0.1'],
    allowedOrigins: [],
    handler: async () => kafka.handler,
  })
  const outgoing = request({
    host: '127.0.0.1',
    port: server.port,
    method: 'POST',
    path: `${AT}/topics/orders/records`,
    headers: { authorization: basic('u-admin', 'x'), 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
  })
  const record = (data: string): string => JSON.stringify({ value: { type: 'STRING', data } })
  outgoing.write(record('0'))
  const [response] = (await once(outgoing, 'response')) as [AsyncIterable<Buffer> & { readonly statusCode: number }]
  expect(response.statusCode).toBe(200)
  let sent = 1
  const offsets: number[] = []
  for await (const chunk of response) {
    const { error_code, offset } = JSON.parse(chunk.toString()) as { readonly error_code: number; readonly offset: number }
    expect(error_code).toBe(200)
    offsets.push(offset)
    if (sent < 5) outgoing.write(record(String(sent++)))
    else outgoing.end()
  }
  expect(offsets).toEqual([0, 1, 2, 3, 4])
  expect((await storedIn(kafka.transport, 'orders')).map(({ value }) => value)).toEqual(['0', '1', '2', '3', '4'])
  await server.close(1_000)
})
