import { test } from 'vitest'
import { testRegistry } from './fixture.ts'
import { error, status, type Step, walk } from './steps.ts'

const STRING = { schema: '"string"' }
const record = (...fields: readonly object[]) => ({ schema: JSON.stringify({ type: 'record', name: 'R', fields }) })
const A = { name: 'a', type: 'string' }
const B = { name: 'b', type: 'string' }
const B_WITH_DEFAULT = { name: 'b', type: 'string', default: '' }

/** What each group of endpoints answers, and each of its codes. */
const WALKS: Readonly<Record<string, readonly Step[]>> = {
  'a schema is registered, found, deleted, and gone': [
    ['GET /subjects', []],
    ['POST /subjects/s/versions', record(A), { id: 1, version: 1, schemaType: 'AVRO', deleted: false }],
    ['POST /subjects/s/versions', record(A), { id: 1, version: 1 }],
    ['POST /subjects/t/versions', record(A), { id: 1, version: 1 }],
    ['POST /subjects/s/versions', record(A, B_WITH_DEFAULT), { id: 2, version: 2 }],
    ['GET /subjects', ['s', 't']],
    ['GET /subjects/s/versions', [1, 2]],
    ['GET /subjects/s/versions/1', { subject: 's', version: 1, id: 1, schemaType: 'AVRO' }],
    ['GET /subjects/s/versions/latest', { version: 2 }],
    ['GET /subjects/s/versions/-1', { version: 2 }],
    ['GET /subjects/s/versions/2/schema', { type: 'record', name: 'R' }],
    ['POST /subjects/s', record(A), { subject: 's', id: 1, version: 1 }],
    ['POST /subjects/s', STRING, error(404, 40_403, 'Schema not found')],
    ['POST /subjects/none', STRING, error(404, 40_401, "Subject 'none' not found.")],
    [
      'DELETE /subjects/s/versions/1?permanent=true',
      error(404, 40_407, "Subject 's' Version 1 was not deleted first before being permanently deleted"),
    ],
    ['DELETE /subjects/s/versions/1', 1],
    [
      'DELETE /subjects/s/versions/1',
      error(404, 40_406, "Subject 's' Version 1 was soft deleted.Set permanent=true to delete permanently"),
    ],
    ['GET /subjects/s/versions', [2]],
    ['GET /subjects/s/versions?deleted=true', [1, 2]],
    ['GET /subjects/s/versions?deletedOnly=true', [1]],
    ['GET /subjects/s/versions?deletedAsNegative=true', [-1, 2]],
    ['GET /subjects/s/versions/1', error(404, 40_402, 'Version 1 not found.')],
    ['GET /subjects/s/versions/1?deleted=true', { version: 1, deleted: true }],
    ['POST /subjects/s?deleted=true', record(A), { version: 1 }],
    ['DELETE /subjects/s/versions/1?permanent=true', 1],
    ['DELETE /subjects/s?permanent=true', error(404, 40_405, "Subject 's' was not deleted first before being permanently deleted")],
    ['DELETE /subjects/s', [2]],
    ['DELETE /subjects/s', error(404, 40_404, "Subject 's' was soft deleted.Set permanent=true to delete permanently")],
    ['GET /subjects', ['t']],
    ['GET /subjects?deleted=true', ['s', 't']],
    ['GET /subjects?deletedOnly=true', ['s']],
    ['GET /subjects?deleted=true&deletedOnly=true', ['s']],
    ['DELETE /subjects/s?permanent=true', [2]],
    ['DELETE /subjects/s', error(404, 40_401)],
    ['GET /subjects/s/versions', error(404, 40_401)],
    ['GET /subjects/s/versions/latest', error(404, 40_401)],
    ['GET /schemas/ids/2', error(404, 40_403, 'Schema 2 not found')],
    ['POST /subjects/u/versions', STRING, { id: 3 }],
  ],
  'versions are numbers, latest or -1': [
    ['POST /subjects/s/versions', STRING, { id: 1 }],
    [
      'GET /subjects/s/versions/0',
      error(
        422,
        42_202,
        'The specified version \'0\' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"',
      ),
    ],
    ['GET /subjects/s/versions/-2', error(422, 42_202)],
    ['GET /subjects/s/versions/newest', error(422, 42_202)],
    ['GET /subjects/s/versions/2147483648', error(422, 42_202)],
    ['GET /subjects/s/versions/2147483647', error(404, 40_402)],
    ['DELETE /subjects/s/versions/0', error(422, 42_202)],
    ['POST /compatibility/subjects/s/versions/0', STRING, error(422, 42_202)],
  ],
  'compatibility is checked, and told': [
    ['POST /subjects/s/versions', record(A), { id: 1 }],
    ['POST /compatibility/subjects/s/versions', record(A, B), { is_compatible: false }],
    [
      'POST /compatibility/subjects/s/versions?verbose=true',
      record(A, B),
      {
        is_compatible: false,
        messages: [/READER_FIELD_MISSING_DEFAULT_VALUE/, /oldSchemaVersion: 1/, /oldSchema/, /BACKWARD/].map(matching),
      },
    ],
    ['POST /compatibility/subjects/s/versions?verbose=true', record(A, B_WITH_DEFAULT), { is_compatible: true, messages: [] }],
    ['POST /compatibility/subjects/s/versions/latest', record(A, B), { is_compatible: false }],
    ['POST /compatibility/subjects/s/versions/1', record(A, B_WITH_DEFAULT), { is_compatible: true }],
    ['POST /compatibility/subjects/s/versions/7', record(A), error(404, 40_402, 'Version 7 not found.')],
    ['POST /compatibility/subjects/none/versions/latest', record(A), { is_compatible: true }],
    ['POST /compatibility/subjects/none/versions', record(A), { is_compatible: true }],
    ['POST /compatibility/subjects/s/versions', { schema: '{' }, error(422, 42_201)],
    ['POST /compatibility/subjects/s/versions?verbose=true', { schema: '{' }, { is_compatible: false }],
    [
      'POST /subjects/s/versions',
      record(A, B),
      error(409, 40_901, /^Schema being registered is incompatible with an earlier schema for subject "s", details: \[/),
    ],
    ['POST /subjects/s/versions?force=true', record(A, B), { id: 2, version: 2 }],
    ['PUT /config/s', { compatibility: 'NONE' }, { compatibility: 'NONE' }],
    ['POST /subjects/s/versions', STRING, { version: 3 }],
  ],
  'a schema that is none is refused, and so is what else is wrong with a registration': [
    ['POST /subjects/s/versions', { schema: '{"type": "rekord"}' }, error(422, 42_201)],
    ['POST /subjects/s/versions', { schema: '' }, error(422, 42_201)],
    ['POST /subjects/s/versions', { ...STRING, schemaType: 'XML' }, error(422, 42_201, 'Invalid schema type XML')],
    [
      'POST /subjects/s/versions',
      { ...STRING, references: [{ name: 'x', subject: 'none', version: 1 }] },
      error(422, 42_201, /No schema reference found for subject "none" and version 1/),
    ],
    ['POST /subjects/s/versions', { ...STRING, id: 7 }, error(422, 42_205)],
    ['POST /subjects/__GLOBAL/versions', STRING, error(422, 42_208)],
    ['POST /subjects/s/versions', { ...STRING, ruleSet: { domainRules: [{ name: '1', type: 'CEL' }] } }, error(422, 42_210)],
    [
      'POST /subjects/s/versions',
      { ...STRING, schemaTagsToAdd: [{ tags: ['PII'] }] },
      error(422, 42_205, /Tags within schemas are not supported/),
    ],
    ['POST /subjects/s/versions', { ...STRING, shema: 1 }, error(422, 422, 'Unrecognized field: shema')],
    ['POST /subjects/s/versions', '{"schema":', error(400, 400)],
    ['POST /subjects/s/versions', { schema: 7 }, error(400, 400)],
    ['GET /subjects', []],
  ],
  'references hold what they refer to': [
    ['POST /subjects/a/versions', record(A), { id: 1 }],
    [
      'POST /subjects/b/versions',
      { schema: '{"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]}', references: [{ name: 'R', subject: 'a', version: -1 }] },
      { id: 2, references: [{ name: 'R', subject: 'a', version: 1 }] },
    ],
    ['GET /subjects/a/versions/1/referencedby', [2]],
    ['GET /subjects/b/versions/1/referencedby', []],
    ['GET /subjects/none/versions/1/referencedby', error(404, 40_401)],
    ['DELETE /subjects/a/versions/1', error(422, 42_206)],
    ['DELETE /subjects/a', error(422, 42_206)],
    ['GET /subjects/b/versions/1?format=resolved', { schema: matching(/"name":"a"/) }],
    ['DELETE /subjects/b', [1]],
    ['DELETE /subjects/a', [1]],
  ],
  'metadata and rules are kept, merged and found': [
    [
      'POST /subjects/s/versions',
      { ...record(A), metadata: { properties: { owner: 'x', level: '1' } } },
      { version: 1, metadata: { properties: { owner: 'x' } } },
    ],
    [
      'POST /subjects/s/versions',
      {
        ...record(A, B_WITH_DEFAULT),
        metadata: { properties: { owner: 'y' } },
        ruleSet: { domainRules: [{ name: 'r', type: 'CEL', expr: 'true' }] },
      },
      { version: 2 },
    ],
    ['GET /subjects/s/metadata?key=owner&value=x', { version: 1 }],
    ['GET /subjects/s/metadata?key=owner&value=x&key=level&value=1', { version: 1 }],
    ['GET /subjects/s/metadata?key=owner&value=x&key=level&value=2', error(404, 40_403)],
    ['GET /subjects/none/metadata?key=owner&value=x', error(404, 40_401)],
    ['GET /schemas?ruleType=cel', [{ subject: 's', version: 2 }]],
    ['GET /schemas?ruleType=jsonata', []],
    ['POST /subjects/s/versions/2/tags', { rulesToRemove: ['r'] }, { version: 3 }],
    ['GET /subjects/s/versions/3', { version: 3, metadata: { properties: { owner: 'y' } } }],
    ['POST /subjects/s/versions/9/tags', {}, error(404, 40_402)],
    ['POST /subjects/none/versions/1/tags', {}, error(404, 40_401)],
    ['POST /subjects/s/versions/2/tags', { tagsToAdd: [{ tags: ['PII'] }] }, error(422, 42_205)],
  ],
  'subjects may have any name': [
    ['POST /subjects/a%2Fb%3Ac%20%C3%A9%25/versions', STRING, { id: 1 }],
    ['GET /subjects', ['a/b:c é%']],
    ['GET /subjects/a%2Fb%3Ac%20%C3%A9%25/versions', [1]],
    ['GET /subjects/%ff/versions', status(400)],
    ['GET /subjects/', ['a/b:c é%']],
    ['GET /subjects//versions', status(404)],
  ],
}

/** An asymmetric matcher, where a step names a text by its pattern. */
function matching(pattern: RegExp): object {
  return { asymmetricMatch: (text: unknown) => typeof text === 'string' && pattern.test(text) }
}

test.for(Object.entries(WALKS))('%s', async ([, steps]) => {
  await walk(testRegistry(), steps)
})
