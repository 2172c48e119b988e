/** `ts` of a version is the timestamp of its record, whoever reads it and whenever. */
import { type Clock, silentLogger } from '@leat/base'
import { seededRandom } from '@leat/base/sim'
import type { PositionedStore } from '@leat/store'
import { expect, test } from 'vitest'
import { openWorld, type World } from '../../../store/test/fixture.ts'
import { inlineWorker, openRegistryStore, registryService } from '../../src/index.ts'
import { register } from '../../src/service/register.ts'
import { queries, type RegistryState, subjectOf } from '../../src/state/index.ts'
import { testRegistry } from './fixture.ts'

const SCHEMA = { schema: '"string"' }

interface Timed {
  readonly ts: number
}

test('a registration and all later answers tell the time at which it was written, before and after a restart', async () => {
  const registry = testRegistry()
  const { clock, log, ask } = registry
  await clock.advance(1_234)
  const registeredMs = clock.now()
  expect((await ask<Timed>('POST /subjects/s/versions', SCHEMA)).json.ts).toBe(registeredMs)
  await clock.advance(5_000)
  for (const one of [registry, testRegistry({ log })])
    for (const path of ['GET /subjects/s/versions/1', 'GET /schemas/ids/1'])
      expect((await one.ask<Timed>(path)).json.ts, path).toBe(registeredMs)
  expect((await ask<Timed>('POST /subjects/s/versions', SCHEMA)).json.ts).toBe(registeredMs)
  expect((await ask<Timed>('POST /subjects/s', SCHEMA)).json.ts).toBe(registeredMs)
})

test('a version that was soft-deleted tells when that was, as its newest record does', async () => {
  const { clock, ask } = testRegistry()
  await ask('POST /subjects/s/versions', SCHEMA)
  await clock.advance(5_000)
  await ask('DELETE /subjects/s/versions/1')
  expect((await ask<Timed>('GET /subjects/s/versions/1?deleted=true')).json.ts).toBe(clock.now())
})

test('on the log: the writer, one that follows it, and one that opens later tell the same, and again when the state was made anew', async () => {
  const world = await openWorld()
  const { clock, run } = world
  const writer = await openOn(world)
  await run(writer.lead())
  const follower = await openOn(world)
  await clock.advance(7_000)
  const ts = await run(registerOn(writer, clock, 's'))
  expect(ts).toBeGreaterThanOrEqual(7_000)
  await clock.advance(9_000)
  expect(await run(registerOn(writer, clock, 't'))).toBeGreaterThan(ts + 8_000)
  const late = await openOn(world)
  for (const store of [writer, follower, late]) expect(tsOf(store, 's')).toBe(ts)

  // What it has shown and not written is taken back, and the state is made again from what the log holds.
  const refused = registerOn(writer, clock, 'u').catch(() => null)
  await run(follower.lead())
  await run(Promise.all([refused, registerOn(follower, clock, 'v')]))
  for (const store of [writer, follower]) expect(tsOf(store, 's')).toBe(ts)
  for (const store of [writer, follower, late]) await run(store[Symbol.asyncDispose]())
  await run(world.engine.close())
})

function openOn({ transport, clock, run }: World): Promise<PositionedStore<RegistryState>> {
  const state = { compatibilityLevel: 'BACKWARD', firstId: 1, tenants: 'single' } as const
  return run(openRegistryStore({ transport, clock, random: seededRandom('registry'), logger: silentLogger, state }))
}

async function registerOn(store: PositionedStore<RegistryState>, clock: Clock, name: string): Promise<number> {
  const service = registryService({ store, worker: inlineWorker(), clock, modesMutable: true, behavesAs: 8 })
  const subject = subjectOf('default', name)
  const given = { subject, schemaType: 'AVRO', references: [], metadata: null, ruleSet: null, id: null, version: 0 } as const
  const registered = await register(service, { ...given, ...SCHEMA, normalize: false, force: false }, null)
  if (!registered.ok) throw new Error(registered.error.message)
  return registered.value.version.ts!
}

function tsOf({ state }: PositionedStore<RegistryState>, name: string): number | null {
  return queries.version(state, subjectOf('default', name), 1, 'active')!.ts
}
