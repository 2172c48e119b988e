import { unreachable } from '@leat/base'
import { CODEC_LIMITS } from '../codec.ts'
import type { JsonNode } from '../json-text/index.ts'
import { type Sink, room, writeByte, writeLong, writeText } from './codec-sink.ts'
import { type UnionChoice, branchForDefault, taggedBranch } from './codec-union.ts'
import { asFixed, asFloat, asInteger, asKind, asLatin1, refuse } from './codec-values.ts'
import type { AvroType, RecordType } from './types.ts'

/** As Avro's JSON encoding has values; what a record leaves out is its default. */
export function writeValue(sink: Sink, type: AvroType, value: JsonNode): void {
  write(sink, type, value, taggedBranch)
}

function write(sink: Sink, type: AvroType, value: JsonNode, choose: UnionChoice): void {
  if (sink.valuesLeft-- <= 0) refuse(sink, `there are more than ${CODEC_LIMITS.valuesMax} values`)
  if (sink.path.length > CODEC_LIMITS.depthMax) refuse(sink, `values are nested deeper than ${CODEC_LIMITS.depthMax}`)
  switch (type.kind) {
    case 'null':
      return void asKind(sink, value, 'null', 'null')
    case 'boolean':
      return writeByte(sink, asKind(sink, value, 'boolean', 'true or false').value ? 1 : 0)
    case 'int':
      return writeLong(sink, asInteger(sink, value, 32))
    case 'long':
      return writeLong(sink, asInteger(sink, value, 64))
    case 'float':
      return void sink.bytes.writeFloatLE(...placed(sink, asFloat(sink, value, 'a float'), 4))
    case 'double':
      return void sink.bytes.writeDoubleLE(...placed(sink, asFloat(sink, value, 'a double'), 8))
    case 'string':
      return writeText(sink, asKind(sink, value, 'string', 'a string').value, 'utf8')
    case 'bytes':
      return writeText(sink, asLatin1(sink, value, 'bytes'), 'latin1')
    case 'fixed':
      return writeFixed(sink, asFixed(sink, value, type))
    case 'enum': {
      const symbol = asKind(sink, value, 'string', `a symbol of ${type.name.full}`).value
      const index = type.symbols.indexOf(symbol)
      if (index === -1) refuse(sink, `${type.name.full} has no symbol "${symbol}": it has ${type.symbols.join(', ')}`)
      return writeLong(sink, BigInt(index))
    }
    case 'array': {
      const { items } = asKind(sink, value, 'array', 'an array')
      return writeBlock(sink, items, (item, index) => below(sink, index, () => write(sink, type.items, item, choose)))
    }
    case 'map': {
      const { entries } = asKind(sink, value, 'object', 'an object')
      return writeBlock(sink, entries, ([key, item]) => {
        writeText(sink, key, 'utf8')
        below(sink, key, () => write(sink, type.values, item, choose))
      })
    }
    case 'union': {
      const { index, branch, inner } = choose(sink, type, value)
      writeLong(sink, BigInt(index))
      return below(sink, branch.kind, () => write(sink, branch, inner, choose))
    }
    case 'record':
      return writeRecord(sink, type, value, choose)
    case 'unresolved':
      return refuse(sink, `the schema does not define ${type.fullName}`)
    default:
      return unreachable(type)
  }
}

function writeRecord(sink: Sink, type: RecordType, value: JsonNode, choose: UnionChoice): void {
  const members = new Map(asKind(sink, value, 'object', `an object: ${type.name.full}`).entries)
  for (const field of type.fields) {
    const given = members.get(field.name)
    members.delete(field.name)
    const written = given ?? field.default ?? refuse(sink, `the field "${field.name}" of ${type.name.full} is missing and has no default`)
    below(sink, field.name, () => write(sink, field.type, written, given === undefined ? branchForDefault : choose))
  }
  const [stranger] = members.keys()
  if (stranger !== undefined) refuse(sink, `${type.name.full} has no field "${stranger}"`)
}

/** One block, then the end. */
function writeBlock<T>(sink: Sink, items: readonly T[], writeItem: (item: T, index: number) => void): void {
  if (items.length > 0) writeLong(sink, BigInt(items.length))
  for (const [index, item] of items.entries()) writeItem(item, index)
  writeByte(sink, 0)
}

function writeFixed(sink: Sink, text: string): void {
  const at = room(sink, text.length)
  sink.bytes.write(text, at, 'latin1')
}

function placed(sink: Sink, value: number, bytes: number): [number, number] {
  return [value, room(sink, bytes)]
}

function below(sink: Sink, step: string | number, work: () => void): void {
  sink.path.push(step)
  work()
  sink.path.pop()
}
