import { create, type MessageInitShape } from '@bufbuild/protobuf'
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  FieldOptionsSchema,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt'
import { mapTypes, type Field, type Group } from '../text/ast.ts'
import { defaultText } from './default-value.ts'
import { isScalar, namedType, type Scope } from './scope.ts'
import { describeOptions } from './to-options.ts'

const LABELS = {
  optional: FieldDescriptorProto_Label.OPTIONAL,
  required: FieldDescriptorProto_Label.REQUIRED,
  repeated: FieldDescriptorProto_Label.REPEATED,
} as const

type FieldInit = MessageInitShape<typeof FieldDescriptorProtoSchema>

/** What a field has by where it stands: its oneof, or what it extends. */
export type Placement = Pick<FieldInit, 'oneofIndex' | 'extendee' | 'proto3Optional'>

export function describeField(scope: Scope, field: Field, placement: Placement = {}): FieldDescriptorProto {
  const isMap = mapTypes(field.type) !== null
  const type = isMap ? messageType(`.${scope.within}.${mapEntryName(field.name)}`) : typeInit(scope, field.type)
  const label = isMap ? 'repeated' : (field.label ?? 'optional')
  return create(FieldDescriptorProtoSchema, {
    name: field.name,
    number: field.tag,
    label: LABELS[label],
    ...jsonNameOf(scope, field.name, field.jsonName),
    ...type,
    ...(field.defaultValue === null ? {} : { defaultValue: defaultText(field.type, field.defaultValue) }),
    ...describeOptions(scope, FieldOptionsSchema, field.options),
    ...placement,
  })
}

/** A group is a message and a field with its name in small letters. */
export function describeGroupField(scope: Scope, group: Group, placement: Placement): FieldDescriptorProto {
  const name = group.name.toLowerCase()
  return create(FieldDescriptorProtoSchema, {
    name,
    number: group.tag,
    label: LABELS[group.label ?? 'optional'],
    type: FieldDescriptorProto_Type.GROUP,
    typeName: `.${scope.within}.${group.name}`,
    ...jsonNameOf(scope, name),
    ...placement,
  })
}

function typeInit(scope: Scope, type: string): Pick<FieldInit, 'type' | 'typeName'> {
  if (isScalar(type)) return { type: FieldDescriptorProto_Type[type.toUpperCase() as keyof typeof FieldDescriptorProto_Type] }
  const { kind, fullName } = namedType(scope, type)
  return kind === 'enum' ? { type: FieldDescriptorProto_Type.ENUM, typeName: `.${fullName}` } : messageType(`.${fullName}`)
}

function messageType(typeName: string): Pick<FieldInit, 'type' | 'typeName'> {
  return { type: FieldDescriptorProto_Type.MESSAGE, typeName }
}

function jsonNameOf({ derivesJsonNames }: Scope, name: string, said: string | null = null): Pick<FieldInit, 'jsonName'> {
  if (said !== null) return { jsonName: said }
  return derivesJsonNames ? { jsonName: jsonName(name) } : {}
}

/** `by_name` → `byName`: underscores go, the letter behind grows. */
function jsonName(name: string): string {
  return name.replace(/_+(.?)/g, (_, letter: string) => letter.toUpperCase())
}

/** `by_name` → `ByNameEntry`, as protoc names it. */
export function mapEntryName(field: string): string {
  const camel = field.replace(/(^|_+)(.?)/g, (_, _gap, letter: string) => letter.toUpperCase())
  return `${camel}Entry`
}
