import type { AclBinding } from '@leat/access'
import { expect, test } from 'vitest'
import { foundedLog, openTestControl } from '../testing/platform.ts'

const acl = (name: string): AclBinding => ({
  resourceType: 'topic',
  patternType: 'literal',
  name,
  principal: 'User:sa-1',
  host: '*',
  operation: 'read',
  permission: 'allow',
})
const OK = { ok: true, value: null }

async function opened() {
  const platform = await openTestControl({ log: await foundedLog() })
  const { facts } = platform.host.opened.get('lkc-first1')!
  const write = (create: readonly AclBinding[], gone: readonly AclBinding[] = []) =>
    platform.control.writeAcls('lkc-first1', { create, delete: gone })
  return { ...platform, facts, write }
}

test('entries that are created and deleted are at the edges when that is answered', async () => {
  const { write, facts } = await opened()
  expect(await write([acl('a'), acl('b')])).toEqual({ created: [OK, OK], deleted: [] })
  expect([...facts.acls.values()].map(({ name }) => name)).toEqual(['a', 'b'])
  expect(await write([], [acl('a'), acl('never')])).toEqual({ created: [], deleted: [true, false] })
  expect([...facts.acls.values()].map(({ name }) => name)).toEqual(['b'])
})

test('creating what is there changes nothing, and writes nothing', async () => {
  const { write, store } = await opened()
  await write([acl('a')])
  const before = store.log.decisions.length
  expect(await write([acl('a'), acl('a')])).toEqual({ created: [OK, OK], deleted: [] })
  expect(store.log.decisions.length).toBe(before)
})

test('deleting and creating the same entry at once leaves it', async () => {
  const { write, facts } = await opened()
  await write([acl('a')])
  expect(await write([acl('a')], [acl('a')])).toEqual({ created: [OK], deleted: [true] })
  expect(facts.acls.size).toBe(1)
})

test('a Standard cluster has 1,000 entries at most; what is deleted with a batch makes room for it', async () => {
  const { write, store } = await opened()
  const thousand = Array.from({ length: 1_000 }, (_, i) => acl(`t${i}`))
  expect((await write(thousand)).created).toEqual(thousand.map(() => OK))
  const refused = { ok: false, error: { kind: 'too-many', limit: 1_000 } }
  expect(await write([acl('t0'), acl('more')])).toEqual({ created: [OK, refused], deleted: [] })
  expect(await write([acl('more')], [acl('t5')])).toEqual({ created: [OK], deleted: [true] })
  expect(store.state.acl.size).toBe(1_000)
})

test('an unknown cluster takes none', async () => {
  const { control } = await opened()
  const refused = { ok: false, error: { kind: 'unknown-cluster' } }
  expect(await control.writeAcls('lkc-none', { create: [acl('a')], delete: [acl('b')] })).toEqual({ created: [refused], deleted: [false] })
})
