import { expect, test } from 'vitest'
import { openRegistry, subject } from '../decide/testing/fixture.ts'
import { decisions } from '../decide/index.ts'
import { type CompatibilityLevel, type Mode, queries } from './index.ts'

type Scope = '' | 's' | ':.c:' | ':.c:s' | ':.__GLOBAL:'

test.for<[Partial<Record<Scope, CompatibilityLevel>>, Partial<Record<Scope, CompatibilityLevel>>]>([
  [{}, { s: 'BACKWARD', ':.c:s': 'BACKWARD' }],
  [{ '': 'FULL' }, { s: 'FULL', ':.c:s': 'BACKWARD', ':.c:': 'BACKWARD' }],
  [{ ':.__GLOBAL:': 'NONE' }, { '': 'NONE', s: 'NONE', ':.c:s': 'NONE' }],
  [
    { '': 'FULL', ':.__GLOBAL:': 'NONE' },
    { s: 'FULL', ':.c:s': 'NONE' },
  ],
  [
    { ':.c:': 'FORWARD', ':.__GLOBAL:': 'NONE' },
    { s: 'NONE', ':.c:s': 'FORWARD' },
  ],
  [
    { '': 'FULL', s: 'NONE' },
    { s: 'NONE', '': 'FULL' },
  ],
])('with levels %j the levels in scope are %j', ([set, inScope]) => {
  const { state, decide } = openRegistry()
  for (const [scope, compatibilityLevel] of Object.entries(set))
    decide(decisions.putConfig(state, { scope: subject(scope), update: { compatibilityLevel } }))
  for (const [scope, level] of Object.entries(inScope)) expect(queries.configInScope(state, subject(scope)).compatibilityLevel).toBe(level)
})

test('a config of its own inherits checks, policy and group, but no level, metadata or rules', () => {
  const { state, decide } = openRegistry()
  const global = {
    compatibilityLevel: 'NONE',
    normalize: true,
    validateFields: true,
    compatibilityPolicy: 'LENIENT',
    compatibilityGroup: 'v',
  }
  decide(decisions.putConfig(state, { scope: subject(''), update: { ...global, defaultMetadata: { properties: { a: '1' } } } }))
  decide(decisions.putConfig(state, { scope: subject('s'), update: { validateFields: false } }))
  expect(queries.configInScope(state, subject('s'))).toEqual({
    compatibilityLevel: 'BACKWARD',
    normalize: true,
    validateFields: false,
    compatibilityPolicy: 'LENIENT',
    compatibilityGroup: 'v',
  })
  expect(queries.configInScope(state, subject('t'))).toMatchObject({ ...global, defaultMetadata: { properties: { a: '1' } } })
  expect(queries.config(state, subject('s'))).toEqual({ compatibilityLevel: 'BACKWARD', validateFields: false })
  expect(queries.config(state, subject('t'))).toBeNull()
})

test.for<[Partial<Record<Scope, Mode>>, Partial<Record<Scope, Mode>>]>([
  [{}, { '': 'READWRITE', s: 'READWRITE' }],
  [{ '': 'READONLY' }, { s: 'READONLY', ':.c:s': 'READWRITE' }],
  [{ '': 'READONLY', s: 'READWRITE' }, { s: 'READWRITE' }],
  [{ ':.c:': 'IMPORT' }, { ':.c:s': 'IMPORT', s: 'READWRITE' }],
  [{ ':.__GLOBAL:': 'READONLY' }, { ':.c:s': 'READONLY', s: 'READONLY' }],
  [
    { '': 'READONLY_OVERRIDE', s: 'READWRITE' },
    { s: 'READONLY_OVERRIDE', ':.c:s': 'READONLY_OVERRIDE' },
  ],
])('with modes %j the modes in scope are %j', ([set, inScope]) => {
  const { state, decide } = openRegistry()
  for (const [scope, mode] of Object.entries(set))
    decide(decisions.putMode(state, { scope: subject(scope), mode, force: false, mutable: true }))
  for (const [scope, mode] of Object.entries(inScope)) expect(queries.modeInScope(state, subject(scope))).toBe(mode)
})

test('an alias leads to its subject, in the context of whoever has it, one step far', () => {
  const { state, decide } = openRegistry()
  const alias = (scope: string, to: string | null) => decide(decisions.putConfig(state, { scope: subject(scope), update: { alias: to } }))
  alias('a', 'b')
  alias('b', 'c')
  alias(':.x:a', 'b')
  alias(':.x:d', ':.y:b')
  const resolved = (text: string) => queries.resolveAlias(state, subject(text))
  expect(resolved('a')).toEqual(subject('b'))
  expect(resolved('c')).toEqual(subject('c'))
  expect(resolved(':.x:a')).toEqual(subject(':.x:b'))
  expect(resolved(':.x:d')).toEqual(subject(':.y:b'))
  alias('a', null)
  expect(resolved('a')).toEqual(subject('a'))
})
