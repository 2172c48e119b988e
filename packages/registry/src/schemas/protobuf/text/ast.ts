/**
 * A .proto file as a tree without comments: what `parse-file.ts` reads and `print-file.ts` writes. It tells apart just as much as Wire's element tree does (Wire is
 * the parser of the registry everyone runs), so that its printed form can be equal; `at` alone is ours.
 */

/** Offset of the element in its text, from 0: order of declaration, and where errors point. Made up, in order, when the file came as a descriptor. */
export type Offset = number

export interface ProtoFile {
  readonly syntax: 'proto2' | 'proto3' | null
  readonly packageName: string | null
  readonly imports: readonly string[]
  readonly publicImports: readonly string[]
  readonly weakImports: readonly string[]
  readonly types: readonly TypeElement[]
  readonly services: readonly Service[]
  readonly extends: readonly Extend[]
  readonly options: readonly Option[]
}

export type TypeElement = MessageElement | EnumElement

export interface MessageElement {
  readonly kind: 'message'
  readonly at: Offset
  readonly name: string
  readonly nested: readonly TypeElement[]
  readonly options: readonly Option[]
  readonly reserved: readonly Ranges[]
  readonly fields: readonly Field[]
  readonly oneofs: readonly Oneof[]
  readonly extensions: readonly Ranges[]
  readonly groups: readonly Group[]
  readonly extends: readonly Extend[]
}

export interface EnumElement {
  readonly kind: 'enum'
  readonly at: Offset
  readonly name: string
  readonly options: readonly Option[]
  readonly constants: readonly EnumConstant[]
  readonly reserved: readonly Ranges[]
}

export interface EnumConstant {
  readonly at: Offset
  readonly name: string
  readonly tag: number
  readonly options: readonly Option[]
}

export type Label = 'required' | 'optional' | 'repeated'

export interface Field {
  readonly at: Offset
  readonly label: Label | null
  /** As written: a scalar, a name with or without its leading dot, or `map<key, value>`. */
  readonly type: string
  readonly name: string
  readonly tag: number
  /** `default` and `json_name` are written like options but are none of google.protobuf.FieldOptions. */
  readonly defaultValue: string | null
  readonly jsonName: string | null
  readonly options: readonly Option[]
}

export interface Oneof {
  readonly at: Offset
  readonly name: string
  readonly fields: readonly Field[]
  readonly groups: readonly Group[]
  readonly options: readonly Option[]
}

export interface Group {
  readonly at: Offset
  readonly label: Label | null
  readonly name: string
  readonly tag: number
  readonly fields: readonly Field[]
}

export interface Extend {
  readonly at: Offset
  /** The message that gets the fields, as written. */
  readonly name: string
  readonly fields: readonly Field[]
}

/** `reserved` or `extensions`: a name, a tag, or tags from first to last, both included. */
export interface Ranges {
  readonly values: readonly (string | number | TagRange)[]
}

export interface TagRange {
  readonly first: number
  readonly last: number
}

export interface Service {
  readonly at: Offset
  readonly name: string
  readonly rpcs: readonly Rpc[]
  readonly options: readonly Option[]
}

export interface Rpc {
  readonly at: Offset
  readonly name: string
  readonly requestType: string
  readonly responseType: string
  readonly requestStreaming: boolean
  readonly responseStreaming: boolean
  readonly options: readonly Option[]
}

export interface Option {
  /** Without parentheses. In an aggregate, an extension keeps its square brackets. */
  readonly name: string
  readonly isParenthesized: boolean
  readonly value: OptionValue
}

export type OptionValue =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'boolean' | 'number' | 'enum'; readonly text: string }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, OptionValue> }
  | { readonly kind: 'list'; readonly items: readonly OptionValue[] }
  /** `(a).b = 1`: the option `b = 1` of the option `a`. */
  | { readonly kind: 'option'; readonly option: Option }

/** Largest tag of a field: 29 bits. */
export const TAG_MAX = (1 << 29) - 1

export const SCALARS: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'fixed32',
  'fixed64',
  'float',
  'int32',
  'int64',
  'sfixed32',
  'sfixed64',
  'sint32',
  'sint64',
  'string',
  'uint32',
  'uint64',
])

/** Key and value of `map<key, value>`; null for any other type. */
export function mapTypes(type: string): { readonly key: string; readonly value: string } | null {
  const match = /^map<([^,]+), (.+)>$/.exec(type)
  return match === null ? null : { key: match[1]!, value: match[2]! }
}

/** Key and value of the message that stands for a map's entries in a descriptor; null for any other type. */
export function mapEntryTypes(element: TypeElement | undefined): { readonly key: string; readonly value: string } | null {
  if (element?.kind !== 'message') return null
  const option = element.options.find(({ name }) => name === 'map_entry')?.value
  if (option === undefined || !('text' in option) || option.text !== 'true') return null
  const typeOf = (name: string): string | undefined => element.fields.find((field) => field.name === name)?.type
  const [key, value] = [typeOf('key'), typeOf('value')]
  return key === undefined || value === undefined ? null : { key, value }
}
