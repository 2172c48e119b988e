/** The same calls for every registry, in this order, from an empty one. Names are what differences are told by. */
export interface RegistryCall {
  readonly name: string
  /** `METHOD /path?query` */
  readonly request: string
  /** JSON; text goes as it is. */
  readonly body?: object | string
}

const AVRO_1 = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"}]}'
const AVRO_2 = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":"string","default":""}]}'
const AVRO_BAD = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"paid","type":"boolean"}]}'
const AVRO_SPACED = '{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "long"}]}'
const AVRO_OUTER = '{"type":"record","name":"Cart","fields":[{"name":"order","type":"Order"}]}'
const JSON_1 = '{"type":"object","properties":{"id":{"type":"integer"}},"additionalProperties":false}'
const JSON_2 = '{"type":"object","properties":{"id":{"type":"integer"},"note":{"type":"string"}},"additionalProperties":false}'
const JSON_BAD = '{"type":"object","properties":{"id":{"type":"string"}},"additionalProperties":false}'
const PROTO_1 = 'syntax = "proto3";\n\nmessage Order {\n  int64 id = 1;\n}\n'
const PROTO_2 = 'syntax = "proto3";\n\nmessage Order {\n  int64 id = 1;\n  string note = 2;\n}\n'
const PROTO_BAD = 'syntax = "proto3";\n\nmessage Order {\n  string id = 1;\n}\n'
const PROTO_BROKEN = 'syntax = "proto3";\n\nmessage Order {\n  int64 id = 1\n}\n'

const avro = (schema: string, more: object = {}): object => ({ schema, ...more })
const json = (schema: string): object => ({ schema, schemaType: 'JSON' })
const proto = (schema: string): object => ({ schema, schemaType: 'PROTOBUF' })
const REFERENCE = { references: [{ name: 'Order', subject: 'avro', version: 1 }] }

function call(name: string, request: string, body?: object | string): RegistryCall {
  return body === undefined ? { name, request } : { name, request, body }
}

export const CALLS: readonly RegistryCall[] = [
  call('no subjects', 'GET /subjects'),
  call('types', 'GET /schemas/types'),
  call('config at first', 'GET /config'),
  call('mode at first', 'GET /mode'),
  call('contexts', 'GET /contexts'),
  call('level for all', 'PUT /config', { compatibility: 'BACKWARD' }),

  call('avro: first version', 'POST /subjects/avro/versions', avro(AVRO_1)),
  call('avro: registered again', 'POST /subjects/avro/versions', avro(AVRO_1)),
  call('avro: in another spelling', 'POST /subjects/avro-spelt/versions', avro(AVRO_SPACED)),
  call('avro: what became of the spelling', 'GET /subjects/avro-spelt/versions/1'),
  call('avro: under another subject', 'POST /subjects/avro-other/versions', avro(AVRO_1)),
  call('avro: checked, good', 'POST /compatibility/subjects/avro/versions/latest', avro(AVRO_2)),
  call('avro: checked, good, in words', 'POST /compatibility/subjects/avro/versions/latest?verbose=true', avro(AVRO_2)),
  call('avro: second version', 'POST /subjects/avro/versions', avro(AVRO_2)),
  call('avro: checked, bad', 'POST /compatibility/subjects/avro/versions/latest', avro(AVRO_BAD)),
  call('avro: checked against all, bad', 'POST /compatibility/subjects/avro/versions', avro(AVRO_BAD)),
  call('avro: incompatible', 'POST /subjects/avro/versions', avro(AVRO_BAD)),
  call('avro: no schema', 'POST /subjects/avro/versions', avro('{"type":"nothing"}')),
  call('json: first version', 'POST /subjects/json/versions', json(JSON_1)),
  call('json: second version', 'POST /subjects/json/versions', json(JSON_2)),
  call('json: incompatible', 'POST /subjects/json/versions', json(JSON_BAD)),
  call('json: no schema', 'POST /subjects/json/versions', json('{"type":')),
  call('protobuf: first version', 'POST /subjects/proto/versions', proto(PROTO_1)),
  call('protobuf: second version', 'POST /subjects/proto/versions', proto(PROTO_2)),
  call('protobuf: incompatible', 'POST /subjects/proto/versions', proto(PROTO_BAD)),
  call('protobuf: no schema', 'POST /subjects/proto/versions', proto(PROTO_BROKEN)),
  call('a type that nobody knows', 'POST /subjects/odd/versions', { schema: 'x', schemaType: 'XML' }),
  call('another format under the subject', 'POST /subjects/avro/versions', json(JSON_1)),
  call('with a reference', 'POST /subjects/cart/versions', avro(AVRO_OUTER, REFERENCE)),
  call(
    'with a reference to nothing',
    'POST /subjects/cart/versions',
    avro(AVRO_OUTER, { references: [{ name: 'Order', subject: 'none', version: 1 }] }),
  ),

  call('subjects', 'GET /subjects'),
  call('subjects with a prefix', 'GET /subjects?subjectPrefix=ca'),
  call('versions', 'GET /subjects/avro/versions'),
  call('versions of nothing', 'GET /subjects/none/versions'),
  call('version 1', 'GET /subjects/avro/versions/1'),
  call('latest version', 'GET /subjects/avro/versions/latest'),
  call('version -1', 'GET /subjects/avro/versions/-1'),
  call('version 9', 'GET /subjects/avro/versions/9'),
  call('version 0', 'GET /subjects/avro/versions/0'),
  call('a version that is no number', 'GET /subjects/avro/versions/first'),
  call('a version of nothing', 'GET /subjects/none/versions/1'),
  call('the text of a version', 'GET /subjects/avro/versions/1/schema'),
  call('who refers to it', 'GET /subjects/avro/versions/1/referencedby'),
  call('by id', 'GET /schemas/ids/1'),
  call('by an id that was not given', 'GET /schemas/ids/9999'),
  call('the text by id', 'GET /schemas/ids/1/schema'),
  call('subjects by id', 'GET /schemas/ids/1/subjects'),
  call('versions by id', 'GET /schemas/ids/1/versions'),
  call('lookup', 'POST /subjects/avro', avro(AVRO_1)),
  call('lookup of what is not there', 'POST /subjects/avro', avro(AVRO_BAD)),
  call('lookup in nothing', 'POST /subjects/none', avro(AVRO_1)),

  call('level of a subject that has none', 'GET /config/avro'),
  call('level of a subject, or what holds for it', 'GET /config/avro?defaultToGlobal=true'),
  call('level set', 'PUT /config/avro', { compatibility: 'NONE' }),
  call('level that there is not', 'PUT /config/avro', { compatibility: 'SOMETIMES' }),
  call('level read', 'GET /config/avro'),
  call('level NONE lets it in', 'POST /subjects/avro/versions', avro(AVRO_BAD)),
  call('level deleted', 'DELETE /config/avro'),
  call('level of all set', 'PUT /config', { compatibility: 'FULL' }),
  call('level of all read', 'GET /config'),
  call('mode of a subject that has none', 'GET /mode/avro'),
  call('read only', 'PUT /mode/avro', { mode: 'READONLY' }),
  call('registered while read only', 'POST /subjects/avro/versions', avro('"string"')),
  call('written again', 'PUT /mode/avro', { mode: 'READWRITE' }),
  call('a mode that there is not', 'PUT /mode', { mode: 'SLEEPING' }),

  call('a version that is referred to is deleted', 'DELETE /subjects/avro/versions/1'),
  call('for good, before it was deleted', 'DELETE /subjects/avro/versions/2?permanent=true'),
  call('a version is deleted', 'DELETE /subjects/avro/versions/2'),
  call('a version is deleted again', 'DELETE /subjects/avro/versions/2'),
  call('what is left', 'GET /subjects/avro/versions'),
  call('a deleted version', 'GET /subjects/avro/versions/2'),
  call('a deleted version, asked for', 'GET /subjects/avro/versions/2?deleted=true'),
  call('with what was deleted', 'GET /subjects/avro/versions?deleted=true'),
  call('deleted for good', 'DELETE /subjects/avro/versions/2?permanent=true'),
  call('a subject is deleted', 'DELETE /subjects/json'),
  call('a subject is deleted again', 'DELETE /subjects/json'),
  call('subjects that are left', 'GET /subjects'),
  call('subjects with what was deleted', 'GET /subjects?deleted=true'),
  call('registered after its subject was deleted', 'POST /subjects/json/versions', json(JSON_1)),
  call('nothing is deleted', 'DELETE /subjects/none'),

  call('a body that is no JSON', 'POST /subjects/avro/versions', '{"schema":'),
  call('a property that nobody knows', 'POST /subjects/unknown/versions', { schema: '"string"', colour: 'red' }),
  call('an empty body', 'POST /subjects/empty/versions', {}),
  call('a path that there is not', 'GET /nowhere'),
]
