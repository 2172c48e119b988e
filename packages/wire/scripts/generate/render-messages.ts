import { assertExists } from './assert-exists.ts'
import type { FieldDefinition, MessageDefinition, StructDefinition } from './definitions.ts'
import { renderInterface, type TypeNames } from './render-interface.ts'
import { renderFieldTable, type TableField } from './render-table.ts'
import { lowerFirst, versionRange } from './text.ts'

export interface RenderedMessages {
  readonly interfaces: readonly string[][]
  /** Tables of the structs that are used in more than one place. */
  readonly structs: readonly string[][]
  readonly fieldsOf: (message: MessageDefinition) => readonly TableField[]
}

/**
 * Interfaces and shared tables of messages that live in one file. Request and response may each declare a struct of the same name: when the
 * two are alike one of them is enough, otherwise both get the name of their message in front.
 */
export function renderMessages(messages: readonly MessageDefinition[]): RenderedMessages {
  const clashing = clashingNames(messages)
  const interfaces = new Map<string, string[]>()
  const structs = new Map<string, string[]>()
  const tables = new Map<MessageDefinition, readonly TableField[]>()
  for (const message of messages) {
    const names: TypeNames = (struct) => (clashing.has(struct) ? `${message.name}${struct}` : struct)
    for (const struct of structsOf(message)) {
      const lines = renderInterface(struct, versionRange(message.validVersions), names)
      if (!interfaces.has(names(struct.name))) interfaces.set(names(struct.name), lines)
    }
    const constants = new Map<string, string>()
    for (const struct of commonStructsInOrder(message)) {
      const constant = lowerFirst(names(struct.name))
      const fields = liveFields(struct.fields, message, constants)
      constants.set(struct.name, constant)
      structs.set(constant, renderFieldTable(`const ${constant}: readonly Field[]`, fields, '', ' ='))
    }
    tables.set(message, liveFields(message.fields, message, constants))
  }
  return {
    interfaces: [...interfaces.values()],
    structs: [...structs.values()],
    fieldsOf: (message) => assertExists(tables.get(message), message.name),
  }
}

function structNameOf(type: string): string | undefined {
  const element = type.replace('[]', '')
  return /^[A-Z]/.test(element) ? element : undefined
}

/** Every struct of the message, itself first, in order of appearance. */
function structsOf(message: MessageDefinition): readonly StructDefinition[] {
  const found = new Map<string, StructDefinition>([[message.name, message]])
  const visit = (fields: readonly FieldDefinition[]): void => {
    for (const field of fields) {
      const name = structNameOf(field.type)
      if (name === undefined || found.has(name)) continue
      const struct = { name, fields: fieldsOfStruct(field, message) }
      found.set(name, struct)
      visit(struct.fields)
    }
  }
  visit(message.fields)
  return [...found.values()]
}

function fieldsOfStruct(field: FieldDefinition, message: MessageDefinition): readonly FieldDefinition[] {
  if (field.fields !== undefined) return field.fields
  const name = structNameOf(field.type)
  return assertExists(
    message.commonStructs?.find((struct) => struct.name === name),
    `struct ${name} of ${message.name}`,
  ).fields
}

/** Those that others need come first. */
function commonStructsInOrder(message: MessageDefinition): readonly StructDefinition[] {
  const ordered = new Set<StructDefinition>()
  const visit = (struct: StructDefinition): void => {
    for (const name of deepStructNames(struct.fields)) {
      const needed = message.commonStructs?.find((common) => common.name === name)
      if (needed !== undefined) visit(needed)
    }
    ordered.add(struct)
  }
  for (const struct of message.commonStructs ?? []) visit(struct)
  return [...ordered]
}

function deepStructNames(fields: readonly FieldDefinition[]): readonly string[] {
  return fields.flatMap((field) => [structNameOf(field.type) ?? [], deepStructNames(field.fields ?? [])].flat())
}

/** Leaves out what no valid version carries, and puts the names of shared tables in the place of their fields. */
function liveFields(
  fields: readonly FieldDefinition[],
  message: MessageDefinition,
  constants: ReadonlyMap<string, string>,
): readonly TableField[] {
  const [min, max] = versionRange(message.validVersions)
  return fields
    .filter((field) => {
      const [since, until] = versionRange(field.versions ?? '0+')
      return since <= max && until >= min
    })
    .map((field) => {
      const name = structNameOf(field.type)
      if (name === undefined) return { field }
      if (field.fields === undefined) return { field, structConstant: assertExists(constants.get(name), name) }
      return { field, fields: liveFields(field.fields, message, constants) }
    })
}

function clashingNames(messages: readonly MessageDefinition[]): ReadonlySet<string> {
  const shapes = new Map<string, string>()
  const clashing = new Set<string>()
  for (const message of messages) {
    for (const struct of structsOf(message)) {
      const shape = JSON.stringify(struct.fields.map(shapeOf))
      if ((shapes.get(struct.name) ?? shape) !== shape) clashing.add(struct.name)
      shapes.set(struct.name, shape)
    }
  }
  return clashing
}

function shapeOf(field: FieldDefinition): unknown {
  const { name, type, versions, nullableVersions, tag, default: fallback } = field
  return [name, type, versions, nullableVersions, tag, fallback, field.fields?.map(shapeOf)]
}
