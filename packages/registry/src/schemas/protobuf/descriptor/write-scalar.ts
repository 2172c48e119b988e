import type { BinaryWriter } from '@bufbuild/protobuf/wire'
import type { OptionValue } from '../text/ast.ts'
import { bytesOf, floatNumber, wholeNumber } from './default-value.ts'

const VARINT = 0
const BIT64 = 1
const LENGTH = 2
const BIT32 = 5

/** Writes tag and value of a scalar option. What does not fit the type is left out. */
export function writeScalar(writer: BinaryWriter, tag: number, type: string, value: OptionValue): void {
  if (!('text' in value)) return
  const { kind, text } = value
  if (type === 'string') {
    if (kind === 'string') writer.tag(tag, LENGTH).string(text)
  } else if (type === 'bytes') {
    if (kind === 'string') writer.tag(tag, LENGTH).bytes(bytesOf(text))
  } else if (type === 'bool') {
    if (text === 'true' || text === 'false') writer.tag(tag, VARINT).bool(text === 'true')
  } else if (type === 'double') writer.tag(tag, BIT64).double(floatNumber(text))
  else if (type === 'float') writer.tag(tag, BIT32).float(floatNumber(text))
  else if (/^-?(0[xX][0-9a-fA-F]+|[0-9]+)$/.test(text)) writeWhole(writer, tag, type, wholeNumber(text))
}

function writeWhole(writer: BinaryWriter, tag: number, type: string, value: bigint): void {
  const bits = type.endsWith('64') ? 64 : 32
  const isUnsigned = type.startsWith('u') || type.startsWith('fixed')
  if (value !== (isUnsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value))) return
  switch (type) {
    case 'int32':
      writer.tag(tag, VARINT).int32(Number(value))
      return
    case 'uint32':
      writer.tag(tag, VARINT).uint32(Number(value))
      return
    case 'sint32':
      writer.tag(tag, VARINT).sint32(Number(value))
      return
    case 'fixed32':
      writer.tag(tag, BIT32).fixed32(Number(value))
      return
    case 'sfixed32':
      writer.tag(tag, BIT32).sfixed32(Number(value))
      return
    case 'int64':
      writer.tag(tag, VARINT).int64(value)
      return
    case 'uint64':
      writer.tag(tag, VARINT).uint64(value)
      return
    case 'sint64':
      writer.tag(tag, VARINT).sint64(value)
      return
    case 'fixed64':
      writer.tag(tag, BIT64).fixed64(value)
      return
    case 'sfixed64':
      writer.tag(tag, BIT64).sfixed64(value)
  }
}
