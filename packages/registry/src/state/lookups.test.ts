import { expect, test } from 'vitest'
import { openRegistry, subject } from '../decide/testing/fixture.ts'
import { decisions } from '../decide/index.ts'
import { queries } from './index.ts'

function filled() {
  const registry = openRegistry()
  const add = (name: string, schema: string, more: object = {}) => registry.register({ subject: subject(name), schema, ...more })
  add('a', '"A"') // id 1
  add('b', '"A"') // id 1
  add('b', '"B"', { metadata: { properties: { k: 'v', x: '1' } } }) // id 2
  add('b', '"C"', { metadata: { properties: { k: 'v', x: '2' } } }) // id 3
  add(':.c:a', '"D"') // id 1 of .c
  add(':.c:z', '"E"') // id 2 of .c
  return registry
}

test.for([
  ['', 1, 'a', 1],
  ['b', 1, 'b', 1],
  ['nobody', 1, 'a', 1],
  [':.c:', 1, ':.c:a', 1],
  [':.c:z', 1, null, null],
  ['z', 2, ':.c:z', 1],
  ['', 9, null, null],
  [':.nowhere:', 1, null, null],
] as const)('the id in %j: %i is that of %j', ([asked, id, name, version]) => {
  const found = queries.byId(filled().state, subject(asked), id)
  expect(found === null ? null : [found.subject, found.version]).toEqual(name === null ? null : [subject(name), version])
})

test('versions of an id are those of all subjects of the context, with the deleted ones if asked', () => {
  const { state, decide } = filled()
  decide(decisions.deleteSubject(state, { subject: subject('a'), permanent: false }))
  const names = (deletion: 'active' | 'all') =>
    queries.versionsOfId(state, subject(''), 1, deletion)?.map((version) => version.subject.name)
  expect(names('active')).toEqual(['b'])
  expect(names('all')).toEqual(['a', 'b'])
  expect(queries.versionsOfId(state, subject(''), 99, 'all')).toBeNull()
})

test('a schema is found by its GUID in every context', () => {
  const registry = filled()
  registry.register({ subject: subject(':.c:q'), schema: '"A"' })
  const { guid } = queries.byId(registry.state, subject(''), 1)!
  expect(queries.idsOfGuid(registry.state, 'default', guid)).toEqual([
    { context: '.', id: 1 },
    { context: '.c', id: 3 },
  ])
  expect(queries.byGuid(registry.state, 'default', guid)?.schema).toBe('"A"')
  expect(queries.byGuid(registry.state, 'lsrc-1', guid)).toBeNull()
})

test('the latest with metadata is the highest version that has all pairs', () => {
  const { state } = filled()
  const version = (pairs: Record<string, string>) =>
    queries.latestWithMetadata(state, subject('b'), new Map(Object.entries(pairs)), 'active')?.version
  expect(version({ k: 'v' })).toBe(3)
  expect(version({ k: 'v', x: '1' })).toBe(2)
  expect(version({ k: 'w' })).toBeUndefined()
  expect(version({ toString: 'x' })).toBeUndefined()
})

test('the latest is the highest that is not deleted', () => {
  const { state, decide } = filled()
  const latest = () => queries.version(state, subject('b'), 'latest', 'active')?.version
  expect(latest()).toBe(3)
  decide(decisions.deleteVersion(state, { subject: subject('b'), version: 'latest', permanent: false }))
  expect(latest()).toBe(2)
  decide(decisions.deleteSubject(state, { subject: subject('b'), permanent: false }))
  expect(latest()).toBeUndefined()
})

test.for([
  ['', ['a', 'b']],
  ['b', ['b']],
  [':.c:', [':.c:a', ':.c:z']],
  [':.c:z', [':.c:z']],
  [':.', [':.c:a', ':.c:z']],
  [':*:', [':.c:a', ':.c:z', 'a', 'b']],
  [':*:a', [':.c:a', 'a']],
  ['x', []],
] as const)('subjects with prefix %j are %j', ([prefix, names]) => {
  expect(queries.subjects(filled().state, { tenant: 'default', prefix, deletion: 'active' })).toEqual(names)
})

test('deleted subjects are listed only when asked for', () => {
  const { state, decide } = filled()
  decide(decisions.deleteSubject(state, { subject: subject('a'), permanent: false }))
  const names = (deletion: 'active' | 'all' | 'deleted') => queries.subjects(state, { tenant: 'default', prefix: '', deletion })
  expect([names('active'), names('all'), names('deleted')]).toEqual([['b'], ['a', 'b'], ['a']])
  expect(queries.hasVersions(state, subject('a'), 'active')).toBe(false)
  expect(queries.hasVersions(state, subject('a'), 'deleted')).toBe(true)
  expect(queries.hasVersions(state, subject(':.c:'), 'active')).toBe(true)
  expect(queries.hasVersions(state, subject(':.d:'), 'all')).toBe(false)
})

test('all schemas come by subject and version, with the aliases of a subject', () => {
  const { state, decide } = filled()
  decide(decisions.putConfig(state, { scope: subject('other'), update: { alias: 'b' } }))
  const list = (latestOnly: boolean, prefix = '') =>
    queries
      .schemas(state, { tenant: 'default', prefix, deletion: 'active' }, { latestOnly, aliases: true })
      .map(({ subject: { name }, version, aliases }) => [name, version, aliases])
  expect(list(false)).toEqual([
    ['a', 1, []],
    ['b', 1, ['other']],
    ['b', 2, ['other']],
    ['b', 3, ['other']],
  ])
  expect(list(true)).toEqual([
    ['a', 1, []],
    ['b', 3, ['other']],
  ])
  expect(list(true, 'oth')).toEqual([['b', 3, ['other']]])
})

test('contexts: the default one first, then the others sorted', () => {
  const registry = filled()
  registry.register({ subject: subject(':.b:s') })
  expect(queries.contexts(registry.state, 'default')).toEqual(['.', '.b', '.c'])
  expect(queries.contexts(registry.state, 'lsrc-none')).toEqual(['.'])
})

test.for([
  [3, 40],
  [40, 3],
] as const)('a version is found by its content among %i and %i others', ([before, after]) => {
  const registry = openRegistry()
  for (let i = 0; i < before; i++) registry.register({ subject: subject('s'), schema: `"b${i}"` })
  registry.register({ subject: subject('s'), schema: '"it"' })
  for (let i = 0; i < after; i++) registry.register({ subject: subject('s'), schema: `"a${i}"` })
  const identity = { schema: '"it"', references: [], metadata: null, ruleSet: null }
  expect(queries.lookUp(registry.state, subject('s'), identity, 'active')?.version).toBe(before + 1)
  registry.decide(decisions.deleteVersion(registry.state, { subject: subject('s'), version: before + 1, permanent: false }))
  expect(queries.lookUp(registry.state, subject('s'), identity, 'active')).toBeNull()
  expect(queries.lookUp(registry.state, subject('s'), identity, 'all')?.version).toBe(before + 1)
})
