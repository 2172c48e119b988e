import { expect, test } from 'vitest'
import { type Leat, startLeat } from '../src/index.ts'

const SCHEMAS = [
  { schemaType: 'AVRO', schema: '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}' },
  { schemaType: 'JSON', schema: '{"type":"object","properties":{"id":{"type":"integer"}}}' },
  { schemaType: 'PROTOBUF', schema: 'syntax = "proto3";\n\nmessage Order {\n  int64 id = 1;\n}\n' },
] as const

async function ask({ registry: { url, apiKey, apiSecret } }: Leat, method: string, path: string, body?: object, secret = apiSecret) {
  const headers = { authorization: `Basic ${Buffer.from(`${apiKey}:${secret}`).toString('base64')}`, connection: 'close' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const type = 'application/vnd.schemaregistry.v1+json'
  const answer = await fetch(`${url}${path}`, { method, headers: { ...headers, 'content-type': type }, ...sent })
  return { status: answer.status, body: (await answer.json()) as unknown }
}

test('schemas of each language are registered with the key, and are there after a kill, at the same address', async () => {
  await using leat = await startLeat()
  const { url, apiKey } = leat.registry
  expect((await ask(leat, 'GET', '/subjects', undefined, 'wrong')).status).toBe(401)
  for (const [i, schema] of SCHEMAS.entries())
    expect(await ask(leat, 'POST', `/subjects/${schema.schemaType}/versions`, schema)).toMatchObject({
      status: 200,
      body: { id: 100_001 + i },
    })

  await leat.kill()
  expect([leat.registry.url, leat.registry.apiKey]).toEqual([url, apiKey])
  for (const [i, { schemaType, schema }] of SCHEMAS.entries())
    expect(await ask(leat, 'GET', `/subjects/${schemaType}/versions/1`)).toMatchObject({
      status: 200,
      body: { id: 100_001 + i, schemaType, schema },
    })
})

test('with time that stands still it answers too', async () => {
  await using leat = await startLeat({ clock: 'virtual' })
  expect(await ask(leat, 'POST', '/subjects/s/versions', { schema: '"string"' })).toMatchObject({ status: 200, body: { version: 1 } })
})
