import { expect, test } from 'vitest'
import { queries } from '../state/index.ts'
import { type ConfigUpdate, decisions } from './index.ts'
import { type TestRegistry, openRegistry, subject } from './testing/fixture.ts'

const S = subject('s')
const put = ({ state, decide }: TestRegistry, update: ConfigUpdate, scope = S) => decide(decisions.putConfig(state, { scope, update }))
const setMode = ({ state, decide }: TestRegistry, mode: string, { scope = S, force = false, mutable = true } = {}) =>
  decide(decisions.putMode(state, { scope, mode, force, mutable }))

test('what a config update leaves out is kept, and null is cleared', () => {
  const registry = openRegistry()
  put(registry, { compatibilityLevel: 'full', normalize: true, compatibilityPolicy: 'lenient' })
  expect(put(registry, { alias: 'x', normalize: null })).toEqual({ compatibilityLevel: 'FULL', compatibilityPolicy: 'LENIENT', alias: 'x' })
  expect(registry.log.at(-1)).toEqual({
    key: '{"keytype":"CONFIG","subject":"s","magic":0}',
    value: '{"subject":"s","alias":"x","compatibilityLevel":"FULL","compatibilityPolicy":"LENIENT"}',
  })
  expect(put(registry, { compatibilityLevel: null })).toEqual({ compatibilityPolicy: 'LENIENT', alias: 'x' })
})

test('the global config has a key without a subject', () => {
  const registry = openRegistry()
  put(registry, { compatibilityLevel: 'NONE' }, subject(''))
  expect(registry.log).toEqual([{ key: '{"keytype":"CONFIG","magic":0}', value: '{"compatibilityLevel":"NONE"}' }])
})

test.for<[string, ConfigUpdate, string, number, string]>([
  [
    'an unknown level',
    { compatibilityLevel: 'BEST' },
    's',
    42203,
    'Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive',
  ],
  ['an unknown policy', { compatibilityPolicy: 'x' }, 's', 42203, 'Invalid compatibility policy. Valid values are strict and lenient'],
  ['a bad rule', { overrideRuleSet: { domainRules: [{ name: 'r' }] } }, 's', 42210, 'Missing rule type'],
  ['a bad subject', { normalize: true }, 'a\tb', 42208, "The specified subject 'a\tb' is not a valid."],
])('%s is refused', ([, update, scope, errorCode, message]) => {
  expect(put(openRegistry(), update, subject(scope))).toEqual({ status: 422, errorCode, message })
})

test('a config that is deleted is answered, and one that is not there is no subject', () => {
  const registry = openRegistry()
  put(registry, { compatibilityLevel: 'NONE' })
  const remove = (scope = S) => registry.decide(decisions.deleteConfig(registry.state, { scope }))
  expect(remove()).toEqual({ compatibilityLevel: 'NONE' })
  expect(remove()).toMatchObject({ status: 404, errorCode: 40401 })
  expect(remove(subject(''))).toEqual({ compatibilityLevel: 'BACKWARD' })
})

test('a read-only subject takes no config, and gets out of it by its mode', () => {
  const registry = openRegistry()
  setMode(registry, 'readonly')
  expect(put(registry, { normalize: true })).toMatchObject({ errorCode: 42205, message: 'Subject s in context  is in read-only mode' })
  expect(setMode(registry, 'READWRITE')).toBe('READWRITE')
  expect(put(registry, { normalize: true })).toEqual({ normalize: true })
})

test.for([
  ['an unknown mode', 'WRITE', {}, 42204, 'Invalid mode. Valid values are READWRITE, READONLY, and IMPORT.'],
  ['where modes are fixed', 'READONLY', { mutable: false }, 42205, 'Mode changes are not allowed'],
  ['FORWARD of one subject', 'FORWARD', {}, 42205, 'Forward mode only supported on global level'],
] as const)('%s is refused', ([, mode, options, errorCode, message]) => {
  expect(setMode(openRegistry(), mode, options)).toEqual({ status: 422, errorCode, message })
})

test.for([
  ['its subject', 's', ['s'], []],
  ['its context', ':.c:', [':.c:s', ':.c:t'], ['s']],
  ['everything', '', [':.c:s', ':.c:t', 's'], []],
] as const)('IMPORT on %s wants it empty, and clears what was soft-deleted', ([, scope, emptied, rest]) => {
  const registry = openRegistry()
  const names = [...emptied, ...rest]
  names.forEach((name, i) => registry.register({ subject: subject(name), schema: `"${i}"` }))
  const enter = (force = false) => setMode(registry, 'IMPORT', { scope: subject(scope), force })
  expect(enter()).toEqual({ status: 422, errorCode: 42205, message: 'Cannot import since found existing subjects' })
  for (const name of emptied) registry.decide(decisions.deleteSubject(registry.state, { subject: subject(name), permanent: false }))
  expect(enter()).toBe('IMPORT')
  expect(queries.subjects(registry.state, { tenant: 'default', prefix: ':*:', deletion: 'all' })).toEqual(rest)
  const text = scope === '' ? '' : `"subject":"${scope}",`
  expect(registry.log.slice(-2).map(({ key }) => key)).toEqual([
    `{"keytype":"CLEAR_SUBJECT",${text}"magic":0}`,
    `{"keytype":"MODE",${text}"magic":0}`,
  ])
})

test('with force IMPORT keeps what is there', () => {
  const registry = openRegistry()
  registry.register({ subject: S })
  expect(setMode(registry, 'IMPORT', { force: true })).toBe('IMPORT')
  expect(queries.versions(registry.state, S, 'active')).toHaveLength(1)
})

test('a mode is deleted alone, or with those of the subjects of its context', () => {
  const registry = openRegistry()
  const scopes = [':.c:', ':.c:a', ':.c:b', 'a'].map((text) => subject(text))
  for (const scope of scopes) setMode(registry, 'READONLY', { scope })
  const remove = (recursive: boolean) =>
    registry.decide(decisions.deleteMode(registry.state, { scope: subject(':.c:'), recursive, mutable: true }))
  const modes = () => scopes.map((scope) => queries.mode(registry.state, scope))
  expect(remove(false)).toBe('READONLY')
  expect(modes()).toEqual([null, 'READONLY', 'READONLY', 'READONLY'])
  expect(remove(true)).toMatchObject({ errorCode: 40401 })
  setMode(registry, 'READONLY', { scope: subject(':.c:') })
  remove(true)
  expect(modes()).toEqual([null, null, null, 'READONLY'])
})

test('a rule set is changed on top of that of the version before', () => {
  const registry = openRegistry()
  const rule = (name: string, expr = 'x') => ({ name, type: 'CEL', kind: 'CONDITION', mode: 'WRITE', expr, disabled: false }) as const
  registry.register({ subject: S, ruleSet: { domainRules: [rule('a'), rule('b')] } })
  const change = { ruleSet: null, rulesToMerge: { domainRules: [rule('b', 'y'), rule('c')] }, rulesToRemove: ['a'] }
  const expected = { ok: true, value: { domainRules: [rule('b', 'y'), rule('c')] } }
  expect(decisions.changedRuleSet(registry.state, S, null, change)).toEqual(expected)
  expect(decisions.changedRuleSet(registry.state, S, 2, change)).toEqual(expected)
  expect(decisions.changedRuleSet(registry.state, S, 1, { ...change, rulesToMerge: null })).toEqual({ ok: true, value: null })
  const whole = { ruleSet: { domainRules: [{ name: 'z' }] }, rulesToMerge: null, rulesToRemove: null }
  expect(decisions.changedRuleSet(registry.state, S, null, whole)).toMatchObject({ ok: false, error: { errorCode: 42210 } })
})
