import { expect, test } from 'vitest'
import { DEFAULT_CONTEXT, queries } from '../state/index.ts'
import { decisions } from './index.ts'
import { type TestRegistry, compacted, openRegistry, replay, subject } from './testing/fixture.ts'

const S = subject('s')
const setMode = ({ state, decide }: TestRegistry, scope: string, mode: string, force = true) =>
  decide(decisions.putMode(state, { scope: subject(scope), mode, force, mutable: true }))

test('ids rise within a context, one schema has one id there, and versions rise within a subject', () => {
  const { register } = openRegistry()
  expect(register({ subject: S, schema: '"A"' })).toMatchObject({ id: 1, version: 1 })
  expect(register({ subject: S, schema: '"B"' })).toMatchObject({ id: 2, version: 2 })
  expect(register({ subject: S, schema: '"A"' })).toMatchObject({ id: 1, version: 1 })
  expect(register({ subject: subject('t'), schema: '"B"' })).toMatchObject({ id: 2, version: 1 })
  expect(register({ subject: subject(':.c:s'), schema: '"B"' })).toMatchObject({ id: 1, version: 1 })
})

test('the first id is a setting', () => {
  const { register, state } = openRegistry({ firstId: 100_001 })
  expect(queries.maxId(state, S)).toBe(100_000)
  expect(register({ subject: S })).toMatchObject({ id: 100_001 })
})

test('the records are those of the registry everyone runs, with the context before its first schema', () => {
  const registry = openRegistry()
  registry.register({ subject: subject(':.c:s') })
  registry.register({ subject: subject(':.c:t'), schema: '"int"' })
  expect(registry.log).toEqual([
    { key: '{"keytype":"CONTEXT","tenant":"default","context":".c","magic":0}', value: '{"tenant":"default","context":".c"}' },
    {
      key: '{"keytype":"SCHEMA","subject":":.c:s","version":1,"magic":1}',
      value: String.raw`{"subject":":.c:s","version":1,"id":1,"schemaType":"AVRO","schema":"\"string\"","deleted":false}`,
    },
    {
      key: '{"keytype":"SCHEMA","subject":":.c:t","version":1,"magic":1}',
      value: String.raw`{"subject":":.c:t","version":1,"id":2,"schemaType":"AVRO","schema":"\"int\"","deleted":false}`,
    },
  ])
})

test('a registry of 7.x leaves out the type of Avro, also when it deletes', () => {
  const registry = openRegistry()
  registry.register({ subject: S }, { omitsAvroType: true })
  registry.decide(decisions.deleteVersion(registry.state, { subject: S, version: 1, permanent: false }))
  expect(registry.log.map(({ value }) => value)).toEqual([
    String.raw`{"subject":"s","version":1,"id":1,"schema":"\"string\"","deleted":false}`,
    String.raw`{"subject":"s","version":1,"id":1,"schema":"\"string\"","deleted":true}`,
  ])
})

test('an incompatible schema is refused with what was found', () => {
  const { register } = openRegistry()
  register({ subject: S })
  expect(register({ subject: S, schema: '"int"' }, { verdict: ['a', 'b'] })).toEqual({
    status: 409,
    errorCode: 40901,
    message: 'Schema being registered is incompatible with an earlier schema for subject "s", details: [a, b]',
  })
})

test('a verdict on a subject that has changed since is stale, and one on another is not', () => {
  const registry = openRegistry()
  const add = (name: string, schema: string) => registry.register({ subject: subject(name), schema })
  add('s', '"A"')
  const during = (meanwhile: () => void) => registry.register({ subject: S, schema: '"B"' }, { meanwhile })
  expect(during(() => add('s', '"C"'))).toBe('stale')
  expect(
    during(() => registry.decide(decisions.putConfig(registry.state, { scope: subject(''), update: { compatibilityLevel: 'FULL' } }))),
  ).toBe('stale')
  expect(during(() => add('other', '"D"'))).toMatchObject({ version: 3 })
})

test('a reference that went away makes the plan stale', () => {
  const registry = openRegistry()
  registry.register({ subject: subject('base'), schema: '"base"' })
  const outcome = registry.register(
    { subject: S, references: [{ name: 'base', subject: 'base', version: -1 }] },
    { meanwhile: () => registry.decide(decisions.deleteSubject(registry.state, { subject: subject('base'), permanent: false })) },
  )
  expect(outcome).toBe('stale')
})

test('the latest reference is stored with its number', () => {
  const { register } = openRegistry()
  register({ subject: subject('base'), schema: '"base"' })
  expect(register({ subject: S, references: [{ name: 'b', subject: 'base', version: -1 }] })).toMatchObject({
    references: [{ name: 'b', subject: 'base', version: 1 }],
  })
})

test.for([
  [
    'a missing reference',
    { references: [{ name: 'x', subject: 'y', version: 3 }] },
    42201,
    'Invalid schema of type AVRO, details: No schema reference found for subject "y" and version 3',
  ],
  ['nothing, with no version before', { schema: ' ' }, 42201, 'Empty schema'],
  ['a text that is too large', { schema: 'x'.repeat(1024 * 1024 + 1) }, 42209, 'Register operation failed because schema is too large'],
  ['a version that is not next', { version: 2 }, 42201, 'Version is not one more than previous version'],
  ['an id without IMPORT', { id: 7 }, 42205, 'Subject s in context  is not in import mode'],
  ['a bad rule', { ruleSet: { domainRules: [{ name: '' }] } }, 42210, 'Empty rule name'],
  ['a subject with control characters', { subject: subject('a\nb') }, 42208, "The specified subject 'a\nb' is not a valid."],
  ['a subject of the global context', { subject: subject(':.__GLOBAL:s') }, 42208, "The specified subject ':.__GLOBAL:s' is not a valid."],
  ['a kept name', { subject: subject('__EMPTY') }, 42208, "The specified subject '__EMPTY' is not a valid."],
] as const)('%s is refused', ([, request, errorCode, message]) => {
  expect(openRegistry().register({ subject: S, ...request })).toEqual({ status: 422, errorCode, message })
})

test('a name that would be read back as another tenant is refused where tenants are told by prefix', () => {
  const name = subject('lsrc-abc_s')
  expect(openRegistry({ tenants: 'by-prefix' }).register({ subject: name })).toMatchObject({ errorCode: 42208 })
  expect(openRegistry().register({ subject: name })).toMatchObject({ version: 1 })
})

test('a field name that is kept is refused only when fields are validated', () => {
  const registry = openRegistry()
  const attempt = (schema: string) => registry.register({ subject: S, schema }, { fieldNames: ['$$x'] })
  expect(attempt('"A"')).toMatchObject({ version: 1 })
  registry.decide(decisions.putConfig(registry.state, { scope: S, update: { validateFields: true } }))
  expect(attempt('"B"')).toMatchObject({ errorCode: 42201 })
})

test.for([
  ['READONLY', {}, 'Subject s in context  is in read-only mode'],
  ['READONLY_OVERRIDE', {}, 'Subject s in context  is in read-only mode'],
  ['IMPORT', {}, 'Subject s in context  is not in read-write mode'],
  ['FORWARD', {}, 'Subject s in context  is not in read-write mode'],
] as const)('in mode %s a registration is refused', ([mode, request, message]) => {
  const registry = openRegistry()
  setMode(registry, '', mode)
  expect(registry.register({ subject: S, ...request })).toEqual({ status: 422, errorCode: 42205, message })
})

test('an import keeps ids and versions, and writes no id over', () => {
  const registry = openRegistry()
  setMode(registry, ':.c:', 'IMPORT')
  const imported = (name: string, schema: string, id: number, version: number) =>
    registry.register({ subject: subject(`:.c:${name}`), schema, id, version })
  expect(imported('s', '"A"', 17, 5)).toMatchObject({ id: 17, version: 5 })
  expect(imported('s', '"B"', 12, 3)).toMatchObject({ id: 12, version: 3 })
  expect(imported('t', '"A"', 17, 1)).toMatchObject({ id: 17, version: 1 })
  expect(imported('t', '"A"', 17, 0)).toMatchObject({ id: 17, version: 1 })
  expect(imported('t', '"C"', 17, 2)).toEqual({
    status: 422,
    errorCode: 42205,
    message: 'Overwrite new schema with id 17 in context :.c: is not permitted.',
  })
  setMode(registry, ':.c:', 'READWRITE')
  expect(registry.register({ subject: subject(':.c:s'), schema: '"D"' })).toMatchObject({ id: 18, version: 6 })
})

test('a new version of a soft-deleted schema takes its place', () => {
  const registry = openRegistry()
  registry.register({ subject: S, schema: '"A"' })
  registry.register({ subject: S, schema: '"B"' })
  registry.decide(decisions.deleteVersion(registry.state, { subject: S, version: 1, permanent: false }))
  expect(registry.register({ subject: S, schema: '"A"' })).toMatchObject({ id: 1, version: 3 })
  expect(queries.versions(registry.state, S, 'all').map(({ version }) => version)).toEqual([2, 3])
})

test('a package that is full takes no new schema, and answers for a known one', () => {
  const { register } = openRegistry()
  register({ subject: S })
  expect(register({ subject: S }, { schemasMax: 1 })).toMatchObject({ version: 1 })
  expect(register({ subject: S, schema: '"int"' }, { schemasMax: 1 })).toEqual({
    status: 422,
    errorCode: 403,
    message: 'Schema Limit Exceeded',
  })
})

test('one text in two languages has two ids', () => {
  const { register } = openRegistry()
  expect(register({ subject: S, schemaType: 'AVRO' })).toMatchObject({ id: 1 })
  expect(register({ subject: subject('t'), schemaType: 'JSON' })).toMatchObject({ id: 2, schemaType: 'JSON' })
})

const metadata = (properties: Record<string, string>) => ({ properties })

test('a version takes metadata from defaults, itself or else the version before, and overrides, in this order', () => {
  const registry = openRegistry()
  const update = { defaultMetadata: metadata({ a: 'd', b: 'd' }), overrideMetadata: metadata({ c: 'o' }) }
  registry.decide(decisions.putConfig(registry.state, { scope: S, update }))
  expect(registry.register({ subject: S, metadata: metadata({ b: 's', c: 's' }) })).toMatchObject({
    metadata: metadata({ a: 'd', b: 's', c: 'o' }),
  })
  expect(registry.register({ subject: S, schema: '"B"' })).toMatchObject({ version: 2, metadata: metadata({ a: 'd', b: 's', c: 'o' }) })
})

test('nothing but metadata is a version of the schema before, and without any it is that version', () => {
  const registry = openRegistry()
  registry.register({ subject: S, schema: '"A"', metadata: metadata({ a: '1' }) })
  expect(registry.register({ subject: S, schema: '', metadata: metadata({ a: '2' }) })).toMatchObject({
    version: 2,
    schema: '"A"',
    metadata: metadata({ a: '2' }),
  })
  expect(registry.register({ subject: S, schema: '' })).toMatchObject({ version: 2 })
})

test('-1 and an explicit version tell their number in confluent:version, which rises with the versions after', () => {
  const registry = openRegistry()
  const numbered = (more: object) => registry.register({ subject: S, ...more })
  expect(numbered({ version: -1 })).toMatchObject({ version: 1, metadata: metadata({ 'confluent:version': '1' }) })
  expect(numbered({ version: 2 })).toMatchObject({ version: 2, id: 2, metadata: metadata({ 'confluent:version': '2' }) })
  expect(numbered({ schema: '"B"' })).toMatchObject({ version: 3, metadata: metadata({ 'confluent:version': '3' }) })
  expect(numbered({})).toMatchObject({ version: 2 })
})

test('a version without confluent:version is found by a request that tells its number, and by no other', () => {
  const registry = openRegistry()
  registry.register({ subject: S })
  const find = (number: string) =>
    queries.findExisting(
      registry.state,
      S,
      { schema: '"string"', references: [], metadata: metadata({ 'confluent:version': number }), ruleSet: null },
      'active',
    ).found
  expect(find('1')?.version).toBe(1)
  expect(find('2')).toBeNull()
})

test('a request without references is compared with versions that have some', () => {
  const registry = openRegistry()
  registry.register({ subject: subject('base'), schema: '"base"' })
  registry.register({ subject: S, schema: '"with"', references: [{ name: 'base', subject: 'base', version: 1 }] })
  const plan = decisions.planRegistration(registry.state, {
    subject: S,
    schema: '"inlined"',
    schemaType: 'AVRO',
    references: [],
    metadata: null,
    ruleSet: null,
    id: null,
    version: 0,
    normalize: false,
    force: false,
  })
  if (!plan.ok) throw new Error('the plan stands')
  const check = decisions.checkRegistration(registry.state, plan.value, { schema: '"inlined"', references: [], name: null, fieldNames: [] })
  if (!check.ok) throw new Error('the check stands')
  const [sameAs] = check.value.inlined
  expect(sameAs?.version).toBe(1)
  const options = { schemasMax: null, nowMs: 1, omitsAvroType: false }
  const outcome = decisions.register(registry.state, { check: check.value, sameAs: sameAs!, verdict: ['incompatible'], options })
  expect(outcome).toMatchObject({ ok: true, value: { changes: [], answer: { isNew: false, version: { version: 1 } } } })
})

test('nothing is compared in IMPORT, with force, or for a known schema', () => {
  const registry = openRegistry()
  registry.register({ subject: S })
  const comparison = (more: object) => {
    const request = {
      subject: S,
      schema: '"B"',
      schemaType: 'AVRO',
      references: [],
      metadata: null,
      ruleSet: null,
      id: null,
      version: 0,
      normalize: false,
      force: false,
    } as const
    const plan = decisions.planRegistration(registry.state, { ...request, ...more })
    if (!plan.ok) throw new Error('the plan stands')
    const { source } = plan.value.parse
    const check = decisions.checkRegistration(registry.state, plan.value, { ...source, name: null, fieldNames: [] })
    return check.ok && check.value.comparison?.comparisons.map(({ version }) => version.version)
  }
  expect(comparison({})).toEqual([1])
  expect(comparison({ force: true })).toBeUndefined()
  expect(comparison({ schema: '"string"' })).toBeUndefined()
  setMode(registry, '', 'IMPORT')
  expect(comparison({ id: 9 })).toBeUndefined()
})

test('an id that was deleted for good is not given again, after compaction and a restart neither', () => {
  const registry = openRegistry()
  registry.register({ subject: S, schema: '"A"' })
  registry.register({ subject: subject(':.c:s'), schema: '"B"' })
  for (const name of ['s', ':.c:s']) {
    for (const permanent of [false, true]) registry.decide(decisions.deleteSubject(registry.state, { subject: subject(name), permanent }))
  }
  const restarted = replay(compacted(registry.log))
  expect([DEFAULT_CONTEXT, '.c'].map((context) => queries.maxId(restarted, { tenant: 'default', context, name: '' }))).toEqual([1, 1])
})

test('ids end at the greatest int', () => {
  const registry = openRegistry()
  setMode(registry, '', 'IMPORT')
  registry.register({ subject: S, id: 2_147_483_647, version: 1 })
  setMode(registry, '', 'READWRITE')
  expect(registry.register({ subject: S, schema: '"int"' })).toMatchObject({ status: 500, errorCode: 50001 })
})
