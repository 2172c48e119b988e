import { type JsonNode, type JsonObject, memberOf } from '../json-text/index.ts'
import { checkDefault } from './defaults.ts'
import { AvroSchemaError } from './error.ts'
import { parseJavaDouble } from './java-double.ts'
import { checkName } from './names.ts'
import { define, partsOf, readName } from './read-named.ts'
import { RESERVED_IN, type ReadContext, aliasTexts, javaJson, propsOf, requiredText, textOf } from './read-parts.ts'
import type { AvroField, AvroType, FieldOrder, RecordType } from './types.ts'

/** Given by the caller: a record's fields hold any type, so reading types and records would import each other. */
export type ReadType = (node: JsonNode, context: ReadContext, space: string | null) => AvroType

/** A record is known by its name only after its fields: within them its name is not resolved yet. */
export function readRecord(node: JsonObject, context: ReadContext, space: string | null, readType: ReadType): RecordType {
  const name = readName(node, context, space)
  const listed = memberOf(node, 'fields')
  if (listed?.kind !== 'array') throw new AvroSchemaError(`Record has no fields: ${javaJson(node)}`, node.offset)
  const fields = listed.items.map((field) => readField(field, context, name.space, readType))
  checkUnique(fields, name.full)
  const type: RecordType = {
    kind: 'record',
    ...partsOf(node, context, name, RESERVED_IN.schema),
    isError: textOf(node, 'type') === 'error',
    fields,
  }
  return define(type, context, node.offset)
}

function readField(node: JsonNode, context: ReadContext, space: string | null, readType: ReadType): AvroField {
  const name = requiredText(node, 'name', 'No field name')
  // Only an object has a text under a key.
  const object = node as JsonObject
  const typeNode = memberOf(object, 'type')
  if (typeNode === undefined) throw new AvroSchemaError(`No field type: ${javaJson(node)}`, node.offset)
  const type = readType(typeNode, context, space)
  const order = readOrder(object)
  const standIn = readDefault(object, type)
  if (context.strict) checkName(name, node.offset)
  const field: AvroField = {
    name,
    type,
    doc: textOf(object, 'doc'),
    default: standIn,
    order,
    aliases: aliasTexts(object),
    props: propsOf(object, RESERVED_IN.field),
    offset: node.offset,
  }
  if (context.strict) checkDefault(field, context)
  return field
}

function readOrder(node: JsonObject): FieldOrder {
  const order = memberOf(node, 'order')
  if (order === undefined) return 'ascending'
  if (order.kind !== 'string') throw new AvroSchemaError(`order not a string: ${javaJson(node)}`, order.offset)
  const word = order.value.toLowerCase()
  if (word === 'ascending' || word === 'descending' || word === 'ignore') return word
  throw new AvroSchemaError(`No enum constant org.apache.avro.Schema.Field.Order.${order.value.toUpperCase()}`, order.offset)
}

/** A text that stands for a floating-point number (NaN, Infinity, 1.5) becomes that number. */
function readDefault(node: JsonObject, type: AvroType): JsonNode | undefined {
  const standIn = memberOf(node, 'default')
  if (standIn?.kind !== 'string' || (type.kind !== 'float' && type.kind !== 'double')) return standIn
  const text = parseJavaDouble(standIn.value)
  if (text === null) throw new AvroSchemaError(`For input string: "${standIn.value}"`, standIn.offset)
  return standIn.offset === undefined ? { kind: 'number', text } : { kind: 'number', text, offset: standIn.offset }
}

function checkUnique(fields: readonly AvroField[], record: string): void {
  const places = new Map<string, number>()
  fields.forEach((field, place) => {
    const before = places.get(field.name)
    if (before !== undefined) {
      const [one, other] = [place, before].map((at) => `${field.name} type:${fields[at]!.type.kind.toUpperCase()} pos:${at}`)
      throw new AvroSchemaError(`Duplicate field ${field.name} in record ${record}: ${one} and ${other}.`, field.offset)
    }
    places.set(field.name, place)
  })
}
