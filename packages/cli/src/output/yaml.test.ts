import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { yaml } from './yaml.ts'

test('whatever the CLI shows is read back as it was, by YAML 1.2 and 1.1', () => {
  const value = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...Array.from('01e-+._xo:TZ')), minLength: 1 }),
      fc.stringMatching(/^[2-7A-Z]{16}$/),
      fc.uuid(),
      fc.constantFrom(
        'yes',
        'No',
        'null',
        '~',
        '1e3',
        '0x10',
        '2026-01-01',
        'a: b',
        'a #b',
        '- a',
        'User:sa-1',
        '*',
        'crn://x/y=z',
        ' a',
        'a ',
        'a:',
      ),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(
        fc.string({ maxLength: 8 }).filter((key) => key !== '__proto__'),
        tie('any'),
        { maxKeys: 4 },
      ),
    ),
  })).any
  fc.assert(
    fc.property(value, (shown) => {
      const plain = JSON.parse(JSON.stringify(shown)) as unknown
      expect(parse(yaml(plain))).toEqual(plain)
      expect(parse(yaml(plain), { version: '1.1' })).toEqual(plain)
    }),
    { numRuns: 3000 },
  )
})

test('lists stand under their key, as people write them', () => {
  expect(
    yaml({
      name: 'orders',
      partitions: [
        { id: 0, leader: true },
        { id: 1, replicas: [] },
      ],
      note: '',
    }),
  ).toBe('name: orders\npartitions:\n- id: 0\n  leader: true\n- id: 1\n  replicas: []\nnote: ""\n')
})
