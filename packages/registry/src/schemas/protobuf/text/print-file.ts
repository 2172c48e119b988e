/**
 * The canonical text. In a file: syntax, package, imports, public imports, options, messages, enums, extends, services. In a message: reserved, options, fields,
 * oneofs, groups, extensions, extends, messages, enums. Weak imports are dropped, as the registry everyone runs drops them. This text is hashed into the GUID:
 * a blank more or less is another schema.
 */
import type {
  EnumElement,
  Extend,
  Field,
  Group,
  MessageElement,
  Oneof,
  Option,
  ProtoFile,
  Ranges,
  Rpc,
  Service,
  TypeElement,
} from './ast.ts'
import { TAG_MAX } from './ast.ts'
import { writeFieldOptions, writeOptionStatement } from './print-options.ts'
import { textWriter, type Writer } from './writer.ts'

/** Things of one kind; sections are parted by an empty line. */
type Section = readonly (() => void)[]

export function printFile(file: ProtoFile): string {
  const writer = textWriter()
  if (file.syntax !== null) writeLine(writer, `syntax = "${file.syntax}";`)
  if (file.packageName !== null) writeLine(writer, `package ${file.packageName};`)
  const imports = [...file.imports.map((path) => `import "${path}";`), ...file.publicImports.map((path) => `import public "${path}";`)]
  const sections: readonly Section[] = [
    imports.map((text) => () => writeLine(writer, text)),
    file.options.map((option) => () => writeOptionStatement(writer, option)),
    types(writer, file.types),
    file.extends.map((extend) => () => writeExtend(writer, extend)),
    file.services.map((service) => () => writeService(writer, service)),
  ]
  writeSections(writer, sections)
  return writer.text()
}

function writeLine(writer: Writer, text: string): void {
  writer.write(text)
  writer.newLine()
}

function writeSections(writer: Writer, sections: readonly Section[]): void {
  for (const section of sections) {
    if (section.length > 0) writer.newLine()
    for (const write of section) write()
  }
}

/** Message by message, then enum by enum. The order of messages is never changed: records name a message by its place. */
function types(writer: Writer, list: readonly TypeElement[]): Section {
  const messages = list.flatMap((type) => (type.kind === 'message' ? [() => writeMessage(writer, type)] : []))
  return [...messages, ...list.flatMap((type) => (type.kind === 'enum' ? [() => writeEnum(writer, type)] : []))]
}

/** `name {`, sections with an empty line between, `}`. */
function writeBlock(writer: Writer, opening: string, sections: readonly Section[]): void {
  const filled = sections.filter((section) => section.length > 0)
  writer.write(`${opening} {`)
  for (const section of filled) {
    // The empty line between two sections has the blanks of the block, not those of what is in it.
    writer.newLine()
    writer.indented(() => {
      for (const write of section) write()
    })
  }
  writeLine(writer, '}')
}

function writeMessage(writer: Writer, message: MessageElement): void {
  writeBlock(writer, `message ${message.name}`, [
    ranges(writer, 'reserved', message.reserved),
    options(writer, message.options),
    fields(writer, message.fields),
    message.oneofs.map((oneof) => () => writeOneof(writer, oneof)),
    groups(writer, message.groups),
    ranges(writer, 'extensions', message.extensions),
    message.extends.map((extend) => () => writeExtend(writer, extend)),
    types(writer, message.nested),
  ])
}

function writeEnum(writer: Writer, element: EnumElement): void {
  const constants = element.constants.map((constant) => () => writeTagged(writer, `${constant.name} = ${constant.tag}`, constant.options))
  const all = [...ranges(writer, 'reserved', element.reserved), ...options(writer, element.options), ...constants]
  writeBlock(writer, `enum ${element.name}`, [all])
}

function writeOneof(writer: Writer, oneof: Oneof): void {
  writeBlock(writer, `oneof ${oneof.name}`, [options(writer, oneof.options), fields(writer, oneof.fields), groups(writer, oneof.groups)])
}

function writeGroup(writer: Writer, group: Group): void {
  writeBlock(writer, `${labelText(group.label)}group ${group.name} = ${group.tag}`, [fields(writer, group.fields)])
}

function writeExtend(writer: Writer, extend: Extend): void {
  writeBlock(writer, `extend ${extend.name}`, [fields(writer, extend.fields)])
}

function options(writer: Writer, list: readonly Option[]): Section {
  return list.map((option) => () => writeOptionStatement(writer, option))
}

function fields(writer: Writer, list: readonly Field[]): Section {
  return list.map((field) => () => {
    writeTagged(writer, `${labelText(field.label)}${field.type} ${field.name} = ${field.tag}`, allOptions(field))
  })
}

function groups(writer: Writer, list: readonly Group[]): Section {
  return list.map((group) => () => writeGroup(writer, group))
}

function writeTagged(writer: Writer, text: string, own: readonly Option[]): void {
  writer.write(text)
  writeFieldOptions(writer, own)
  writeLine(writer, ';')
}

function labelText(label: Field['label']): string {
  return label === null ? '' : `${label} `
}

/** With `default` and `json_name`, behind the others. */
export function allOptions(field: Field): readonly Option[] {
  const all = [...field.options]
  if (field.defaultValue !== null) {
    const value = { kind: defaultKind(field.type), text: field.defaultValue } as const
    all.push({ name: 'default', isParenthesized: false, value })
  }
  if (field.jsonName !== null) {
    all.push({ name: 'json_name', isParenthesized: false, value: { kind: 'string', text: field.jsonName } })
  }
  return all
}

/** Only a string's default is quoted; that of bytes is not, in the registry everyone runs. */
function defaultKind(type: string): 'boolean' | 'string' | 'number' | 'enum' {
  if (type === 'bool') return 'boolean'
  if (type === 'string') return 'string'
  return /^(bytes|double|float|s?fixed(32|64)|[su]?int(32|64))$/.test(type) ? 'number' : 'enum'
}

function ranges(writer: Writer, what: 'reserved' | 'extensions', list: readonly Ranges[]): Section {
  return list.map(
    ({ values }) =>
      () =>
        writeLine(writer, `${what} ${values.map(rangeText).join(', ')};`),
  )
}

function rangeText(value: Ranges['values'][number]): string {
  if (typeof value === 'string') return `"${value}"`
  if (typeof value === 'number') return String(value)
  return `${value.first} to ${value.last < TAG_MAX ? value.last : 'max'}`
}

function writeService(writer: Writer, service: Service): void {
  writeBlock(writer, `service ${service.name}`, [options(writer, service.options), service.rpcs.map((rpc) => () => writeRpc(writer, rpc))])
}

function writeRpc(writer: Writer, rpc: Rpc): void {
  const request = `${rpc.requestStreaming ? 'stream ' : ''}${rpc.requestType}`
  const response = `${rpc.responseStreaming ? 'stream ' : ''}${rpc.responseType}`
  writer.write(`rpc ${rpc.name} (${request}) returns (${response})`)
  if (rpc.options.length > 0) {
    writeLine(writer, ' {')
    writer.indented(() => {
      for (const option of rpc.options) writeOptionStatement(writer, option)
    })
    writer.write('}')
  }
  writeLine(writer, ';')
}
