/** Schemas of a usual size (some 1,270 characters) in three formats, numbered: subject `avro-7` has record `R7`, and each version one field more than the one before. */
import type { SchemaType } from '../../packages/registry/src/schemas/contract.ts'

export type FormatName = 'avro' | 'json' | 'protobuf'

export const FORMATS: readonly FormatName[] = ['avro', 'json', 'protobuf']

export const TYPES = { avro: 'AVRO', json: 'JSON', protobuf: 'PROTOBUF' } as const satisfies Record<FormatName, SchemaType>

/** Fields of version 1. */
const FIELDS = 8
const WORDS = 'what it is for, and who may rely on it in what way'

/** `note` makes it another schema with the same fields. `name` is of the record. */
interface Shape {
  readonly name: string
  readonly fields: number
  readonly note: string
}

const TEXTS: Readonly<Record<FormatName, (shape: Shape) => string>> = {
  avro: ({ name, fields, note }) =>
    JSON.stringify({
      type: 'record',
      name,
      namespace: 'bench',
      doc: note,
      fields: numbers(fields).map((i) => ({ name: `field${i}`, type: ['null', 'string'], doc: `${WORDS} ${i}`, default: null })),
    }),
  json: ({ name, fields, note }) =>
    JSON.stringify({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: name,
      description: note,
      type: 'object',
      properties: Object.fromEntries(numbers(fields).map((i) => [`field${i}`, { type: 'string', description: `${WORDS} ${i}` }])),
      additionalProperties: false,
    }),
  // As the registry prints it: what the log holds has no comments.
  protobuf: ({ name, fields, note }) =>
    [
      'syntax = "proto3";',
      'package bench;',
      '',
      `option java_package = "bench.${note}";`,
      '',
      `message ${name} {`,
      ...numbers(fields).map((i) => `  string a_field_with_a_name_that_tells_what_it_is_for_${i} = ${i + 1};`),
      '}',
      '',
    ].join('\n'),
}

/** Version `version` of the subject with this number, which may be a placeholder. */
export function schemaText(format: FormatName, number: number | string, version: number): string {
  return TEXTS[format]({ name: `R${number}`, fields: FIELDS + version - 1, note: 'usual' })
}

/** One of many versions with the same fields. */
export function notedText(format: FormatName, version: number): string {
  return TEXTS[format]({ name: 'Noted', fields: FIELDS, note: `n${version}` })
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i)
}
