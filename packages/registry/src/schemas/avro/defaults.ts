import { type JsonNode, type JsonObject, isIntegerText } from '../json-text/index.ts'
import { AvroSchemaError } from './error.ts'
import { AVRO_LIMITS } from './limits.ts'
import { printType } from './print.ts'
import { type ReadContext, javaJson } from './read-parts.ts'
import type { AvroField, AvroType, RecordType } from './types.ts'

/** @throws AvroSchemaError when a field's default is no value of its type. */
export function checkDefault(field: AvroField, context: ReadContext): void {
  if (field.default === undefined || isValue(field.type, field.default, context, 0)) return
  const message = `Invalid default for field ${field.name}: ${javaJson(field.default)} not a ${printType(field.type)}`
  throw new AvroSchemaError(message, field.default.offset ?? field.offset)
}

/** A union takes a value of any of its branches (Avro 1.12); older rules allowed the first only. */
function isValue(type: AvroType, value: JsonNode | undefined, context: ReadContext, depth: number): boolean {
  if (value === undefined) return false
  if (context.budget.steps-- <= 0) {
    throw new AvroSchemaError(`Checking the defaults takes more than ${AVRO_LIMITS.defaultStepsMax} steps`, value.offset)
  }
  // A record that is its own default by way of its fields has no end.
  if (depth > AVRO_LIMITS.depthMax) throw new AvroSchemaError(`A default is nested deeper than ${AVRO_LIMITS.depthMax}`, value.offset)
  switch (type.kind) {
    case 'string':
    case 'bytes':
    case 'enum':
    case 'fixed':
      return value.kind === 'string'
    case 'int':
      return isIntegerOf(value, 32n)
    case 'long':
      return isIntegerOf(value, 64n)
    case 'float':
    case 'double':
      return value.kind === 'number'
    case 'boolean':
    case 'null':
      return value.kind === type.kind
    case 'array':
      return value.kind === 'array' && value.items.every((item) => isValue(type.items, item, context, depth + 1))
    case 'map':
      return value.kind === 'object' && value.entries.every(([, item]) => isValue(type.values, item, context, depth + 1))
    case 'union':
      return type.branches.some((branch) => isValue(branch, value, context, depth + 1))
    case 'record':
      return value.kind === 'object' && isRecordValue(type, value, context, depth)
    case 'unresolved':
      // Looked at again when the name is resolved.
      return value.kind === 'object'
  }
}

function isRecordValue(type: RecordType, value: JsonObject, context: ReadContext, depth: number): boolean {
  const members = new Map(value.entries)
  return type.fields.every((field) => isValue(field.type, members.get(field.name) ?? field.default, context, depth + 1))
}

function isIntegerOf(value: JsonNode, bits: 32n | 64n): boolean {
  if (value.kind !== 'number' || !isIntegerText(value.text)) return false
  const number = BigInt(value.text)
  const end = 1n << (bits - 1n)
  return number >= -end && number < end
}
