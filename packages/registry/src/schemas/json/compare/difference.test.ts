import { expect, test } from 'vitest'
import type { SideWords } from '../../contract.ts'
import { jsonSchema } from '../index.ts'
import { parsed } from '../testing/parse.ts'
import { DIFFERENCES, type DifferenceType, incompatibilityOf } from './difference.ts'

const BACKWARD: SideWords = { reader: 'new', writer: 'old' }

const TEXTS: readonly (readonly [DifferenceType, string])[] = [
  ['MAX_LENGTH_ADDED', "The keyword at path '#/properties/a' in the new schema is not present in the old schema"],
  ['ADDITIONAL_PROPERTIES_REMOVED', "The keyword at path '#/properties/a' in the new schema is not present in the old schema"],
  ['MINIMUM_INCREASED', "The value at path '#/properties/a' in the new schema is more than its value in the old schema"],
  ['MAXIMUM_DECREASED', "The value at path '#/properties/a' in the new schema is less than its value in the old schema"],
  ['PATTERN_CHANGED', "The value at path '#/properties/a' is different between the new and old schema"],
  ['ENUM_ARRAY_NARROWED', "An array or combined type at path '#/properties/a' has fewer elements in the new schema than the old schema"],
  ['PRODUCT_TYPE_EXTENDED', "An array or combined type at path '#/properties/a' has more elements in the new schema than the old schema"],
  ['TYPE_NARROWED', "A type at path '#/properties/a' is different between the new schema and the old schema"],
  [
    'OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL',
    "The new schema has an open content model and has a property or item at path '#/properties/a' which is missing in the old schema",
  ],
  [
    'REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL',
    "The new schema has an unopen content model and has a required property at path '#/properties/a' which is missing in the old schema",
  ],
  [
    'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    "The new schema has a closed content model and is missing a property or item present at path '#/properties/a' in the old schema",
  ],
  [
    'ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    "A property or item is missing in the new schema but present at path '#/properties/a' in the old schema and is not covered by its partially open content model",
  ],
  [
    'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    "The new schema has a property or item at path '#/properties/a' which is missing in the old schema and is not covered by its partially open content model",
  ],
  ['SCHEMA_ADDED', ''],
]

test.for(TEXTS)('%s', ([type, description]) => {
  expect(incompatibilityOf({ type, path: 'properties/a' }, BACKWARD)).toEqual({
    type,
    path: '#/properties/a',
    message: `{errorType:"${type}", description:"${description}"}`,
  })
})

test('the root is #/, and the sides are called as they were said to be', () => {
  const old = parsed({ type: 'string' })
  const next = parsed({ type: 'integer' })
  expect(jsonSchema.incompatibilities(old, next, 'STRICT', { reader: 'old', writer: 'new' })).toEqual([
    {
      type: 'TYPE_CHANGED',
      path: '#/',
      message: `{errorType:"TYPE_CHANGED", description:"A type at path '#/' is different between the old schema and the new schema"}`,
    },
  ])
})

test('only what breaks has words', () => {
  const spoken = Object.values(DIFFERENCES).filter(({ text }) => text('#/', 'new', 'old') !== '')
  expect(spoken.filter(({ breaks }) => breaks === 'never')).toEqual([])
})
