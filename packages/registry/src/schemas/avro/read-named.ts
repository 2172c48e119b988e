import { type JsonObject, isIntegerText, javaInteger, memberOf } from '../json-text/index.ts'
import { sameType } from './equal.ts'
import { AvroSchemaError } from './error.ts'
import { type AvroName, avroName, checkFullName, checkName } from './names.ts'
import { RESERVED_IN, type ReadContext, aliasTexts, javaJson, propsOf, requiredText, textOf } from './read-parts.ts'
import { type EnumType, type FixedType, type NamedType, isPrimitiveName } from './types.ts'

const INT_MAX = 2_147_483_647
/** Of org.apache.avro: what an array in Java can hold. */
const FIXED_BYTES_MAX = INT_MAX - 8

export function readEnum(node: JsonObject, context: ReadContext, space: string | null): EnumType {
  const name = readName(node, context, space)
  const listed = memberOf(node, 'symbols')
  if (listed?.kind !== 'array') throw new AvroSchemaError(`Enum has no symbols: ${javaJson(node)}`, node.offset)
  const symbols = new Set<string>()
  for (const symbol of listed.items) {
    if (symbol.kind !== 'string') throw new AvroSchemaError('Null name', symbol.offset)
    if (context.strict) checkName(symbol.value, symbol.offset)
    if (symbols.has(symbol.value)) throw new AvroSchemaError(`Duplicate enum symbol: ${symbol.value}`, symbol.offset)
    symbols.add(symbol.value)
  }
  const standIn = textOf(node, 'default')
  if (standIn !== null && !symbols.has(standIn)) {
    throw new AvroSchemaError(`The Enum Default: ${standIn} is not in the enum symbol set: [${[...symbols].join(', ')}]`, node.offset)
  }
  const type: EnumType = {
    kind: 'enum',
    ...partsOf(node, context, name, RESERVED_IN.enum),
    symbols: [...symbols],
    default: standIn,
  }
  return define(type, context, node.offset)
}

export function readFixed(node: JsonObject, context: ReadContext, space: string | null): FixedType {
  const name = readName(node, context, space)
  const size = memberOf(node, 'size')
  const sizeBytes = size?.kind === 'number' && isIntegerText(size.text) ? Number(javaInteger(size.text)) : Number.NaN
  // NaN and what is no 32-bit integer fail here alike.
  if (!(Math.abs(sizeBytes) <= INT_MAX)) throw new AvroSchemaError(`Invalid or no size: ${javaJson(node)}`, node.offset)
  if (sizeBytes < 0) throw new AvroSchemaError(`Malformed data. Length is negative: ${sizeBytes}`, size?.offset)
  if (sizeBytes > FIXED_BYTES_MAX) {
    throw new AvroSchemaError(`Cannot read arrays longer than ${FIXED_BYTES_MAX} bytes in Java library`, size?.offset)
  }
  return define({ kind: 'fixed', ...partsOf(node, context, name, RESERVED_IN.schema), sizeBytes }, context, node.offset)
}

export function readName(node: JsonObject, context: ReadContext, space: string | null): AvroName {
  const name = avroName(requiredText(node, 'name', 'No name in schema'), textOf(node, 'namespace') ?? space)
  if (context.strict) checkName(name.name, node.offset)
  if (isPrimitiveName(name.full)) throw new AvroSchemaError(`Schemas may not be named after primitives: ${name.full}`, node.offset)
  return name
}

/** What all named types have, read after what is their own. */
export function partsOf(node: JsonObject, context: ReadContext, name: AvroName, reserved: ReadonlySet<string>) {
  const aliases = new Map<string, AvroName>()
  for (const text of aliasTexts(node)) {
    const alias = avroName(text, name.space)
    if (context.strict) checkName(alias.name, node.offset)
    if (!aliases.has(alias.full)) aliases.set(alias.full, alias)
  }
  return { name, doc: textOf(node, 'doc'), aliases: [...aliases.values()], props: propsOf(node, reserved) }
}

/** Makes a type known by its name. The same definition may stand twice, another one may not. */
export function define<T extends NamedType>(type: T, context: ReadContext, offset: number | undefined): T {
  const { full } = type.name
  if (context.strict) checkFullName(full, offset)
  const before = context.known.get(full)
  if (before === undefined) context.known.set(full, type)
  else if (!sameType(before, type)) throw new AvroSchemaError(`Can't redefine: ${full}`, offset)
  return type
}
