import { expect, test } from 'vitest'
import { type Group, openGroupOf, type TestNode } from './fixture.ts'
import { realRegistry, readyToRead } from './real-registry.ts'

type Real = Parameters<typeof realRegistry.problems>[0]

const register = (group: Group<Real>, node: TestNode<Real>, path: string, body: object) =>
  group.run(group.ask<{ readonly id: number; readonly version: number; readonly error_code: number }>(node, { method: 'POST', path, body }))

const A = { schema: '{"type":"enum","name":"E","symbols":["A"]}' }
const SPACED = { schema: '{ "type": "enum", "name": "E", "symbols": ["A"] }' }
const NEW = { schema: '{"type":"enum","name":"E","symbols":["B"]}' }

test('what is there already is answered by any node, in the same words, while there is no primary; what is not waits for one', async () => {
  await readyToRead()
  const group = await openGroupOf(realRegistry.registry)
  group.start('a')
  const primary = await group.primary()
  const reader = group.start('b', { isEligible: false })
  await group.clock.advance(3_000)
  const first = await register(group, primary, '/subjects/s/versions', A)
  await group.run(register(group, reader, '/subjects/t/versions', A))
  await group.run(group.ask(primary, { method: 'PUT', path: '/mode/s', body: { mode: 'READONLY' } }))
  await group.clock.advance(100)

  group.kill(primary)
  for (const [path, body] of [
    ['/subjects/s/versions', A],
    ['/subjects/s/versions', SPACED],
    ['/subjects/s/versions?normalize=true', A],
  ] as const) {
    const atMs = group.clock.monotonic()
    const known = await register(group, reader, path, body)
    expect([known.status, known.json], path).toEqual([200, first.json])
    expect(group.clock.monotonic() - atMs, path).toBeLessThan(50)
  }
  for (const [path, body] of [
    ['/subjects/s/versions', NEW],
    ['/subjects/u/versions', A],
    ['/subjects/t/versions', { ...A, id: 100_777 }],
    ['/subjects/t/versions', { schema: 'no schema' }],
  ] as const) {
    const asked = await register(group, reader, path, body)
    expect([asked.status, [50_003, 50_004].includes(asked.json.error_code)], `${path} ${asked.text}`).toEqual([
      asked.json.error_code === 50_004 ? 503 : 500,
      true,
    ])
  }
  await group.close()
})
