/** `format=ignore_extensions`: without extensions, extension ranges and options that are extensions; those of Confluent stay, they carry tags and documentation. */
import type { EnumElement, Field, Group, MessageElement, Oneof, Option, ProtoFile, TypeElement } from '../text/ast.ts'

export function withoutExtensions(file: ProtoFile): ProtoFile {
  return {
    ...file,
    extends: [],
    options: kept(file.options),
    types: file.types.map(typeWithout),
    services: file.services.map((service) => {
      return { ...service, options: kept(service.options), rpcs: service.rpcs.map((rpc) => ({ ...rpc, options: kept(rpc.options) })) }
    }),
  }
}

function kept(options: readonly Option[]): readonly Option[] {
  return options.filter(({ isParenthesized, name }) => !isParenthesized || name.startsWith('confluent.'))
}

function typeWithout(type: TypeElement): TypeElement {
  return type.kind === 'enum' ? enumWithout(type) : messageWithout(type)
}

function enumWithout(element: EnumElement): EnumElement {
  const constants = element.constants.map((constant) => ({ ...constant, options: kept(constant.options) }))
  return { ...element, options: kept(element.options), constants }
}

function messageWithout(message: MessageElement): MessageElement {
  return {
    ...message,
    extensions: [],
    extends: [],
    options: kept(message.options),
    fields: message.fields.map(fieldWithout),
    oneofs: message.oneofs.map(oneofWithout),
    groups: message.groups.map(groupWithout),
    nested: message.nested.map(typeWithout),
  }
}

function oneofWithout(oneof: Oneof): Oneof {
  return { ...oneof, options: kept(oneof.options), fields: oneof.fields.map(fieldWithout), groups: oneof.groups.map(groupWithout) }
}

function groupWithout(group: Group): Group {
  return { ...group, fields: group.fields.map(fieldWithout) }
}

function fieldWithout(field: Field): Field {
  return { ...field, options: kept(field.options) }
}
