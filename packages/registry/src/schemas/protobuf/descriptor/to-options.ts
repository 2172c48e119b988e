/**
 * Options as their message: each is written as it would stand on the wire, by the definition of its field or extension, and the whole is read back. Extensions end
 * among the unknown fields of the message, from where any registry of extensions reads them. An option that nothing defines is left out: schemas are registered
 * without the import that brings it, and the registry everyone runs leaves it out as well.
 */
import { fromBinary, type DescMessage, type MessageShape } from '@bufbuild/protobuf'
import { BinaryWriter } from '@bufbuild/protobuf/wire'
import { inScope } from '../link/file-set.ts'
import { mapTypes, type Field, type MessageElement, type Option, type OptionValue } from '../text/ast.ts'
import { isScalar, type Scope } from './scope.ts'
import { writeScalar } from './write-scalar.ts'

const LENGTH = 2

/** A field or extension with the scope in which its type is looked up. */
interface Definition {
  readonly field: Field
  readonly scope: Scope
}

/** One field of a message as it will be written. */
type Part =
  | { readonly tag: number; readonly bytes: Uint8Array }
  /** A message that comes once: what is said of it in several options is one. */
  | { readonly tag: number; readonly parts: readonly Part[]; readonly isSingle: boolean }

export function describeOptions<Desc extends DescMessage>(
  scope: Scope,
  schema: Desc,
  options: readonly Option[],
): { options?: MessageShape<Desc> } {
  if (options.length === 0) return {}
  return { options: fromBinary(schema, written(options.flatMap((option) => optionParts(scope, schema.typeName, option)))) }
}

/** In the order of tags, as protoc writes. */
function written(parts: readonly Part[]): Uint8Array {
  const joined: Part[] = []
  const single = new Map<number, Part[]>()
  for (const part of parts) {
    const known = single.get(part.tag)
    if (!('parts' in part) || !part.isSingle) joined.push(part)
    else if (known === undefined) {
      const own = [...part.parts]
      single.set(part.tag, own)
      joined.push({ ...part, parts: own })
    } else for (const inner of part.parts) known.push(inner)
  }
  const writer = new BinaryWriter()
  for (const part of joined.toSorted((x, y) => x.tag - y.tag)) {
    if ('bytes' in part) writer.raw(part.bytes)
    else writer.tag(part.tag, LENGTH).bytes(written(part.parts))
  }
  return writer.finish()
}

function optionParts(scope: Scope, message: string, { name, isParenthesized, value }: Option): readonly Part[] {
  const definition = isParenthesized ? extension(scope, name) : memberOf(scope, message, name)
  return definition === undefined ? [] : valueParts(definition, value)
}

function extension(scope: Scope, name: string): Definition | undefined {
  const known = scope.names.extensionOf(scope.within, name)
  return known === undefined ? undefined : { field: known.field, scope: { ...scope, within: known.scope, isProto3: known.isProto3 } }
}

function memberOf(scope: Scope, message: string, name: string): Definition | undefined {
  const type = scope.names.typeOf('', message)
  if (type?.element.kind !== 'message') return undefined
  const field = [...type.element.fields, ...type.element.oneofs.flatMap(({ fields }) => fields)].find(
    (candidate) => candidate.name === name,
  )
  return field === undefined ? undefined : { field, scope: { ...scope, within: type.fullName, isProto3: false } }
}

function valueParts(definition: Definition, value: OptionValue): readonly Part[] {
  const { field, scope } = definition
  if (value.kind === 'list') return value.items.flatMap((item) => valueParts(definition, item))
  return isScalar(field.type) ? scalarParts(field.tag, field.type, value) : namedParts(scope, field, value)
}

function scalarParts(tag: number, type: string, value: OptionValue): readonly Part[] {
  const writer = new BinaryWriter()
  writeScalar(writer, tag, type, value)
  return [{ tag, bytes: writer.finish() }]
}

function namedParts(scope: Scope, field: Field, value: OptionValue): readonly Part[] {
  const { tag } = field
  const map = mapTypes(field.type)
  if (map !== null) return [{ tag, parts: memberParts(value, (name) => entryMember(scope, map, name)), isSingle: false }]
  const type = scope.names.typeOf(scope.within, field.type)
  if (type === undefined) return []
  if (type.element.kind === 'enum') {
    const constant = type.element.constants.find(({ name }) => 'text' in value && name === value.text)
    return constant === undefined ? [] : scalarParts(tag, 'int32', { kind: 'number', text: String(constant.tag) })
  }
  const lookup: Lookup = (name, isExtension) => (isExtension ? extension(scope, name) : memberOf(scope, type.fullName, name))
  return [{ tag, parts: memberParts(value, lookup), isSingle: field.label !== 'repeated' }]
}

type Lookup = (name: string, isExtension: boolean) => Definition | undefined

/** `{ a: 1 }`, or what follows the dot of `(x).a = 1`. */
function memberParts(value: OptionValue, lookup: Lookup): readonly Part[] {
  if (value.kind === 'option') {
    const definition = lookup(value.option.name, value.option.isParenthesized)
    return definition === undefined ? [] : valueParts(definition, value.option.value)
  }
  if (value.kind !== 'map') return []
  return [...value.entries].flatMap(([key, item]) => {
    const extended = /^\[(.*)\]$/.exec(key)?.[1]
    const definition = lookup(extended ?? key, extended !== undefined)
    return definition === undefined ? [] : valueParts(definition, item)
  })
}

function entryMember(scope: Scope, map: { readonly key: string; readonly value: string }, name: string): Definition | undefined {
  if (name !== 'key' && name !== 'value') return undefined
  return { field: mapMember(name, map[name]), scope }
}

function mapMember(name: 'key' | 'value', type: string): Field {
  return { at: 0, label: null, type, name, tag: name === 'key' ? 1 : 2, defaultValue: null, jsonName: null, options: [] }
}

/** The message that stands for a map's entries. */
export function mapEntry(name: string, map: { readonly key: string; readonly value: string }, at: number): MessageElement {
  const none = { nested: [], reserved: [], oneofs: [], extensions: [], groups: [], extends: [] } as const
  const options: readonly Option[] = [{ name: 'map_entry', isParenthesized: false, value: { kind: 'boolean', text: 'true' } }]
  return { kind: 'message', at, name, options, fields: [mapMember('key', map.key), mapMember('value', map.value)], ...none }
}

export function within(scope: Scope, name: string): Scope {
  return { ...scope, within: inScope(scope.within, name) }
}
