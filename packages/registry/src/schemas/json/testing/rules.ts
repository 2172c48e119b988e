/**
 * What the rules find between two schemas, both ways: `[one, other, found from one to other, found the other way round, path]`. Paths are those of messages
 * without their `#/`.
 */
import type { DifferenceType } from '../compare/difference.ts'

export type Rule = readonly [one: unknown, other: unknown, there: DifferenceType, back: DifferenceType, path: string]

const MODERN = { $schema: 'https://json-schema.org/draft/2020-12/schema' }
const S = { type: 'string' }
const I = { type: 'integer' }
const N = { type: 'number' }
const B = { type: 'boolean' }
const NULL = { type: 'null' }
const closed = (properties: object, more: object = {}) => ({ type: 'object', properties, additionalProperties: false, ...more })
const open = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more })
const partly = (schema: unknown, properties: object, more: object = {}) => ({
  type: 'object',
  properties,
  additionalProperties: schema,
  ...more,
})
const modern = (more: object) => ({ ...MODERN, type: 'object', ...more })
const modernArray = (more: object) => ({ ...MODERN, type: 'array', ...more })
const array = (more: object) => ({ type: 'array', ...more })

/** A bound that is not there, a smaller and a larger one. */
function bound(of: object, keyword: string, name: string): Rule[] {
  const [low, high] = [
    { ...of, [keyword]: 2 },
    { ...of, [keyword]: 7 },
  ]
  const type = (change: string) => `${name}_${change}` as DifferenceType
  return [
    [of, low, type('ADDED'), type('REMOVED'), keyword],
    [low, high, type('INCREASED'), type('DECREASED'), keyword],
  ]
}

const ANY_TYPE: readonly Rule[] = [
  [{ ...S, $id: 'http://a.example/1' }, { ...S, $id: 'http://a.example/2' }, 'ID_CHANGED', 'ID_CHANGED', ''],
  [{ ...S, title: 'a' }, S, 'TITLE_CHANGED', 'TITLE_CHANGED', ''],
  [{ ...S, description: 'a' }, { ...S, description: 'b' }, 'DESCRIPTION_CHANGED', 'DESCRIPTION_CHANGED', ''],
  [{ ...S, default: 'a' }, S, 'DEFAULT_CHANGED', 'DEFAULT_CHANGED', ''],
  [array({ items: S }), array({}), 'SCHEMA_REMOVED', 'SCHEMA_ADDED', 'items'],
  [I, N, 'TYPE_EXTENDED', 'TYPE_NARROWED', ''],
  [S, I, 'TYPE_CHANGED', 'TYPE_CHANGED', ''],
  [open({ a: S }), open({ a: B }), 'TYPE_CHANGED', 'TYPE_CHANGED', 'properties/a'],
  [open({ 'a/b': S }), open({ 'a/b': NULL }), 'TYPE_CHANGED', 'TYPE_CHANGED', 'properties/a/b'],
  [{ const: 1 }, { enum: [1] }, 'TYPE_CHANGED', 'TYPE_CHANGED', ''],
]

const SCALARS: readonly Rule[] = [
  ...bound(S, 'maxLength', 'MAX_LENGTH'),
  ...bound(S, 'minLength', 'MIN_LENGTH'),
  [S, { ...S, pattern: 'a' }, 'PATTERN_ADDED', 'PATTERN_REMOVED', 'pattern'],
  [{ ...S, pattern: 'a' }, { ...S, pattern: 'b' }, 'PATTERN_CHANGED', 'PATTERN_CHANGED', 'pattern'],
  ...bound(N, 'maximum', 'MAXIMUM'),
  ...bound(N, 'minimum', 'MINIMUM'),
  ...bound(N, 'exclusiveMaximum', 'EXCLUSIVE_MAXIMUM'),
  ...bound(N, 'exclusiveMinimum', 'EXCLUSIVE_MINIMUM'),
  [N, { ...N, multipleOf: 2 }, 'MULTIPLE_OF_ADDED', 'MULTIPLE_OF_REMOVED', 'multipleOf'],
  [{ ...N, multipleOf: 2 }, { ...N, multipleOf: 6 }, 'MULTIPLE_OF_EXPANDED', 'MULTIPLE_OF_REDUCED', 'multipleOf'],
  [{ ...N, multipleOf: 0.05 }, { ...N, multipleOf: 0.1 }, 'MULTIPLE_OF_EXPANDED', 'MULTIPLE_OF_REDUCED', 'multipleOf'],
  [{ ...N, multipleOf: 2 }, { ...N, multipleOf: 3 }, 'MULTIPLE_OF_CHANGED', 'MULTIPLE_OF_CHANGED', 'multipleOf'],
  ['{"multipleOf":1e-300}', '{"multipleOf":1e300}', 'MULTIPLE_OF_CHANGED', 'MULTIPLE_OF_CHANGED', 'multipleOf'],
  [{ enum: ['a'] }, { enum: ['a', 'b'] }, 'ENUM_ARRAY_EXTENDED', 'ENUM_ARRAY_NARROWED', 'enum'],
  [{ enum: ['a'] }, { enum: ['b'] }, 'ENUM_ARRAY_CHANGED', 'ENUM_ARRAY_CHANGED', 'enum'],
  ['{"enum":[1]}', '{"enum":[1.0]}', 'ENUM_ARRAY_CHANGED', 'ENUM_ARRAY_CHANGED', 'enum'],
  [{ const: { a: 1 } }, { const: { a: 2 } }, 'ENUM_ARRAY_CHANGED', 'ENUM_ARRAY_CHANGED', 'const'],
]

const OBJECTS: readonly Rule[] = [
  [open({ a: S }), open({ a: S }, { required: ['a'] }), 'REQUIRED_ATTRIBUTE_ADDED', 'REQUIRED_ATTRIBUTE_REMOVED', 'required/a'],
  [
    open({ a: { ...S, default: '' } }),
    open({ a: { ...S, default: '' } }, { required: ['a'] }),
    'REQUIRED_ATTRIBUTE_WITH_DEFAULT_ADDED',
    'REQUIRED_ATTRIBUTE_REMOVED',
    'required/a',
  ],
  ...bound(open({}), 'maxProperties', 'MAX_PROPERTIES'),
  ...bound(open({}), 'minProperties', 'MIN_PROPERTIES'),
  [closed({}), open({}), 'ADDITIONAL_PROPERTIES_ADDED', 'ADDITIONAL_PROPERTIES_REMOVED', 'additionalProperties'],
  [closed({}), partly(S, {}), 'ADDITIONAL_PROPERTIES_ADDED', 'ADDITIONAL_PROPERTIES_REMOVED', 'additionalProperties'],
  [partly(S, {}), open({}), 'ADDITIONAL_PROPERTIES_EXTENDED', 'ADDITIONAL_PROPERTIES_NARROWED', 'additionalProperties'],
  [partly(I, {}), partly(N, {}), 'TYPE_EXTENDED', 'TYPE_NARROWED', 'additionalProperties'],
  [
    modern({ unevaluatedProperties: false }),
    modern({}),
    'UNEVALUATED_PROPERTIES_ADDED',
    'UNEVALUATED_PROPERTIES_REMOVED',
    'unevaluatedProperties',
  ],
  [
    modern({ unevaluatedProperties: false }),
    modern({ unevaluatedProperties: S }),
    'UNEVALUATED_PROPERTIES_ADDED',
    'UNEVALUATED_PROPERTIES_REMOVED',
    'unevaluatedProperties',
  ],
  [
    modern({ unevaluatedProperties: S }),
    modern({ unevaluatedProperties: true }),
    'UNEVALUATED_PROPERTIES_EXTENDED',
    'UNEVALUATED_PROPERTIES_NARROWED',
    'unevaluatedProperties',
  ],
  [modern({ unevaluatedProperties: I }), modern({ unevaluatedProperties: N }), 'TYPE_EXTENDED', 'TYPE_NARROWED', 'unevaluatedProperties'],
  [open({}), open({}, { dependencies: { a: ['b'] } }), 'DEPENDENCY_ARRAY_ADDED', 'DEPENDENCY_ARRAY_REMOVED', 'dependencies/a'],
  [
    open({}, { dependencies: { a: ['b'] } }),
    open({}, { dependencies: { a: ['b', 'c'] } }),
    'DEPENDENCY_ARRAY_EXTENDED',
    'DEPENDENCY_ARRAY_NARROWED',
    'dependencies/a',
  ],
  [
    open({}, { dependencies: { a: ['b'] } }),
    open({}, { dependencies: { a: ['c'] } }),
    'DEPENDENCY_ARRAY_CHANGED',
    'DEPENDENCY_ARRAY_CHANGED',
    'dependencies/a',
  ],
  [open({}), open({}, { dependencies: { a: open({}) } }), 'DEPENDENCY_SCHEMA_ADDED', 'DEPENDENCY_SCHEMA_REMOVED', 'dependencies/a'],
  [open({}, { dependencies: { a: I } }), open({}, { dependencies: { a: N } }), 'TYPE_EXTENDED', 'TYPE_NARROWED', 'dependencies/a'],
  [modern({}), modern({ dependentRequired: { a: ['b'] } }), 'DEPENDENCY_ARRAY_ADDED', 'DEPENDENCY_ARRAY_REMOVED', 'dependencies/a'],
  [modern({}), modern({ dependentSchemas: { a: S } }), 'DEPENDENCY_SCHEMA_ADDED', 'DEPENDENCY_SCHEMA_REMOVED', 'dependencies/a'],
]

const P = 'properties/a'
const PROPERTIES: readonly Rule[] = [
  [open({}), open({ a: S }), 'OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL', 'PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', P],
  [
    open({}),
    open({ a: S }, { required: ['a'] }),
    'REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL',
    P,
  ],
  [
    open({}),
    open({ a: { ...S, default: '' } }, { required: ['a'] }),
    'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL',
    P,
  ],
  [open({}), open({ a: {} }), 'PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL', 'PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', P],
  [open({}), open({ a: true }), 'PROPERTY_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL', 'PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL', P],
  [closed({}), closed({ a: S }), 'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL', 'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL', P],
  [
    closed({}),
    closed({ a: false }),
    'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL',
    'PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    P,
  ],
  [
    closed({}),
    closed({ a: S }, { required: ['a'] }),
    'REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    P,
  ],
  [
    closed({}),
    closed({ a: { ...S, default: '' } }, { required: ['a'] }),
    'REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_UNOPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    P,
  ],
  [
    partly(S, {}),
    partly(S, { a: S }),
    'PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    P,
  ],
  [
    partly(S, {}),
    partly(S, { a: I }),
    'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    P,
  ],
  [
    partly(I, {}),
    partly(I, { a: N }),
    'PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    P,
  ],
  [
    closed({}, { patternProperties: { '^a': S } }),
    closed({ a: S }, { patternProperties: { '^a': S } }),
    'PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    P,
  ],
  [
    open({}, { patternProperties: { '^a$': I } }),
    open({ a: S }, { patternProperties: { '^a$': I } }),
    'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    P,
  ],
  [
    open({}, { patternProperties: { '^b': I } }),
    open({ a: S }, { patternProperties: { '^b': I } }),
    'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    P,
  ],
  [
    modern({ unevaluatedProperties: S }),
    modern({ properties: { a: S }, unevaluatedProperties: S }),
    'PROPERTY_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    P,
  ],
  [
    modern({ unevaluatedProperties: false }),
    modern({ properties: { a: S }, unevaluatedProperties: false }),
    'OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL',
    'PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    P,
  ],
]

const ARRAYS: readonly Rule[] = [
  ...bound(array({}), 'maxItems', 'MAX_ITEMS'),
  ...bound(array({}), 'minItems', 'MIN_ITEMS'),
  ...bound(modernArray({ contains: S, minContains: 1 }), 'maxContains', 'MAX_CONTAINS'),
  [
    modernArray({ contains: S, minContains: 2 }),
    modernArray({ contains: S, minContains: 7 }),
    'MIN_CONTAINS_INCREASED',
    'MIN_CONTAINS_DECREASED',
    'minContains',
  ],
  [modernArray({}), modernArray({ contains: S }), 'MIN_CONTAINS_ADDED', 'MIN_CONTAINS_REMOVED', 'minContains'],
  [array({}), array({ uniqueItems: true }), 'UNIQUE_ITEMS_ADDED', 'UNIQUE_ITEMS_REMOVED', 'uniqueItems'],
  [array({ items: I }), array({ items: N }), 'TYPE_EXTENDED', 'TYPE_NARROWED', 'items'],
  [array({ items: [I] }), array({ items: [N] }), 'TYPE_EXTENDED', 'TYPE_NARROWED', 'items/0'],
  [
    array({ items: [S], additionalItems: false }),
    array({ items: [S] }),
    'ADDITIONAL_ITEMS_ADDED',
    'ADDITIONAL_ITEMS_REMOVED',
    'additionalItems',
  ],
  [
    array({ items: [S], additionalItems: S }),
    array({ items: [S] }),
    'ADDITIONAL_ITEMS_EXTENDED',
    'ADDITIONAL_ITEMS_NARROWED',
    'additionalItems',
  ],
  [
    array({ items: [S], additionalItems: I }),
    array({ items: [S], additionalItems: N }),
    'TYPE_EXTENDED',
    'TYPE_NARROWED',
    'additionalItems',
  ],
  [modernArray({ unevaluatedItems: false }), modernArray({}), 'UNEVALUATED_ITEMS_ADDED', 'UNEVALUATED_ITEMS_REMOVED', 'unevaluatedItems'],
  [modernArray({ unevaluatedItems: S }), modernArray({}), 'UNEVALUATED_ITEMS_EXTENDED', 'UNEVALUATED_ITEMS_NARROWED', 'unevaluatedItems'],
  [array({ items: [S] }), array({ items: [S, S] }), 'ITEM_ADDED_TO_OPEN_CONTENT_MODEL', 'ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL', 'items/1'],
  [
    array({ items: [] }),
    array({ items: [{}] }),
    'ITEM_WITH_EMPTY_SCHEMA_ADDED_TO_OPEN_CONTENT_MODEL',
    'ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL',
    'items/0',
  ],
  [
    array({ items: [S], additionalItems: false }),
    array({ items: [S, S], additionalItems: false }),
    'ITEM_ADDED_TO_CLOSED_CONTENT_MODEL',
    'ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    'items/1',
  ],
  [
    array({ items: [S], additionalItems: false }),
    array({ items: [S, false], additionalItems: false }),
    'ITEM_ADDED_TO_CLOSED_CONTENT_MODEL',
    'ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL',
    'items/1',
  ],
  [
    array({ items: [S], additionalItems: S }),
    array({ items: [S, S], additionalItems: S }),
    'ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'items/1',
  ],
  [
    array({ items: [S], additionalItems: S }),
    array({ items: [S, I], additionalItems: S }),
    'ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'items/1',
  ],
  [
    modernArray({ prefixItems: [S], items: S }),
    modernArray({ prefixItems: [S, S], items: S }),
    'ITEM_ADDED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'ITEM_REMOVED_IS_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL',
    'items/1',
  ],
]

const COMBINED: readonly Rule[] = [
  [S, { anyOf: [S, I] }, 'SUM_TYPE_EXTENDED', 'TYPE_CHANGED', ''],
  [S, { type: ['string', 'null'] }, 'SUM_TYPE_EXTENDED', 'TYPE_CHANGED', ''],
  [{ anyOf: [S, I] }, { anyOf: [S, I, B] }, 'SUM_TYPE_EXTENDED', 'SUM_TYPE_NARROWED', ''],
  [{ oneOf: [S, I] }, { oneOf: [B, S, I] }, 'SUM_TYPE_EXTENDED', 'SUM_TYPE_NARROWED', ''],
  [{ allOf: [S, { maxLength: 3, title: 'x' }] }, S, 'PRODUCT_TYPE_NARROWED', 'TYPE_CHANGED', ''],
  [{ allOf: [open({ a: S }), open({ b: S })] }, { allOf: [open({ a: S })] }, 'PRODUCT_TYPE_NARROWED', 'PRODUCT_TYPE_EXTENDED', ''],
  [{ oneOf: [S, I] }, { anyOf: [S, I] }, 'COMBINED_TYPE_EXTENDED', 'COMBINED_TYPE_CHANGED', ''],
  [{ allOf: [S, I] }, { anyOf: [S, I] }, 'COMBINED_TYPE_EXTENDED', 'COMBINED_TYPE_CHANGED', ''],
  [{ allOf: [S] }, { oneOf: [S, I] }, 'COMBINED_TYPE_EXTENDED', 'COMBINED_TYPE_CHANGED', ''],
  [{ allOf: [S, I] }, { oneOf: [S] }, 'COMBINED_TYPE_EXTENDED', 'COMBINED_TYPE_CHANGED', ''],
  [{ anyOf: [S] }, { allOf: [S] }, 'COMBINED_TYPE_EXTENDED', 'COMBINED_TYPE_EXTENDED', ''],
  [{ oneOf: [S, I] }, { oneOf: [S, B] }, 'COMBINED_TYPE_SUBSCHEMAS_CHANGED', 'COMBINED_TYPE_SUBSCHEMAS_CHANGED', ''],
  [{ oneOf: [I, B] }, { oneOf: [S, N] }, 'COMBINED_TYPE_SUBSCHEMAS_CHANGED', 'COMBINED_TYPE_SUBSCHEMAS_CHANGED', ''],
  [{ oneOf: [{ ...S, title: 'a' }, I] }, { oneOf: [{ ...S, title: 'b' }, I] }, 'TITLE_CHANGED', 'TITLE_CHANGED', 'oneOf/0'],
  [open({ a: { anyOf: [S, I] } }), open({ a: { anyOf: [S] } }), 'SUM_TYPE_NARROWED', 'SUM_TYPE_EXTENDED', 'properties/a'],
  [{ not: I }, { not: S }, 'NOT_TYPE_EXTENDED', 'NOT_TYPE_EXTENDED', 'not'],
  [{ not: N }, { not: I }, 'NOT_TYPE_NARROWED', 'NOT_TYPE_EXTENDED', 'not'],
]

export const RULES: readonly Rule[] = [...ANY_TYPE, ...SCALARS, ...OBJECTS, ...PROPERTIES, ...ARRAYS, ...COMBINED]
