import { type JsonNode, isIntegerText, javaInteger } from '../json-text/index.ts'
import type { AvroProps, AvroType } from './types.ts'

/** Logical types that need one kind and nothing else. */
const SIMPLE: Readonly<Record<string, string>> = {
  'big-decimal': 'bytes',
  date: 'int',
  'time-millis': 'int',
  'time-micros': 'long',
  'timestamp-millis': 'long',
  'timestamp-micros': 'long',
  'timestamp-nanos': 'long',
  'local-timestamp-millis': 'long',
  'local-timestamp-micros': 'long',
  'local-timestamp-nanos': 'long',
}

const DURATION_BYTES = 12
const UUID_BYTES = 16

export type LogicalType =
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly name: Exclude<string, 'decimal'> }

/** The logical type that takes effect; null when there is none, or one that is unknown or does not fit (which Avro ignores). */
export function logicalTypeOf(type: AvroType): LogicalType | null {
  if (!('props' in type)) return null
  const name = propOf(type.props, 'logicalType')
  if (name?.kind !== 'string') return null
  switch (name.value) {
    case 'decimal':
      return decimalOf(type)
    case 'uuid':
      return type.kind === 'string' || (type.kind === 'fixed' && type.sizeBytes === UUID_BYTES) ? { name: 'uuid' } : null
    case 'duration':
      return type.kind === 'fixed' && type.sizeBytes === DURATION_BYTES ? { name: 'duration' } : null
    default:
      return SIMPLE[name.value] === type.kind ? { name: name.value } : null
  }
}

function decimalOf(type: AvroType): LogicalType | null {
  if (type.kind !== 'bytes' && type.kind !== 'fixed') return null
  const precision = intOf(propOf(type.props, 'precision'))
  const scaleProp = propOf(type.props, 'scale')
  const scale = scaleProp === undefined ? 0 : intOf(scaleProp)
  if (precision === null || precision <= 0 || scale === null || scale < 0 || scale > precision) return null
  // The digits that fit into the bytes of a signed number.
  if (type.kind === 'fixed' && precision > Math.floor(Math.log10(2) * (8 * type.sizeBytes - 1))) return null
  return { name: 'decimal', precision, scale }
}

function propOf(props: AvroProps, key: string): JsonNode | undefined {
  return props.find(([name]) => name === key)?.[1]
}

function intOf(node: JsonNode | undefined): number | null {
  if (node?.kind !== 'number' || !isIntegerText(node.text)) return null
  const value = Number(javaInteger(node.text))
  return value >= -(2 ** 31) && value < 2 ** 31 ? value : null
}
