import { unreachable } from '@leat/base'
import { CODEC_LIMITS, NotOfSchema } from '../codec.ts'
import { type JsonEntry, type JsonNode, javaDouble } from '../json-text/index.ts'
import { type BytesReader, readBytes, readInt, readLength, readLong } from './codec-bytes.ts'
import { javaFloat } from './java-float.ts'
import { type AvroType, type UnionType, branchName } from './types.ts'

export function readValue(from: BytesReader, type: AvroType): JsonNode {
  if (from.valuesLeft-- <= 0) throw new NotOfSchema(`there are more than ${CODEC_LIMITS.valuesMax} values`)
  switch (type.kind) {
    case 'null':
      return { kind: 'null' }
    case 'boolean':
      return readBoolean(from)
    case 'int':
      return { kind: 'number', text: String(readInt(from)) }
    case 'long':
      return { kind: 'number', text: String(readLong(from)) }
    case 'float':
      return floating(readBytes(from, 4).readFloatLE(), javaFloat)
    case 'double':
      return floating(readBytes(from, 8).readDoubleLE(), javaDouble)
    case 'string':
      return { kind: 'string', value: readText(from) }
    case 'bytes':
      return { kind: 'string', value: readBytes(from, readLength(from)).toString('latin1') }
    case 'fixed':
      return { kind: 'string', value: readBytes(from, type.sizeBytes).toString('latin1') }
    case 'enum':
      return { kind: 'string', value: oneOf(type.symbols, readInt(from), `a symbol of ${type.name.full}`) }
    case 'union':
      return readUnion(from, type)
    case 'array':
    case 'map':
    case 'record':
      return within(from, () => readNested(from, type))
    case 'unresolved':
      throw new NotOfSchema(`the schema does not define ${type.fullName}`)
    default:
      return unreachable(type)
  }
}

function readNested(from: BytesReader, type: Extract<AvroType, { kind: 'array' | 'map' | 'record' }>): JsonNode {
  switch (type.kind) {
    case 'array': {
      const items: JsonNode[] = []
      readBlocks(from, () => void items.push(readValue(from, type.items)))
      return { kind: 'array', items }
    }
    case 'map': {
      // Of a key that comes twice the last value counts.
      const entries = new Map<string, JsonNode>()
      readBlocks(from, () => void entries.set(readText(from), readValue(from, type.values)))
      return { kind: 'object', entries: [...entries] }
    }
    case 'record':
      return { kind: 'object', entries: type.fields.map((field): JsonEntry => [field.name, readValue(from, field.type)]) }
  }
}

function readUnion(from: BytesReader, type: UnionType): JsonNode {
  const branch = oneOf(type.branches, readInt(from), 'a branch of a union')
  const value = within(from, () => readValue(from, branch))
  return branch.kind === 'null' ? value : { kind: 'object', entries: [[branchName(branch), value]] }
}

/** A block's count is negative when its size in bytes follows, for readers that skip. */
function readBlocks(from: BytesReader, readItem: () => void): void {
  for (let count = readLong(from); count !== 0n; count = readLong(from)) {
    if (count < 0n) {
      count = -count
      readLength(from)
    }
    for (; count > 0n; count--) readItem()
  }
}

function readBoolean(from: BytesReader): JsonNode {
  const at = from.offset
  const byte = readBytes(from, 1)[0]
  if (byte !== 0 && byte !== 1) throw new NotOfSchema(`the boolean at ${at} is ${byte}`)
  return { kind: 'boolean', value: byte === 1 }
}

function readText(from: BytesReader): string {
  return readBytes(from, readLength(from)).toString('utf8')
}

/** What JSON has no number for is text, as Avro's JSON encoding in Java has it. */
function floating(value: number, print: (value: number) => string): JsonNode {
  return Number.isFinite(value) ? { kind: 'number', text: print(value) } : { kind: 'string', value: String(value) }
}

function oneOf<T>(choices: readonly T[], index: number, what: string): T {
  const chosen = choices[index]
  if (chosen === undefined) throw new NotOfSchema(`${what} has the index ${index}, of ${choices.length}`)
  return chosen
}

function within<T>(from: BytesReader, read: () => T): T {
  if (from.depth >= CODEC_LIMITS.depthMax) throw new NotOfSchema(`values are nested deeper than ${CODEC_LIMITS.depthMax}`)
  from.depth++
  const value = read()
  from.depth--
  return value
}
