import { expect, test } from 'vitest'
import { compacted, everything, openRegistry, replay, subject } from '../decide/testing/fixture.ts'
import { decisions } from '../decide/index.ts'
import type { RecordText } from '../records/format.ts'
import { queries } from './index.ts'

const schema = (name: string, version: number, id: number, more: object = {}): RecordText => ({
  key: `{"keytype":"SCHEMA","subject":"${name}","version":${version},"magic":1}`,
  value: JSON.stringify({ subject: name, version, id, schema: `"${name}${id}"`, deleted: false, ...more }),
})

const versionsOf = (log: readonly RecordText[], name = 's') =>
  queries.versions(replay(log), subject(name), 'all').map(({ version, deleted }) => (deleted ? -version : version))

test.for([
  ['Java since 8.0', [schema('s', 1, 1, { schemaType: 'AVRO' })]],
  [
    'Java before',
    [{ key: '{"keytype":"SCHEMA","subject":"s","version":1,"magic":0}', value: '{"subject":"s","version":1,"id":1,"schema":"\\"s1\\""}' }],
  ],
  [
    'Karapace',
    [
      {
        key: '{"subject":"s","version":1,"magic":1,"keytype":"SCHEMA"}',
        value: '{"deleted": false, "id": 1, "schema": "\\"s1\\"", "subject": "s", "version": 1}',
      },
    ],
  ],
  [
    'Redpanda',
    [
      {
        key: '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1,"seq":4,"node":0}',
        value: '{"subject":"s","version":1,"id":1,"schema":"\\"s1\\"","deleted":false}',
      },
    ],
  ],
] as const)('a schema of %s is read', ([, log]) => {
  const stored = queries.byId(replay(log), subject(''), 1)
  expect(stored).toMatchObject({ version: 1, id: 1, schemaType: 'AVRO', schema: '"s1"', references: [], metadata: null, deleted: false })
})

const deleteSubject = (version: number): RecordText => ({
  key: '{"keytype":"DELETE_SUBJECT","subject":"s","magic":0}',
  value: `{"subject":"s","version":${version}}`,
})

test.for([
  ['marks versions up to its own', [schema('s', 1, 1), schema('s', 2, 2), schema('s', 3, 3), deleteSubject(2)], [-1, -2, 3]],
  ['holds for what was before it alone', [schema('s', 1, 1), deleteSubject(1), schema('s', 2, 2), schema('s', 1, 3)], [1, 2]],
  ['without a subject that is there does nothing', [deleteSubject(1)], []],
] as const)('DELETE_SUBJECT %s', ([, log, versions]) => {
  expect(versionsOf(log)).toEqual(versions)
})

test('a tombstone deletes for good, and the schema is gone with its last version', () => {
  const state = replay([schema('s', 1, 1), schema('s', 2, 2), { ...schema('s', 1, 1), value: null }])
  expect(queries.versions(state, subject('s'), 'all')).toHaveLength(1)
  expect(queries.byId(state, subject(''), 1)).toBeNull()
  expect(queries.byId(state, subject(''), 2)).not.toBeNull()
})

test.for([
  ['the scope of a subject', 's', ['t']],
  ['the scope of a context', ':.c:', ['s', 't']],
  ['the global scope', '', []],
] as const)('CLEAR_SUBJECT forgets what was soft-deleted in %s', ([, scope, left]) => {
  const log = [
    schema('s', 1, 1, { deleted: true }),
    schema('t', 1, 2, { deleted: true }),
    schema(':.c:u', 1, 1, { deleted: true }),
    { key: `{"keytype":"CLEAR_SUBJECT"${scope === '' ? '' : `,"subject":"${scope}"`},"magic":0}`, value: '{}' },
  ]
  const all = queries.subjects(replay(log), { tenant: 'default', prefix: '', deletion: 'all' })
  expect(all).toEqual(left)
})

test('what cannot be read is counted and changes nothing', () => {
  const log: RecordText[] = [
    schema('s', 1, 1),
    { key: 'x', value: '{}' },
    { key: '{"keytype":"ASSOC","magic":0}', value: '{}' },
    { ...schema('s', 2, 2), value: '{"no' },
    { ...schema('s', 3, 3), value: '{"id":3}' },
    { key: '{"keytype":"CONFIG","magic":0}', value: '{"compatibilityLevel":"SOMEHOW"}' },
    { key: '{"keytype":"MODE","magic":0}', value: '{}' },
    schema('t', 1, 1),
    { key: '{"keytype":"NOOP","magic":0}', value: null },
  ]
  const state = replay(log)
  expect(state.skipped).toEqual({ badKeys: 1, badValues: 4, unknownKeyTypes: 1, duplicateIds: 1 })
  expect(everything(state, ['default'])).toEqual(everything(replay([schema('s', 1, 1)]), ['default']))
})

test('a config with a policy that is not known holds for the rest', () => {
  const state = replay([{ key: '{"keytype":"CONFIG","magic":0}', value: '{"compatibilityLevel":"FULL","compatibilityPolicy":"LOGICAL"}' }])
  expect(queries.config(state, subject(''))).toEqual({ compatibilityLevel: 'FULL' })
})

test('both forms of the global key are one config, of which the later counts', () => {
  const config = (key: string, level: string): RecordText => ({ key, value: `{"compatibilityLevel":"${level}"}` })
  const older = '{"keytype":"CONFIG","subject":null,"magic":0}'
  const newer = '{"keytype":"CONFIG","magic":0}'
  expect(queries.config(replay([config(older, 'FULL'), config(newer, 'NONE')]), subject(''))).toEqual({ compatibilityLevel: 'NONE' })
  expect(queries.config(replay([config(newer, 'NONE'), config(older, 'FULL')]), subject(''))).toEqual({ compatibilityLevel: 'FULL' })
})

test('what another registry wrote under its own keys does not come back after it was deleted and compacted', () => {
  const foreign: RecordText[] = [
    {
      key: '{"subject":"s","version":1,"magic":1,"keytype":"SCHEMA"}',
      value: '{"subject":"s","version":1,"id":1,"schema":"1","deleted":true}',
    },
    {
      key: '{"keytype":"SCHEMA","subject":"s","version":1,"magic":1,"seq":9}',
      value: '{"subject":"s","version":1,"id":1,"schema":"1","deleted":true}',
    },
  ]
  const registry = openRegistry()
  registry.write(foreign.map(({ key, value }) => ({ key, value: JSON.parse(value!) as object })))
  registry.decide(decisions.deleteSubject(registry.state, { subject: subject('s'), permanent: true }))
  const left = compacted(registry.log)
  expect(queries.subjects(replay(left), { tenant: 'default', prefix: '', deletion: 'all' })).toEqual([])
  expect(queries.maxId(replay(left), subject(''))).toBe(1)
})

test('one string is held for all versions with a GUID', () => {
  const state = replay([
    schema('a', 1, 5, { schema: 'text' }),
    schema('b', 1, 5, { schema: 'text' }),
    schema('b', 2, 5, { schema: 'text' }),
  ])
  const texts = new Set(['a', 'b'].flatMap((name) => queries.versions(state, subject(name), 'all').map((version) => version.references)))
  expect(texts.size).toBe(1)
})

test('tenants are told by their prefix where there are several, and not where there is one', () => {
  const log = [schema('lsrc-ab1_:.c:s', 1, 100_001), schema('lsrc-cd2_s', 1, 100_001, { schema: '"other"' }), schema('my_s', 1, 1)]
  const many = replay(log, { tenants: 'by-prefix' })
  expect(queries.subjects(many, { tenant: 'lsrc-ab1', prefix: ':*:', deletion: 'active' })).toEqual([':.c:s'])
  expect(queries.subjects(many, { tenant: 'lsrc-cd2', prefix: ':*:', deletion: 'active' })).toEqual(['s'])
  expect(queries.subjects(many, { tenant: 'default', prefix: ':*:', deletion: 'active' })).toEqual(['my_s'])
  expect(many.skipped.duplicateIds).toBe(0)
  const one = replay([log[0]!, log[2]!])
  expect(queries.subjects(one, { tenant: 'default', prefix: ':*:', deletion: 'active' })).toEqual(['lsrc-ab1_:.c:s', 'my_s'])
})
