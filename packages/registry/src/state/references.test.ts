import { expect, test } from 'vitest'
import { openRegistry, subject } from '../decide/testing/fixture.ts'
import { decisions } from '../decide/index.ts'
import { queries } from './index.ts'

const refers = (...names: readonly string[]) => names.map((name) => ({ name, subject: name, version: 1 }))

function filled() {
  const registry = openRegistry()
  registry.register({ subject: subject(':.c:base'), schema: '"base"' })
  registry.register({ subject: subject(':.c:left'), schema: '"left"', references: refers('base') })
  registry.register({ subject: subject(':.c:right'), schema: '"right"', references: refers('base') })
  return registry
}

test('a closure has each name once, and what a schema needs before it', () => {
  const { state } = filled()
  const closure = queries.resolveReferences(state, subject(':.c:top'), refers('left', 'right'))
  expect(closure.ok && [...closure.value.resolved]).toEqual([
    ['base', '"base"'],
    ['left', '"left"'],
    ['right', '"right"'],
  ])
})

test('-1 is the latest and becomes its number', () => {
  const registry = filled()
  registry.register({ subject: subject(':.c:base'), schema: '"base2"' })
  const closure = queries.resolveReferences(registry.state, subject('x'), [{ name: 'n', subject: ':.c:base', version: -1 }])
  expect(closure.ok && closure.value.references).toEqual([{ name: 'n', subject: ':.c:base', version: 2 }])
})

test.for([
  ['of another context', subject('top'), 1],
  ['of a version that is not there', subject(':.c:top'), 7],
] as const)('a reference %s is missing', ([, parent, version]) => {
  const reference = { name: 'n', subject: 'base', version }
  expect(queries.resolveReferences(filled().state, parent, [reference])).toEqual({ ok: false, error: { kind: 'missing', reference } })
})

test('what refers to a version is told by id, and a soft-deleted referrer no more', () => {
  const { state, decide } = filled()
  const referrers = () => queries.referencedBy(state, subject(':.c:base'), 1)
  expect(referrers()).toEqual([2, 3])
  decide(decisions.deleteSubject(state, { subject: subject(':.c:left'), permanent: false }))
  expect(referrers()).toEqual([3])
})

test('a deleted target serves stored schemas still, but no new one', () => {
  const { state, decide } = filled()
  for (const name of ['left', 'right']) decide(decisions.deleteSubject(state, { subject: subject(`:.c:${name}`), permanent: false }))
  decide(decisions.deleteSubject(state, { subject: subject(':.c:base'), permanent: false }))
  const left = queries.version(state, subject(':.c:left'), 1, 'all')!
  expect([...queries.resolvedOf(state, left)]).toEqual([['base', '"base"']])
  expect(queries.resolveReferences(state, subject(':.c:new'), refers('base')).ok).toBe(false)
})

test('a circle of references ends', () => {
  const { state, write } = openRegistry()
  const record = (name: string, id: number, other: string) => ({
    key: `{"keytype":"SCHEMA","subject":"${name}","version":1,"magic":1}`,
    value: { subject: name, version: 1, id, references: refers(other), schema: `"${name}"`, deleted: false },
  })
  write([record('a', 1, 'b'), record('b', 2, 'a')])
  expect([...queries.resolvedOf(state, queries.version(state, subject('a'), 1, 'all')!).keys()]).toEqual(['a', 'b'])
})

test('a chain that is too long is refused', () => {
  const { state, write } = openRegistry()
  write(
    Array.from({ length: 1_100 }, (_, i) => ({
      key: `{"keytype":"SCHEMA","subject":"s${i}","version":1,"magic":1}`,
      value: { subject: `s${i}`, version: 1, id: i + 1, references: i === 0 ? [] : refers(`s${i - 1}`), schema: `"${i}"`, deleted: false },
    })),
  )
  expect(queries.resolveReferences(state, subject('top'), refers('s999')).ok).toBe(true)
  expect(queries.resolveReferences(state, subject('top'), refers('s1000'))).toMatchObject({ ok: false, error: { kind: 'too-many' } })
})
