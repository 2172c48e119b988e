import { REGISTRY_FLAGS_BESIDE } from '../../schema-registry/flags.ts'

/** `string`: the bytes as they are. */
const FORMATS = ['string', 'avro', 'jsonschema', 'protobuf'] as const

export const FORMAT_FLAGS = {
  'key-format': { type: 'text', summary: 'Format of message key.', choices: FORMATS, default: 'string' },
  'value-format': { type: 'text', summary: 'Format of message value.', choices: FORMATS, default: 'string' },
  ...REGISTRY_FLAGS_BESIDE,
} as const

export const SCHEMA_FLAGS = {
  'key-schema': { type: 'text', summary: 'The ID or filepath of the message key schema; the latest of subject TOPIC-key when left out.' },
  schema: { type: 'text', summary: 'The ID or filepath of the message value schema; the latest of subject TOPIC-value when left out.' },
  'key-references': { type: 'text', summary: 'The path to the message key schema references file.' },
  references: { type: 'text', summary: 'The path to the message value schema references file.' },
  'schema-id-header': { type: 'switch', summary: 'Name schemas in headers instead of in front of keys and values.' },
  'schema-id': { type: 'number', summary: 'The ID of the message value schema; as --schema with an ID.' },
} as const

interface Formats {
  readonly 'key-format': string
  readonly 'value-format': string
}

export function usesSchemas(flags: Formats): boolean {
  return flags['key-format'] !== 'string' || flags['value-format'] !== 'string'
}
