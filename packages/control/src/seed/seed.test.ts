import { expect, test } from 'vitest'
import { remove } from '../state.ts'
import { foundedLog, openTestControl, TEST_SEED } from '../testing/platform.ts'

const LATER = { id: 'LATERLATERLATER2', secret: `cflt${'l'.repeat(60)}` }

test('data of a release without a registry gets a key for it once, and a key that was deleted stays deleted', async () => {
  const log = await foundedLog()
  const first = await openTestControl({ log, seed: { ...TEST_SEED, registryKey: { ...LATER, isNew: true } } })
  const { environment, user, registryKey } = first.control.seed
  expect(registryKey).toBe(LATER.id)
  const [registry] = [...first.store.state['registry-cluster'].values()]
  expect(first.store.state['api-key'].get(LATER.id)).toMatchObject({
    owner: user!.id,
    resource: { kind: 'schema-registry', id: registry!.id, environment: environment.id },
  })

  const again = await openTestControl({ log: first.store.log, seed: { ...TEST_SEED, registryKey: { ...LATER, isNew: false } } })
  expect(again.control.seed.registryKey).toBe(LATER.id)
  await again.store.decide(() => ({ changes: [remove('api-key', LATER.id)], answer: null }))
  const last = await openTestControl({ log: again.store.log, seed: { ...TEST_SEED, registryKey: { ...LATER, isNew: false } } })
  expect(last.control.seed.registryKey).toBe(null)
  expect(last.store.state['api-key'].has(LATER.id)).toBe(false)
})
