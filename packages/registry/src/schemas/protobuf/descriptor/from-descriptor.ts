/**
 * A FileDescriptorProto as a file's tree: for schemas that come as one, in base64, and for the imports that the descriptor library brings. As in the registry
 * everyone runs: map entries stay messages, groups become fields, options that are extensions are not looked into.
 */
import { isFieldSet, type DescMessage, type Message } from '@bufbuild/protobuf'
import { reflect } from '@bufbuild/protobuf/reflect'
import {
  EnumOptionsSchema,
  EnumValueOptionsSchema,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  FieldOptionsSchema,
  FileOptionsSchema,
  MessageOptionsSchema,
  MethodOptionsSchema,
  ServiceOptionsSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  type ServiceDescriptorProto,
} from '@bufbuild/protobuf/wkt'
import { SCHEMA_LIMITS } from '../../limits.ts'
import type { EnumElement, Extend, Field, Label, MessageElement, Option, OptionValue, ProtoFile, Ranges, Service } from '../text/ast.ts'

/** Order in which options are written, by what they are options of. */
const FILE_OPTIONS = (
  'java_package java_outer_classname java_multiple_files java_generate_equals_and_hash java_string_check_utf8 optimize_for go_package ' +
  'cc_generic_services java_generic_services py_generic_services deprecated cc_enable_arenas objc_class_prefix csharp_namespace swift_prefix ' +
  'php_class_prefix php_namespace php_metadata_namespace ruby_package'
).split(' ')
const MESSAGE_OPTIONS = ['no_standard_descriptor_accessor', 'deprecated', 'map_entry']
const FIELD_OPTIONS = ['ctype', 'packed', 'jstype', 'deprecated']
const ENUM_OPTIONS = ['allow_alias', 'deprecated']
const METHOD_OPTIONS = ['deprecated', 'idempotency_level']

/** What is needed of the file by everything in it. */
interface Origin {
  readonly isProto3: boolean
  /** Made-up places in a text, in order. */
  readonly next: () => number
}

/** @throws RangeError for a file beyond the limits of a schema */
export function fileOfDescriptor(file: FileDescriptorProto): ProtoFile {
  let places = 0
  const next = (): number => {
    if (places >= SCHEMA_LIMITS.nodesMax) throw new RangeError(`more than ${SCHEMA_LIMITS.nodesMax} types, fields and constants`)
    return places++
  }
  const origin: Origin = { isProto3: file.syntax === 'proto3', next }
  const isPublic = new Set(file.publicDependency)
  return {
    syntax: file.syntax === 'proto2' || file.syntax === 'proto3' ? file.syntax : null,
    packageName: file.package === '' ? null : file.package,
    imports: file.dependency.filter((_, index) => !isPublic.has(index)),
    publicImports: file.dependency.filter((_, index) => isPublic.has(index)),
    weakImports: [],
    types: [...file.messageType.map((type) => messageOf(origin, type)), ...file.enumType.map((type) => enumOf(origin, type))],
    services: file.service.map((service) => serviceOf(origin, service)),
    extends: extendsOf(origin, file.extension),
    options: optionsOf(FileOptionsSchema, file.options, FILE_OPTIONS),
  }
}

function messageOf(origin: Origin, message: DescriptorProto, depth = 1): MessageElement {
  if (depth > SCHEMA_LIMITS.depthMax) throw new RangeError(`nested deeper than ${SCHEMA_LIMITS.depthMax} levels`)
  const inOneof = (field: FieldDescriptorProto): boolean =>
    isFieldSet(field, FieldDescriptorProtoSchema.field.oneofIndex) && !field.proto3Optional
  const at = origin.next()
  const chosen = Map.groupBy(message.field.filter(inOneof), ({ oneofIndex }) => oneofIndex)
  const oneofs = message.oneofDecl.map(({ name }, index) => {
    const fields = chosen.get(index) ?? []
    return { at, name, fields: fields.map((field) => ({ ...fieldOf(origin, field), label: null })), groups: [], options: [] }
  })
  const ranges = message.reservedRange.map(({ start, end }) => rangeOf(start, end - 1))
  return {
    kind: 'message',
    at,
    name: message.name,
    nested: [
      ...message.nestedType.map((type) => messageOf(origin, type, depth + 1)),
      ...message.enumType.map((type) => enumOf(origin, type)),
    ],
    options: optionsOf(MessageOptionsSchema, message.options, MESSAGE_OPTIONS),
    reserved: [...ranges, ...message.reservedName.map((name) => ({ values: [name] }))],
    fields: message.field.filter((field) => !inOneof(field)).map((field) => fieldOf(origin, field)),
    oneofs: oneofs.filter(({ fields }) => fields.length > 0),
    extensions: message.extensionRange.map(({ start, end }) => rangeOf(start, end - 1)),
    groups: [],
    extends: extendsOf(origin, message.extension),
  }
}

function rangeOf(first: number, last: number): Ranges {
  return { values: [first === last ? first : { first, last }] }
}

function enumOf(origin: Origin, type: EnumDescriptorProto): EnumElement {
  const ranges = type.reservedRange.map(({ start, end }) => rangeOf(start, end))
  return {
    kind: 'enum',
    at: origin.next(),
    name: type.name,
    options: optionsOf(EnumOptionsSchema, type.options, ENUM_OPTIONS),
    constants: type.value.map(({ name, number, options }) => {
      return { at: origin.next(), name, tag: number, options: optionsOf(EnumValueOptionsSchema, options, ['deprecated']) }
    }),
    reserved: [...ranges, ...type.reservedName.map((name) => ({ values: [name] }))],
  }
}

function fieldOf(origin: Origin, field: FieldDescriptorProto): Field {
  const isSet = (name: 'defaultValue' | 'jsonName' | 'typeName'): boolean => isFieldSet(field, FieldDescriptorProtoSchema.field[name])
  return {
    at: origin.next(),
    label: labelOf(origin, field),
    type: isSet('typeName') ? field.typeName : FieldDescriptorProto_Type[field.type].toLowerCase(),
    name: field.name,
    tag: field.number,
    defaultValue: !origin.isProto3 && isSet('defaultValue') ? field.defaultValue : null,
    jsonName: isSet('jsonName') ? field.jsonName : null,
    options: optionsOf(FieldOptionsSchema, field.options, FIELD_OPTIONS),
  }
}

function labelOf({ isProto3 }: Origin, field: FieldDescriptorProto): Label | null {
  if (field.proto3Optional) return 'optional'
  if (field.label === FieldDescriptorProto_Label.REPEATED) return 'repeated'
  if (isProto3) return null
  return field.label === FieldDescriptorProto_Label.REQUIRED ? 'required' : 'optional'
}

function extendsOf(origin: Origin, extensions: readonly FieldDescriptorProto[]): readonly Extend[] {
  return [...Map.groupBy(extensions, ({ extendee }) => extendee)].map(([name, fields]) => {
    return { at: origin.next(), name, fields: fields.map((field) => fieldOf(origin, field)) }
  })
}

function serviceOf(origin: Origin, service: ServiceDescriptorProto): Service {
  return {
    at: origin.next(),
    name: service.name,
    options: optionsOf(ServiceOptionsSchema, service.options, ['deprecated']),
    rpcs: service.method.map((method) => ({
      at: origin.next(),
      name: method.name,
      requestType: method.inputType,
      responseType: method.outputType,
      requestStreaming: method.clientStreaming,
      responseStreaming: method.serverStreaming,
      options: optionsOf(MethodOptionsSchema, method.options, METHOD_OPTIONS),
    })),
  }
}

function optionsOf(schema: DescMessage, options: Message | undefined, names: readonly string[]): readonly Option[] {
  if (options === undefined) return []
  const read = reflect(schema, options)
  return names.flatMap((name) => {
    const field = schema.fields.find((candidate) => candidate.name === name)
    if (field === undefined || !read.isSet(field)) return []
    const value: unknown = read.get(field)
    return [{ name, isParenthesized: false, value: optionValue(value, field.enum?.values.find(({ number }) => number === value)?.name) }]
  })
}

function optionValue(value: unknown, constant: string | undefined): OptionValue {
  if (constant !== undefined) return { kind: 'enum', text: constant }
  return { kind: typeof value === 'boolean' ? 'boolean' : typeof value === 'number' ? 'number' : 'string', text: String(value) }
}
