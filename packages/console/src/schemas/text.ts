export const SCHEMA_TYPES = ['AVRO', 'JSON', 'PROTOBUF'] as const
export type SchemaType = (typeof SCHEMA_TYPES)[number]

const WORD: Readonly<Record<string, string>> = { AVRO: 'Avro', JSON: 'JSON Schema', PROTOBUF: 'Protobuf' }

/** An answer leaves out the type of Avro. */
export function typeInWords(type: string | undefined): string {
  return WORD[type ?? 'AVRO'] ?? type ?? ''
}

/** As people write it: the registry keeps JSON on one line. */
export function formatted(schema: string, type: string | undefined): string {
  if (type === 'PROTOBUF') return schema
  try {
    return JSON.stringify(JSON.parse(schema), null, 2)
  } catch {
    return schema
  }
}

export const EXAMPLES: Readonly<Record<SchemaType, string>> = {
  AVRO: JSON.stringify(
    {
      type: 'record',
      name: 'Order',
      fields: [
        { name: 'id', type: 'long' },
        { name: 'note', type: ['null', 'string'], default: null },
      ],
    },
    null,
    2,
  ),
  JSON: JSON.stringify(
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'Order',
      type: 'object',
      properties: { id: { type: 'integer' }, note: { type: 'string' } },
      required: ['id'],
    },
    null,
    2,
  ),
  PROTOBUF: 'syntax = "proto3";\n\nmessage Order {\n  int64 id = 1;\n  string note = 2;\n}\n',
}
