import { expect, test } from 'vitest'
import { ConfigUpdateRequest, RegisterSchemaRequest } from '../api/entities.ts'
import { unknownField } from './unknown-fields.ts'

test.for<readonly [unknown: string | null, body: unknown]>([
  [null, {}],
  [null, { schema: '{}', references: [], metadata: null }],
  [null, { metadata: { properties: { anything: 'goes', constructor: 'too' } } }],
  ['shema', { shema: '{}' }],
  ['constructor', { constructor: 1 }],
  [
    'verison',
    {
      references: [
        { name: 'a', subject: 'b', version: 1 },
        { name: 'a', verison: 1 },
      ],
    },
  ],
  ['expression', { ruleSet: { domainRules: [{ name: 'r', expression: 'x' }] } }],
])('the unknown property of a body, %s, is found', ([unknown, body]) => {
  expect(unknownField(RegisterSchemaRequest, body)).toBe(unknown)
})

test('settings are not nested deeper than their schema says', () => {
  expect(unknownField(ConfigUpdateRequest, { compatibility: 'FULL', defaultMetadata: { tag: {} } })).toBe('tag')
})
