import { printString } from '../json-text/index.ts'
import { AvroSchemaError } from './error.ts'
import { AVRO_LIMITS } from './limits.ts'
import { type AvroName, qualifiedIn } from './names.ts'
import { javaJson } from './read-parts.ts'
import type { AvroField, AvroProps, AvroType, EnumType, FixedType, NamedType, RecordType } from './types.ts'

/**
 * `Schema.toString()` of org.apache.avro, byte for byte: what is stored, hashed and answered. A named type stands in full where it is met first, by its
 * name from then on; `known` are those that stand by their name from the start, which is how references stay references.
 * @throws AvroSchemaError when types are nested deeper than AVRO_LIMITS.depthMax
 */
export function printType(type: AvroType, known: Iterable<string> = []): string {
  return print(type, { known: new Set(known), depth: 0 }, null)
}

interface Printing {
  readonly known: Set<string>
  depth: number
}

function print(type: AvroType, printing: Printing, space: string | null): string {
  if (printing.depth >= AVRO_LIMITS.depthMax) throw new AvroSchemaError(`Types are nested deeper than ${AVRO_LIMITS.depthMax}`)
  printing.depth++
  const text = printOne(type, printing, space)
  printing.depth--
  return text
}

function printOne(type: AvroType, printing: Printing, space: string | null): string {
  switch (type.kind) {
    case 'record':
    case 'enum':
    case 'fixed':
      return printNamed(type, printing, space)
    case 'array':
      return `{"type":"array","items":${print(type.items, printing, space)}${printProps(type.props)}}`
    case 'map':
      return `{"type":"map","values":${print(type.values, printing, space)}${printProps(type.props)}}`
    case 'union':
      return `[${type.branches.map((branch) => print(branch, printing, space)).join(',')}]`
    case 'unresolved':
      return printString(type.fullName)
    case 'boolean':
    case 'bytes':
    case 'double':
    case 'float':
    case 'int':
    case 'long':
    case 'null':
    case 'string':
      return type.props.length === 0 ? `"${type.kind}"` : `{"type":"${type.kind}"${printProps(type.props)}}`
  }
}

function printNamed(type: NamedType, printing: Printing, space: string | null): string {
  const { name, doc, props, aliases } = type
  if (printing.known.has(name.full)) return printString(qualifiedIn(name, space))
  printing.known.add(name.full)
  const kind = type.kind === 'record' && type.isError ? 'error' : type.kind
  const head = `{"type":"${kind}"${printName(name, space)}${member('doc', doc)}`
  const listed = aliases.length === 0 ? '' : `,"aliases":${printTexts(aliases.map((alias) => qualifiedIn(alias, name.space)))}`
  return `${head}${printBody(type, printing)}${printProps(props)}${listed}}`
}

function printName(name: AvroName, space: string | null): string {
  const own = name.space === space ? '' : `,"namespace":${printString(name.space ?? '')}`
  return `,"name":${printString(name.name)}${own}`
}

function printBody(type: RecordType | EnumType | FixedType, printing: Printing): string {
  switch (type.kind) {
    case 'record':
      return `,"fields":[${type.fields.map((field) => printField(field, printing, type.name.space)).join(',')}]`
    case 'enum':
      return `,"symbols":${printTexts(type.symbols)}${member('default', type.default)}`
    case 'fixed':
      return `,"size":${type.sizeBytes}`
  }
}

function printField(field: AvroField, printing: Printing, space: string | null): string {
  const standIn = field.default === undefined ? '' : `,"default":${javaJson(field.default)}`
  const order = field.order === 'ascending' ? '' : `,"order":"${field.order}"`
  const aliases = field.aliases.length === 0 ? '' : `,"aliases":${printTexts(field.aliases)}`
  const type = print(field.type, printing, space)
  return `{"name":${printString(field.name)},"type":${type}${member('doc', field.doc)}${standIn}${order}${aliases}${printProps(field.props)}}`
}

function printProps(props: AvroProps): string {
  return props.map(([key, value]) => `,${printString(key)}:${javaJson(value)}`).join('')
}

function printTexts(texts: readonly string[]): string {
  return `[${texts.map(printString).join(',')}]`
}

function member(key: string, text: string | null): string {
  return text === null ? '' : `,"${key}":${printString(text)}`
}
