import { expect, test } from 'vitest'
import * as v from 'valibot'
import { endpoint } from '../endpoint.ts'
import { pageQuery } from '../page.ts'
import { flag, repeated } from '../parameters.ts'
import { openApi } from './document.ts'
import { jsonSchema } from './json-schema.ts'

test.for([
  [v.string(), { type: 'string' }],
  [
    v.pipe(v.string(), v.minLength(1), v.maxLength(64), v.regex(/^[a-z]+$/)),
    { type: 'string', minLength: 1, maxLength: 64, pattern: '^[a-z]+$' },
  ],
  [v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(9)), { type: 'integer', minimum: 1, maximum: 9 }],
  [v.pipe(v.array(v.boolean()), v.minLength(2), v.maxLength(3)), { type: 'array', items: { type: 'boolean' }, minItems: 2, maxItems: 3 }],
  [v.picklist(['A', 'B']), { type: 'string', enum: ['A', 'B'] }],
  [v.optional(v.literal(5), 5), { type: 'number', enum: [5], default: 5 }],
  [v.nullish(v.string()), { type: 'string', nullable: true }],
  [v.union([v.string(), v.null()]), { type: 'string', nullable: true }],
  [v.union([v.string(), v.number()]), { anyOf: [{ type: 'string' }, { type: 'number' }] }],
  [v.record(v.string(), v.unknown()), { type: 'object', additionalProperties: {} }],
  [v.pipe(v.string(), v.maxLength(3), v.transform(Number), v.maxValue(9)), { type: 'string', maxLength: 3 }],
  [v.pipe(v.string(), v.uuid(), v.description('An id')), { type: 'string', format: 'uuid', description: 'An id' }],
  [
    v.pipe(
      v.string(),
      v.check((text) => text !== 'x'),
    ),
    { type: 'string' },
  ],
  [
    v.strictObject({ a: v.string(), b: v.optional(v.string()), c: v.optional(v.pipe(v.string(), v.email())) }),
    {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string', format: 'email' } },
      required: ['a'],
      additionalProperties: false,
    },
  ],
] as const)('schema %# is rendered', ([schema, expected]) => {
  expect(jsonSchema(schema)).toEqual(expected)
})

test('an object that is one of several by its kind names the property', () => {
  const schema = v.variant('kind', [v.object({ kind: v.literal('Basic') }), v.object({ kind: v.literal('Dedicated'), cku: v.number() })])
  expect(jsonSchema(schema)).toMatchObject({
    oneOf: [{ required: ['kind'] }, { required: ['kind', 'cku'] }],
    discriminator: { propertyName: 'kind' },
  })
})

test('a kind of schema that it cannot render throws, rather than leaving a hole', () => {
  expect(() => jsonSchema(v.map(v.string(), v.string()))).toThrow('no rendering of map')
})

test('the document has every operation with parameters, bodies, access and errors', () => {
  const access = { kind: 'may', operation: 'Alter', on: 'Environment' } as const
  const common = {
    api: 'org/v2',
    errors: 'control',
    summary: 'Does',
    access,
    returns: { status: 200, schema: v.object({ id: v.string() }) },
  } as const
  const update = endpoint({
    ...common,
    id: 'updateOrgV2Environment',
    method: 'PATCH',
    path: '/org/v2/environments/{id}',
    body: v.object({ name: v.string() }),
  })
  const list = endpoint({
    ...common,
    id: 'listOrgV2Environments',
    method: 'GET',
    path: '/org/v2/environments',
    access: { kind: 'public' },
    query: { ...pageQuery(), environment: v.string(), all: v.optional(flag()), type: v.optional(repeated(v.picklist(['A']))) },
  })
  const document = openApi([update, list], { title: 'Leat', version: '1' })
  expect(Object.keys(document['paths'] as object)).toEqual(['/org/v2/environments', '/org/v2/environments/{id}'])
  expect(document).toMatchObject({
    openapi: '3.0.3',
    tags: [{ name: 'org/v2' }],
    paths: {
      '/org/v2/environments': {
        get: {
          operationId: 'listOrgV2Environments',
          security: [],
          parameters: [
            { name: 'page_size', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 100 } },
            { name: 'page_token', required: false, schema: { type: 'string', maxLength: 255 } },
            { name: 'environment', required: true },
            { name: 'all', schema: { type: 'boolean' } },
            { name: 'type', schema: { type: 'array', items: { type: 'string', enum: ['A'] } } },
          ],
          responses: { 200: { content: { 'application/json': { schema: { required: ['id'] } } } } },
        },
      },
      '/org/v2/environments/{id}': {
        patch: {
          'x-leat-may': { operation: 'Alter', on: 'Environment' },
          parameters: [{ name: 'id', in: 'path', required: true }],
          requestBody: { required: true, content: { 'application/json': { schema: { required: ['name'] } } } },
          responses: { default: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Error.control' } } } } },
        },
      },
    },
    components: { schemas: { 'Error.control': { type: 'object' } } },
  })
  expect(JSON.stringify(openApi([list, update], { title: 'Leat', version: '1' }))).toBe(JSON.stringify(document))
})
