import { type JsonNode, type JsonObject, javaIntegerOrDouble } from '../json-text/index.ts'
import type { AvroField, AvroProps, AvroType } from './types.ts'

/**
 * `Schema.equals` of org.apache.avro: what may be defined twice under one name. Documentation and aliases do not count, properties do, in any order. What is
 * not resolved yet equals nothing but itself.
 */
export function sameType(one: AvroType, other: AvroType): boolean {
  if (one === other) return true
  switch (one.kind) {
    case 'unresolved':
      return false
    case 'array':
      return other.kind === 'array' && sameType(one.items, other.items) && sameProps(one.props, other.props)
    case 'map':
      return other.kind === 'map' && sameType(one.values, other.values) && sameProps(one.props, other.props)
    case 'union':
      return other.kind === 'union' && sameLists(one.branches, other.branches, sameType)
    case 'record':
      return other.kind === 'record' && sameNamed(one, other) && sameLists(one.fields, other.fields, sameField)
    case 'enum':
      return other.kind === 'enum' && sameNamed(one, other) && sameLists(one.symbols, other.symbols, Object.is)
    case 'fixed':
      return other.kind === 'fixed' && sameNamed(one, other) && one.sizeBytes === other.sizeBytes
    case 'boolean':
    case 'bytes':
    case 'double':
    case 'float':
    case 'int':
    case 'long':
    case 'null':
    case 'string':
      return other.kind === one.kind && sameProps(one.props, other.props)
  }
}

type WithProps = Extract<AvroType, { kind: 'record' | 'enum' | 'fixed' }>

function sameNamed(one: WithProps, other: WithProps): boolean {
  return one.name.full === other.name.full && sameProps(one.props, other.props)
}

function sameField(one: AvroField, other: AvroField): boolean {
  return (
    one.name === other.name &&
    one.order === other.order &&
    sameType(one.type, other.type) &&
    sameProps(one.props, other.props) &&
    (one.default === undefined || other.default === undefined ? one.default === other.default : sameJson(one.default, other.default))
  )
}

function sameProps(one: AvroProps, other: AvroProps): boolean {
  return sameJson({ kind: 'object', entries: one }, { kind: 'object', entries: other })
}

/** Keys in any order; numbers by what they print as. */
function sameJson(one: JsonNode, other: JsonNode): boolean {
  switch (one.kind) {
    case 'object':
      return other.kind === 'object' && sameMembers(one, other)
    case 'array':
      return other.kind === 'array' && sameLists(one.items, other.items, sameJson)
    case 'number':
      return other.kind === 'number' && javaIntegerOrDouble(one.text) === javaIntegerOrDouble(other.text)
    case 'null':
      return other.kind === 'null'
    case 'boolean':
    case 'string':
      return other.kind === one.kind && other.value === one.value
  }
}

function sameMembers(one: JsonObject, other: JsonObject): boolean {
  if (one.entries.length !== other.entries.length) return false
  const members = new Map(other.entries)
  return one.entries.every(([key, value]) => {
    const match = members.get(key)
    return match !== undefined && sameJson(value, match)
  })
}

function sameLists<T>(one: readonly T[], other: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return one.length === other.length && one.every((item, index) => same(item, other[index]!))
}
