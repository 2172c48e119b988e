import type {
  EnumConstant,
  EnumElement,
  Extend,
  Field,
  Group,
  Label,
  MessageElement,
  Oneof,
  Option,
  Ranges,
  TagRange,
  TypeElement,
} from './ast.ts'
import { TAG_MAX } from './ast.ts'
import { readOption, readOptions } from './parse-options.ts'
import type { Reader } from './reader.ts'

/** What holds for the whole file while it is read. */
export interface FileRules {
  readonly reader: Reader
  /** proto3 knows no `required` and lets the label away. */
  readonly isProto3: boolean
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer V)[] ? V[] : T[K] }

export function readOptionStatement({ reader }: FileRules): Option {
  const option = readOption(reader, '=')
  reader.require(';')
  return option
}

function readMessage(rules: FileRules, at: number): MessageElement {
  const { reader } = rules
  reader.count()
  const name = reader.name()
  const message: Mutable<MessageElement> = {
    kind: 'message',
    at,
    name,
    nested: [],
    options: [],
    reserved: [],
    fields: [],
    oneofs: [],
    extensions: [],
    groups: [],
    extends: [],
  }
  readBody(reader, (place) => readMember(rules, message, place))
  return message
}

function readMember(rules: FileRules, message: Mutable<MessageElement>, at: number): void {
  const { reader } = rules
  const word = reader.word()
  switch (word) {
    case 'option':
      message.options.push(readOptionStatement(rules))
      return
    case 'reserved':
      message.reserved.push(readRanges(reader, 'reserved', at))
      return
    case 'message':
      message.nested.push(readMessage(rules, at))
      return
    case 'enum':
      message.nested.push(readEnum(rules, at))
      return
    case 'extend':
      message.extends.push(readExtend(rules, at))
      return
    case 'oneof':
      message.oneofs.push(readOneof(rules, at))
      return
    case 'extensions':
      message.extensions.push(readRanges(reader, 'extensions', at))
      return
    default:
      readFieldOrGroup(rules, at, word, message)
  }
}

function readEnum(rules: FileRules, at: number): EnumElement {
  const { reader } = rules
  reader.count()
  const name = reader.name()
  const element: Mutable<EnumElement> = { kind: 'enum', at, name, options: [], constants: [], reserved: [] }
  readBody(reader, (place) => {
    const word = reader.word({ leadingDigit: false })
    if (word === 'option') element.options.push(readOptionStatement(rules))
    else if (word === 'reserved') element.reserved.push(readRanges(reader, 'reserved', place))
    else element.constants.push(readConstant(reader, word, place))
  })
  return element
}

function readConstant(reader: Reader, name: string, at: number): EnumConstant {
  reader.count()
  reader.require('=')
  const tag = reader.int()
  const options = readOptions(reader)
  reader.require(';')
  return { at, name, tag, options }
}

export function readExtend(rules: FileRules, at: number): Extend {
  const { reader } = rules
  const name = reader.name()
  const into: { fields: Field[]; groups: Group[] } = { fields: [], groups: [] }
  readBody(reader, (place) => readFieldOrGroup(rules, place, reader.word(), into))
  if (into.groups[0] !== undefined) reader.fail('a group cannot be an extension here: use a message', into.groups[0].at)
  return { at, name, fields: into.fields }
}

function readOneof(rules: FileRules, at: number): Oneof {
  const { reader } = rules
  reader.count()
  const name = reader.name()
  const oneof: Mutable<Oneof> = { at, name, fields: [], groups: [], options: [] }
  readBody(reader, (place) => {
    const type = reader.dataType()
    if (type === 'group') oneof.groups.push(readGroup(rules, place, null))
    else if (type === 'option') oneof.options.push(readOptionStatement(rules))
    else oneof.fields.push(readField(reader, place, null, type))
  })
  return oneof
}

function readFieldOrGroup(rules: FileRules, at: number, word: string, into: { fields: Field[]; groups: Group[] }): void {
  const { reader, isProto3 } = rules
  if (word === 'required' && isProto3) reader.fail("'required' label forbidden in proto3 field declarations", at)
  const label: Label | null = word === 'required' || word === 'optional' || word === 'repeated' ? word : null
  if (label === null && !isProto3 && !(word === 'map' && reader.peek() === '<')) reader.fail(`unexpected label: ${word}`, at)

  const type = label === null ? reader.dataType(word) : reader.dataType()
  if (type.startsWith('map<') && label !== null) reader.fail("'map' type cannot have label", at)
  if (type === 'group') into.groups.push(readGroup(rules, at, label))
  else into.fields.push(readField(reader, at, label, type))
}

function readField(reader: Reader, at: number, label: Label | null, type: string): Field {
  reader.count()
  const name = reader.name({ leadingDigit: false })
  reader.require('=')
  const tag = reader.int()
  const options = readOptions(reader)
  reader.require(';')
  const special = (wanted: string): string | null => {
    const value = options.findLast((option) => option.name === wanted)?.value
    return value === undefined ? null : 'text' in value ? value.text : reader.fail(`'${wanted}' takes a single value`, at)
  }
  const others = options.filter((option) => option.name !== 'default' && option.name !== 'json_name')
  return { at, label, type, name, tag, defaultValue: special('default'), jsonName: special('json_name'), options: others }
}

function readGroup(rules: FileRules, at: number, label: Label | null): Group {
  const { reader } = rules
  reader.count()
  const name = reader.word()
  reader.require('=')
  const tag = reader.int()
  const into: { fields: Field[]; groups: Group[] } = { fields: [], groups: [] }
  readBody(reader, (place) => readFieldOrGroup(rules, place, reader.word(), into))
  if (into.groups[0] !== undefined) reader.fail('expected field declaration, was a group', into.groups[0].at)
  return { at, label, name, tag, fields: into.fields }
}

function readRanges(reader: Reader, what: 'reserved' | 'extensions', at: number): Ranges {
  const values: Ranges['values'][number][] = []
  for (;;) {
    reader.count()
    const char = reader.peek()
    if (what === 'reserved' && (char === '"' || char === "'")) values.push(reader.quoted())
    else values.push(readRange(reader, what, at))
    // Options of extension ranges say who may use them; the registry drops them, and so do we.
    if (what === 'extensions' && reader.peek() === '[') readOptions(reader)
    const end = reader.next()
    if (end === ';') return { values }
    if (end !== ',') reader.fail("expected ',' or ';'")
  }
}

function readRange(reader: Reader, what: 'reserved' | 'extensions', at: number): number | TagRange {
  const first = reader.int()
  const ends = what === 'reserved' ? ',;' : ',;['
  if (ends.includes(reader.peek())) return first
  if (reader.word() !== 'to') reader.fail(what === 'reserved' ? "expected ',', ';', or 'to'" : "expected ',', ';', '[' or 'to'", at)
  const isMax = reader.peek() === 'm'
  if (!isMax) return { first, last: reader.int() }
  if (reader.word() !== 'max') reader.fail("expected an integer or 'max'")
  return { first, last: TAG_MAX }
}

/** `{ … }`: each declaration in it, without empty ones. */
export function readBody(reader: Reader, readDeclaration: (at: number) => void): void {
  reader.require('{')
  reader.nested(() => {
    while (!reader.take('}')) {
      if (reader.take(';')) continue
      readDeclaration(reader.at())
    }
  })
}

/** For callers that read types at the top of a file. */
export function readType(rules: FileRules, word: 'message' | 'enum', at: number): TypeElement {
  return word === 'message' ? readMessage(rules, at) : readEnum(rules, at)
}
