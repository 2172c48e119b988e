/** Generated .proto files, changes to them, and data. Everything comes from a seed. */
import type { Random } from './seeded.ts'

export interface ProtoField {
  readonly name: string
  readonly tag: number
  /** `m` stands for a label or a map in front of it. */
  readonly type: string
  readonly label: '' | 'repeated ' | 'optional '
  readonly oneof: string | null
}

export interface ProtoMessage {
  readonly name: string
  readonly fields: readonly ProtoField[]
}

export interface ProtoModel {
  readonly messages: readonly ProtoMessage[]
  readonly enums: readonly string[]
}

export const SCALAR_GROUPS = [
  ['int32', 'int64', 'uint32', 'uint64', 'bool'],
  ['sint32', 'sint64'],
  ['string', 'bytes'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
  ['float'],
  ['double'],
] as const

const SCALARS: readonly string[] = SCALAR_GROUPS.flat()
const KEYS = ['int32', 'string', 'bool', 'sint64']

export function generateModel(random: Random): ProtoModel {
  const count = 1 + random.below(4)
  const names = Array.from({ length: count }, (_, index) => `M${index}`)
  const enums = random.below(2) === 0 ? [] : ['E0']
  return { enums, messages: names.map((name) => ({ name, fields: generateFields(random, names, enums) })) }
}

function generateFields(random: Random, messages: readonly string[], enums: readonly string[]): readonly ProtoField[] {
  const count = random.below(7)
  return Array.from({ length: count }, (_, index): ProtoField => {
    const kind = random.below(8)
    const type = kind === 0 ? random.pick(messages) : kind === 1 && enums.length > 0 ? random.pick(enums) : random.pick(SCALARS)
    const base = { name: `f_${index}`, tag: index * 3 + 1 + random.below(3), type }
    if (kind === 2) return { ...base, type: `map<${random.pick(KEYS)}, ${type}>`, label: '', oneof: null }
    if (kind === 3) return { ...base, label: '', oneof: `o${random.below(2)}` }
    return { ...base, label: random.pick(['', '', 'repeated ', 'optional '] as const), oneof: null }
  })
}

/** The text of a model, its fields in an order by chance. */
export function protoText(model: ProtoModel, random: Random): string {
  const messages = model.messages.map(({ name, fields }) => {
    const shuffled = shuffle(fields, random)
    const plain = shuffled.filter(({ oneof }) => oneof === null).map(fieldText)
    const oneofs = [
      ...Map.groupBy(
        shuffled.filter(({ oneof }) => oneof !== null),
        ({ oneof }) => oneof,
      ),
    ]
    const chosen = oneofs.map(([oneof, members]) => `oneof ${oneof} { ${members.map(fieldText).join(' ')} }`)
    return `message ${name} { ${shuffle([...plain, ...chosen], random).join(' ')} }`
  })
  return `syntax = "proto3"; package t; ${messages.join('\n')} ${model.enums.map((name) => `enum ${name} { ${name}_A = 0; ${name}_B = 1; }`).join(' ')}`
}

function fieldText({ label, type, name, tag }: ProtoField): string {
  return `${label}${type} ${name} = ${tag}; // a comment\n`
}

function shuffle<T>(items: readonly T[], random: Random): readonly T[] {
  return items
    .map((item) => ({ item, at: random.below(1_000_000) }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** A value that protobufjs encodes for a message, two messages deep. */
export function generateRecord(model: ProtoModel, message: string, random: Random, depth = 0): Record<string, unknown> {
  const { fields } = model.messages.find(({ name }) => name === message)!
  const record: Record<string, unknown> = {}
  const setOneofs = new Set<string>()
  for (const field of fields) {
    if (random.below(4) === 0 || (field.oneof !== null && setOneofs.has(field.oneof))) continue
    if (field.oneof !== null) setOneofs.add(field.oneof)
    const map = /^map<(\w+), (\w+)>$/.exec(field.type)
    const one = (type: string): unknown => generateValue(model, type, random, depth)
    if (map !== null) record[jsonName(field)] = { [mapKey(map[1]!)]: one(map[2]!) }
    else if (field.label === 'repeated ') record[jsonName(field)] = [one(field.type), one(field.type)]
    else record[jsonName(field)] = one(field.type)
  }
  return record
}

export function jsonName({ name }: ProtoField): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}

function mapKey(type: string): string {
  return type === 'string' ? 'key' : type === 'bool' ? 'true' : type === 'int32' ? '7' : '9'
}

function generateValue(model: ProtoModel, type: string, random: Random, depth: number): unknown {
  if (model.messages.some(({ name }) => name === type)) return depth > 1 ? {} : generateRecord(model, type, random, depth + 1)
  if (model.enums.includes(type)) return random.below(2)
  if (type === 'string') return random.pick(['', 'a', 'Grüße', 'long '.repeat(40)])
  if (type === 'bytes') return Buffer.from([random.below(256), random.below(256)])
  if (type === 'bool') return random.below(2) === 1
  if (type === 'float' || type === 'double') return random.pick([0.5, -2, 1024])
  return type.startsWith('u') || type.startsWith('fixed') ? random.below(100_000) : random.below(100_000) - 50_000
}

export interface Change {
  readonly model: ProtoModel
  /** What the registry must say of it. */
  readonly isCompatible: boolean
}

/** One change to one message; null when there is nothing to change that way. */
export function changeModel(model: ProtoModel, random: Random): Change | null {
  const message = random.pick(model.messages)
  const { fields } = message
  const withFields = (changed: readonly ProtoField[], isCompatible: boolean): Change => {
    const messages = model.messages.map((each) => (each === message ? { ...message, fields: changed } : each))
    return { model: { ...model, messages }, isCompatible }
  }
  const field = fields.length === 0 ? undefined : random.pick(fields)
  const replaced = (by: Partial<ProtoField>, isCompatible: boolean): Change => {
    return withFields(
      fields.map((each) => (each === field ? { ...each, ...by } : each)),
      isCompatible,
    )
  }
  const group = SCALAR_GROUPS.find((names) => (names as readonly string[]).includes(field?.type ?? ''))
  switch (random.below(7)) {
    case 0:
      return withFields(
        [...fields, { name: 'added', tag: 900, type: random.pick(SCALARS), label: random.pick(['', 'repeated ']), oneof: null }],
        true,
      )
    case 1:
      return field === undefined || field.oneof !== null
        ? null
        : withFields(
            fields.filter((each) => each !== field),
            true,
          )
    case 2:
      return field === undefined ? null : replaced({ name: 'renamed' }, true)
    case 3:
      return group === undefined || field === undefined ? null : replaced({ type: random.pick(group) }, true)
    case 4: {
      const other = random.pick(SCALAR_GROUPS)
      return group === undefined || other === group ? null : replaced({ type: other[0] }, false)
    }
    case 5:
      return { model: { ...model, messages: [...model.messages, { name: 'Added', fields: [] }] }, isCompatible: true }
    default: {
      const siblings = fields.filter(({ oneof }) => oneof === field?.oneof)
      return field === undefined || field.oneof === null || siblings.length < 2
        ? null
        : withFields(
            fields.filter((each) => each !== field),
            false,
          )
    }
  }
}
