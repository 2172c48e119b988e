import { expect, test } from 'vitest'
import { queries } from '../state/index.ts'
import { decisions } from './index.ts'
import { type TestRegistry, openRegistry, subject } from './testing/fixture.ts'

const S = subject('s')

function filled(): TestRegistry {
  const registry = openRegistry()
  for (const schema of ['"A"', '"B"', '"C"']) registry.register({ subject: S, schema })
  registry.register({ subject: subject('user'), schema: '"U"', references: [{ name: 'n', subject: 's', version: 2 }] })
  return registry
}

const remove = ({ state, decide }: TestRegistry, permanent: boolean, name = 's') =>
  decide(decisions.deleteSubject(state, { subject: subject(name), permanent }))
const removeVersion = ({ state, decide }: TestRegistry, version: number | 'latest', permanent: boolean, name = 's') =>
  decide(decisions.deleteVersion(state, { subject: subject(name), version, permanent }))

test('a subject goes softly with one record and answers its versions, then for good', () => {
  const registry = filled()
  remove(registry, false, 'user')
  removeVersion(registry, 1, false)
  expect(remove(registry, false)).toEqual([2, 3])
  expect(registry.log.at(-1)).toEqual({ key: '{"keytype":"DELETE_SUBJECT","subject":"s","magic":0}', value: '{"subject":"s","version":3}' })
  expect(queries.byId(registry.state, subject(''), 2)?.deleted).toBe(true)
  expect(remove(registry, true)).toEqual([1, 2, 3])
  expect(queries.byId(registry.state, subject(''), 2)).toBeNull()
  expect(registry.register({ subject: S, schema: '"D"' })).toMatchObject({ version: 1, id: 5 })
})

test.for<[string, (registry: TestRegistry) => unknown, number, number, string]>([
  ['an unknown subject', (registry) => remove(registry, false, 'x'), 404, 40401, "Subject 'x' not found."],
  ['a version of one', (registry) => removeVersion(registry, 1, false, 'x'), 404, 40401, "Subject 'x' not found."],
  ['an unknown version', (registry) => removeVersion(registry, 9, false), 404, 40402, 'Version 9 not found.'],
  [
    'a subject that is soft-deleted',
    (registry) => [remove(registry, false, 'user'), remove(registry, false, 'user')][1],
    404,
    40404,
    "Subject 'user' was soft deleted.Set permanent=true to delete permanently",
  ],
  [
    'for good a subject that is not',
    (registry) => remove(registry, true, 'user'),
    404,
    40405,
    "Subject 'user' was not deleted first before being permanently deleted",
  ],
  [
    'a version that is soft-deleted',
    (registry) => [removeVersion(registry, 1, false), removeVersion(registry, 1, false)][1],
    404,
    40406,
    "Subject 's' Version 1 was soft deleted.Set permanent=true to delete permanently",
  ],
  [
    'for good a version that is not',
    (registry) => removeVersion(registry, 1, true),
    404,
    40407,
    "Subject 's' Version 1 was not deleted first before being permanently deleted",
  ],
  [
    'a version that something refers to',
    (registry) => removeVersion(registry, 2, false),
    422,
    42206,
    'One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=s,version=2}.',
  ],
  [
    'its subject',
    (registry) => remove(registry, false),
    422,
    42206,
    'One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=s,version=2}.',
  ],
  [
    'in a read-only subject',
    (registry) => {
      registry.decide(decisions.putMode(registry.state, { scope: S, mode: 'READONLY', force: false, mutable: true }))
      return removeVersion(registry, 1, false)
    },
    422,
    42205,
    'Subject s in context  is in read-only mode',
  ],
])('deleting %s is refused', ([, attempt, status, errorCode, message]) => {
  expect(attempt(filled())).toEqual({ status, errorCode, message })
})

test('latest is the latest that is not deleted', () => {
  const registry = filled()
  expect(removeVersion(registry, 'latest', false)).toBe(3)
  remove(registry, false, 'user')
  expect(removeVersion(registry, 'latest', false)).toBe(2)
})

test.for([
  ['subject', (registry: TestRegistry) => remove(registry, true, 'user')],
  ['last version', (registry: TestRegistry) => removeVersion(registry, 1, true, 'user')],
] as const)('config and mode go for good with the %s', ([, finish]) => {
  const registry = filled()
  const scope = subject('user')
  registry.decide(decisions.putConfig(registry.state, { scope, update: { compatibilityLevel: 'NONE' } }))
  registry.decide(decisions.putMode(registry.state, { scope, mode: 'READWRITE', force: false, mutable: true }))
  remove(registry, false, 'user')
  expect(queries.config(registry.state, scope)).not.toBeNull()
  finish(registry)
  expect(queries.config(registry.state, scope)).toBeNull()
  expect(queries.mode(registry.state, scope)).toBeNull()
})

test('a context goes when it is empty, and its ids are not given again', () => {
  const registry = openRegistry()
  registry.register({ subject: subject(':.c:s') })
  const gone = () => registry.decide(decisions.deleteContext(registry.state, { tenant: 'default', context: '.c' }))
  const notEmpty = { status: 422, errorCode: 42211, message: "The specified context '.c' is not empty." }
  expect(gone()).toEqual(notEmpty)
  remove(registry, false, ':.c:s')
  expect(gone()).toEqual(notEmpty)
  remove(registry, true, ':.c:s')
  expect(queries.contexts(registry.state, 'default')).toEqual(['.', '.c'])
  expect(gone()).toBeNull()
  expect(queries.contexts(registry.state, 'default')).toEqual(['.'])
  expect(registry.register({ subject: subject(':.c:s') })).toMatchObject({ id: 2 })
})
