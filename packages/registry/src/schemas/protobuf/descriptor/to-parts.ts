/** What stands in files and in messages alike. */
import { create } from '@bufbuild/protobuf'
import {
  EnumDescriptorProtoSchema,
  EnumOptionsSchema,
  EnumValueOptionsSchema,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt'
import { TAG_MAX, type EnumElement, type Extend, type Ranges } from '../text/ast.ts'
import { namedType, type Scope } from './scope.ts'
import { describeField } from './to-field.ts'
import { describeOptions } from './to-options.ts'

const INT32_MAX = 2 ** 31 - 1

export function describeExtends(scope: Scope, list: readonly Extend[]): FieldDescriptorProto[] {
  return list.flatMap(({ name, fields }) => {
    const extendee = `.${namedType(scope, name).fullName}`
    return fields.map((field) => {
      const isOptional3 = scope.isProto3 && field.label === 'optional'
      return describeField(scope, field, isOptional3 ? { extendee, proto3Optional: true } : { extendee })
    })
  })
}

export function describeEnum(scope: Scope, element: EnumElement): EnumDescriptorProto {
  return create(EnumDescriptorProtoSchema, {
    name: element.name,
    value: element.constants.map(({ name, tag, options }) => ({
      name,
      number: tag,
      ...describeOptions(scope, EnumValueOptionsSchema, options),
    })),
    reservedRange: tagRanges(element.reserved).map(({ first, last }) => ({ start: first, end: last === TAG_MAX ? INT32_MAX : last })),
    reservedName: reservedNames(element.reserved),
    ...describeOptions(scope, EnumOptionsSchema, element.options),
  })
}

export function tagRanges(list: readonly Ranges[]): readonly { readonly first: number; readonly last: number }[] {
  return list.flatMap(({ values }) =>
    values.flatMap((value) => (typeof value === 'string' ? [] : typeof value === 'number' ? [{ first: value, last: value }] : [value])),
  )
}

export function reservedNames(list: readonly Ranges[]): string[] {
  return list.flatMap(({ values }) => values.filter((value) => typeof value === 'string'))
}
