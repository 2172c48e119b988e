import type { AuthenticationEvent } from '@leat/access'
import { silentLogger, silentMeter } from '@leat/base'
import { nodeClock } from '@leat/base/node'
import { memoryFs, seededRandom } from '@leat/base/sim'
import { backendTransport, readPartition, type Transport, TransportClosed } from '@leat/client'
import type { AuditForm } from '@leat/control'
import { openEngine } from '@leat/engine'
import { expect, test } from 'vitest'
import { AUDIT_TOPIC, auditTopic } from './audit-log.ts'

const clock = nodeClock()
const random = seededRandom('audit-log.test')

function login(identity: string): AuthenticationEvent {
  const occurrence = { atMs: 1_000, cluster: 'lkc-1', clientAddress: '127.0.0.1', connectionId: 'c' }
  return { kind: 'authentication', ...occurrence, mechanism: 'SASL_PLAIN', identity, principal: 'User:u-1', granted: true, message: null }
}

const FORM: AuditForm = (event) => ({
  key: null,
  headers: [],
  value: Buffer.from(event.kind === 'authentication' ? event.identity : event.kind),
})

async function kafka(): Promise<Transport> {
  const ports = { fs: memoryFs(), clock, random, logger: silentLogger, meter: silentMeter }
  const engine = await openEngine({ ...ports, dir: '/audit', clusterId: 'lkc-audit', nodes: [1], durability: 'none' })
  const signal = new AbortController().signal
  const place = { tenant: null, listener: 'test', node: 1, clientHost: '/127.0.0.1', connectionId: 'test', signal }
  return backendTransport({ backend: engine, session: { principal: { type: 'User', name: 'test' }, ...place }, clientId: 'test' })
}

async function written(transport: Transport, count: number): Promise<readonly string[]> {
  const values: string[] = []
  const signal = new AbortController().signal
  for await (const batch of readPartition(transport, { clock, random, topic: AUDIT_TOPIC, partition: 0, from: 0, signal })) {
    for (const { value } of batch.records) values.push(String(value))
    if (values.length >= count) return values
  }
  return values
}

test('events of before and after it is known where to write are there, in order', async () => {
  const transport = await kafka()
  await using audit = auditTopic({ clock, random, logger: silentLogger })
  audit.record(login('first'))
  audit.writeTo(transport, async () => FORM)
  audit.record(login('second'))
  await audit.take([login('third')])
  expect(await written(transport, 3)).toEqual(['first', 'second', 'third'])
})

test('what there is no room for is counted, and told as a gap', async () => {
  const transport = await kafka()
  await using audit = auditTopic({ clock, random, logger: silentLogger })
  for (let n = 0; n < 20_000; n++) audit.record(login(String(n)))
  audit.writeTo(transport, async () => FORM)
  const events = await written(transport, 16_385)
  expect(events.filter((event) => event === 'gap')).toHaveLength(1)
  expect(events.at(-1)).toBe('16383')
})

test('a log that cannot be written is tried again, and loses nothing that was not given to it', async () => {
  const transport = await kafka()
  let refusals = 2
  const unsteady: Transport = {
    apis: transport.apis,
    call: (api, message, options) =>
      refusals-- > 0 ? Promise.reject(new TransportClosed('not now')) : transport.call(api, message, options),
  }
  await using audit = auditTopic({ clock, random, logger: silentLogger })
  audit.record(login('first'))
  audit.writeTo(unsteady, async () => FORM)
  expect(await written(transport, 1).catch(() => written(transport, 1))).toEqual(['first'])
})
