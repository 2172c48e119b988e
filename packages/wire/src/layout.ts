import type { Field, FieldDefault, FieldType, ScalarType, Schema } from './api.ts'

/** One field in one version: the table's ranges are resolved, so that the code generators see plain facts. */
export interface Slot {
  readonly field: Field
  readonly name: string
  readonly place: 'inline' | 'tagged' | 'absent'
  readonly type: ScalarType | 'struct'
  readonly isArray: boolean
  readonly nullable: boolean
  /** Lengths are unsigned varints, one more than the length, 0 for null. */
  readonly compact: boolean
  /** Of the struct, or of the array's struct elements. */
  readonly struct: Layout | null
}

export interface Layout {
  readonly slots: readonly Slot[]
  /** In ascending order of tags, as they must be written. */
  readonly tagged: readonly Slot[]
  /** Ends in a tag section. */
  readonly flexible: boolean
  /** The fewest bytes one such struct can take: what an array's count is checked against. */
  readonly bytesMin: number
}

export function layoutOf(schema: Schema, version: number): Layout {
  return structLayout(schema.fields, version, schema.flexible !== null && version >= schema.flexible)
}

/** Bytes of a value of fixed size; 0 for the others. */
const FIXED_BYTES: Readonly<Record<Slot['type'], number>> = {
  bool: 1,
  int8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  float64: 8,
  uuid: 16,
  string: 0,
  bytes: 0,
  records: 0,
  struct: 0,
}

export function fixedSize(type: Slot['type']): number {
  return FIXED_BYTES[type]
}

const TYPE_DEFAULTS: Readonly<Partial<Record<FieldType, FieldDefault>>> = {
  bool: false,
  int8: 0,
  int16: 0,
  uint16: 0,
  int32: 0,
  uint32: 0,
  int64: 0,
  float64: 0,
  string: '',
  records: null,
}

/** What a field means when it is not there; undefined stands for "empty", the default of arrays, bytes, structs and UUIDs. */
export function defaultOf(field: Field): FieldDefault | undefined {
  if (field.default !== undefined) return field.default
  return field.bigint === true ? 0n : TYPE_DEFAULTS[field.type]
}

function includesVersion(range: string | undefined, version: number): boolean {
  if (range === undefined || range === 'none') return false
  const [min, max] = range.split('-')
  if (min!.endsWith('+')) return version >= Number.parseInt(min!, 10)
  return version >= Number(min) && version <= Number(max ?? min)
}

function structLayout(fields: readonly Field[], version: number, flexible: boolean): Layout {
  const slots = fields.map((field) => slotOf(field, version, flexible))
  const tagged = slots.filter((slot) => slot.place === 'tagged').sort((a, b) => a.field.tag! - b.field.tag!)
  const bytesMin = slots.reduce((sum, slot) => sum + slotBytesMin(slot), flexible ? 1 : 0)
  return { slots, tagged, flexible, bytesMin }
}

function slotOf(field: Field, version: number, flexible: boolean): Slot {
  return {
    field,
    name: field.name,
    place: placeOf(field, version),
    type: field.type.replace('[]', '') as Slot['type'],
    isArray: field.type.startsWith('[]'),
    nullable: includesVersion(field.nullable, version),
    compact: flexible && field.flexible !== 'none',
    struct: field.fields === undefined ? null : structLayout(field.fields, version, flexible),
  }
}

function placeOf(field: Field, version: number): Slot['place'] {
  if (!includesVersion(field.versions, version)) return 'absent'
  return includesVersion(field.tagged, version) ? 'tagged' : 'inline'
}

function slotBytesMin(slot: Slot): number {
  if (slot.place !== 'inline') return 0
  return slot.isArray ? (slot.compact ? 1 : 4) : valueBytesMin(slot)
}

/** The fewest bytes of one value, which for an array is one element. */
export function valueBytesMin(slot: Slot): number {
  if (slot.type === 'struct') return slot.nullable && !slot.isArray ? 1 : slot.struct!.bytesMin
  const fixed = fixedSize(slot.type)
  if (fixed > 0) return fixed
  if (slot.compact) return 1
  return slot.type === 'string' ? 2 : 4
}
