import type { JsonEntry, JsonNode } from '../json-text/index.ts'
import type { AvroName } from './names.ts'

/**
 * A schema of Avro as it was read, names resolved: a graph, since records may contain themselves. Identity matters: whatever is one object here is one
 * object in org.apache.avro, and the comparison remembers pairs of objects. Only `read*.ts` and `resolve.ts` change these objects, before anyone else sees them.
 */
export type AvroType = PrimitiveType | ArrayType | MapType | UnionType | RecordType | EnumType | FixedType | UnresolvedType

export type NamedType = RecordType | EnumType | FixedType

export type AvroProps = readonly JsonEntry[]

export const PRIMITIVE_NAMES = ['string', 'bytes', 'int', 'long', 'float', 'double', 'boolean', 'null'] as const

export type PrimitiveName = (typeof PRIMITIVE_NAMES)[number]

export interface PrimitiveType {
  readonly kind: PrimitiveName
  readonly props: AvroProps
}

export interface ArrayType {
  readonly kind: 'array'
  items: AvroType
  readonly props: AvroProps
}

export interface MapType {
  readonly kind: 'map'
  values: AvroType
  readonly props: AvroProps
}

export interface UnionType {
  readonly kind: 'union'
  branches: readonly AvroType[]
}

interface Named {
  readonly name: AvroName
  readonly doc: string | null
  readonly aliases: readonly AvroName[]
  readonly props: AvroProps
}

export interface RecordType extends Named {
  readonly kind: 'record'
  /** Written `"type":"error"`: of Avro's protocols. */
  readonly isError: boolean
  readonly fields: readonly AvroField[]
}

export interface AvroField {
  readonly name: string
  type: AvroType
  readonly doc: string | null
  /** Undefined when there is none; JSON null is a default. */
  readonly default: JsonNode | undefined
  readonly order: FieldOrder
  readonly aliases: readonly string[]
  readonly props: AvroProps
  /** Of the field's object in the text, for messages. */
  readonly offset: number | undefined
}

export type FieldOrder = 'ascending' | 'descending' | 'ignore'

export interface EnumType extends Named {
  readonly kind: 'enum'
  readonly symbols: readonly string[]
  readonly default: string | null
}

export interface FixedType extends Named {
  readonly kind: 'fixed'
  readonly sizeBytes: number
}

/** A name whose type was not known yet where it stood; gone when reading is over. */
export interface UnresolvedType {
  readonly kind: 'unresolved'
  readonly fullName: string
  readonly offset: number | undefined
}

export function isPrimitiveName(text: string): text is PrimitiveName {
  return PRIMITIVE_NAMES.some((name) => name === text)
}

export function isNamed(type: AvroType): type is NamedType {
  return type.kind === 'record' || type.kind === 'enum' || type.kind === 'fixed'
}

/** What tells the branches of a union apart: a full name, else the kind. */
export function branchName(type: AvroType): string {
  if (isNamed(type)) return type.name.full
  return type.kind === 'unresolved' ? type.fullName : type.kind
}
