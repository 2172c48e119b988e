import { create } from '@bufbuild/protobuf'
import {
  DescriptorProtoSchema,
  MessageOptionsSchema,
  OneofOptionsSchema,
  type DescriptorProto,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt'
import { mapTypes, type Group, type MessageElement, type Oneof } from '../text/ast.ts'
import type { Scope } from './scope.ts'
import { describeEnum, describeExtends, reservedNames, tagRanges } from './to-parts.ts'
import { describeField, describeGroupField, mapEntryName, type Placement } from './to-field.ts'
import { describeOptions, mapEntry, within } from './to-options.ts'

/** Something with its place in the text: protoc keeps the order of declaration. */
interface Placed<T> {
  readonly at: number
  readonly value: T
}

export function describeMessage(outer: Scope, message: MessageElement): DescriptorProto {
  const scope = within(outer, message.name)
  const synthetic = message.fields.filter(({ label }) => scope.isProto3 && label === 'optional')
  return create(DescriptorProtoSchema, {
    name: message.name,
    field: fieldsOf(
      scope,
      message,
      synthetic.map(({ name }) => name),
    ),
    extension: describeExtends(scope, message.extends),
    nestedType: nestedOf(scope, message),
    enumType: message.nested.flatMap((type) => (type.kind === 'enum' ? [describeEnum(scope, type)] : [])),
    extensionRange: tagRanges(message.extensions).map(({ first, last }) => ({ start: first, end: last + 1 })),
    oneofDecl: [
      ...message.oneofs.map(({ name, options }) => ({ name, ...describeOptions(scope, OneofOptionsSchema, options) })),
      ...synthetic.map(({ name }) => ({ name: `_${name}` })),
    ],
    reservedRange: tagRanges(message.reserved).map(({ first, last }) => ({ start: first, end: last + 1 })),
    reservedName: reservedNames(message.reserved),
    ...describeOptions(scope, MessageOptionsSchema, message.options),
  })
}

function fieldsOf(scope: Scope, message: MessageElement, synthetic: readonly string[]): FieldDescriptorProto[] {
  const places = new Map(synthetic.map((name, index) => [name, message.oneofs.length + index]))
  const plain = message.fields.map((field): Placed<FieldDescriptorProto> => {
    const oneofIndex = places.get(field.name)
    const placement: Placement = oneofIndex === undefined ? {} : { oneofIndex, proto3Optional: true }
    return { at: field.at, value: describeField(scope, field, placement) }
  })
  const chosen = message.oneofs.flatMap((oneof, oneofIndex) => membersOf(scope, oneof, { oneofIndex }))
  return inOrder([...plain, ...chosen, ...message.groups.map((group) => groupField(scope, group, {}))])
}

function membersOf(scope: Scope, { fields, groups }: Oneof, placement: Placement): readonly Placed<FieldDescriptorProto>[] {
  const members = fields.map((field) => ({ at: field.at, value: describeField(scope, field, placement) }))
  return [...members, ...groups.map((group) => groupField(scope, group, placement))]
}

function groupField(scope: Scope, group: Group, placement: Placement): Placed<FieldDescriptorProto> {
  return { at: group.at, value: describeGroupField(scope, group, placement) }
}

function nestedOf(scope: Scope, message: MessageElement): DescriptorProto[] {
  const nested = message.nested.flatMap((type) => (type.kind === 'message' ? [type] : []))
  const entries = message.fields.flatMap(({ type, name, at }) => {
    const map = mapTypes(type)
    return map === null ? [] : [mapEntry(mapEntryName(name), map, at)]
  })
  const groups = [...message.groups, ...message.oneofs.flatMap((oneof) => oneof.groups)].map(groupMessage)
  return inOrder([...nested, ...entries, ...groups].map((type) => ({ at: type.at, value: describeMessage(scope, type) })))
}

function groupMessage({ at, name, fields }: Group): MessageElement {
  const none = { nested: [], options: [], reserved: [], oneofs: [], extensions: [], groups: [], extends: [] } as const
  return { kind: 'message', at, name, fields, ...none }
}

function inOrder<T>(placed: readonly Placed<T>[]): T[] {
  return placed.toSorted((a, b) => a.at - b.at).map(({ value }) => value)
}
