/** Records written and read by the schemas of a registry in this process. */
import { virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { registryFor } from '../../src/index.ts'
import { schemaReader, writeBySchema } from '../../src/serde/index.ts'
import { testRegistry } from './fixture.ts'

const MONEY = '{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"cents","type":"long"}]}'
const ORDER = '{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"price","type":"Money"}]}'

test('a schema with a reference, by subject, by id and by GUID; what may not be seen is not there', async () => {
  const registry = testRegistry()
  await registry.ask('POST /subjects/money/versions', { schema: MONEY })
  const references = [{ name: 'shop.Money', subject: 'money', version: 1 }]
  const { json: body } = await registry.ask<{ id: number; guid: string }>('POST /subjects/orders-value/versions', {
    schema: ORDER,
    references,
  })
  const clock = virtualClock(0)

  const known = registryFor(registry.service, { tenant: 'default', mayRead: () => true })
  const written = await writeBySchema(known, clock)('{"price":{"cents":250}}', { subject: 'orders-value' })
  if (!written.ok) throw new Error(written.error)
  const read = schemaReader(known.lookUp, clock)
  const schema = { id: body.id, guid: body.guid, type: 'AVRO', subject: 'orders-value' }
  const seen = { format: 'avro', schema, read: { ok: true, value: { price: { cents: 250 } } } }
  expect(await read(written.value.bytes, { part: 'value', headers: [] })).toEqual(seen)
  const header = { key: '__value_schema_id', value: Buffer.from(`01${body.guid.replaceAll('-', '')}`, 'hex') }
  expect(await read(written.value.bytes.subarray(5), { part: 'value', headers: [header] })).toEqual(seen)

  const blind = registryFor(registry.service, { tenant: 'default', mayRead: (subject) => subject === 'money' })
  expect(await schemaReader(blind.lookUp, clock)(written.value.bytes, { part: 'value', headers: [] })).toBeNull()
  expect(await blind.latestId('orders-value')).toBeNull()
  expect(await blind.latestId('money')).toBe(1)
})
