/**
 * `normalize=true`: fields by tag, oneofs by their first tag, constants by tag, imports and options sorted, reserved and extension ranges one by one and sorted,
 * names of types in full, map entries as maps. Messages keep their order, because records name a message by its place.
 */
import { byText } from './order.ts'
import { fileNames, type Names } from './names.ts'
import { normalOptions } from './normal-options.ts'
import type { FileSet } from '../link/file-set.ts'
import { inScope } from '../link/file-set.ts'
import type { EnumElement, Extend, Field, Group, MessageElement, Oneof, ProtoFile, Ranges, Rpc, TypeElement } from '../text/ast.ts'
import { SCALARS, mapEntryTypes, mapTypes } from '../text/ast.ts'
import { allOptions } from '../text/print-file.ts'

export function normalFile(set: FileSet): ProtoFile {
  const file = set.root
  const names = fileNames(set)
  const scope = file.packageName ?? ''
  return {
    syntax: file.syntax === 'proto2' ? null : file.syntax,
    packageName: file.packageName,
    imports: [...new Set(file.imports)].toSorted(byText),
    publicImports: [...new Set(file.publicImports)].toSorted(byText),
    weakImports: file.weakImports,
    types: normalTypes(names, scope, file.types),
    services: file.services.map((service) => {
      return {
        ...service,
        options: normalOptions(names, scope, service.options),
        rpcs: service.rpcs.map((rpc) => normalRpc(names, scope, rpc)),
      }
    }),
    extends: normalExtends(names, scope, file.extends),
    options: normalOptions(names, scope, file.options),
  }
}

function normalTypes(names: Names, scope: string, types: readonly TypeElement[]): readonly TypeElement[] {
  const shown = types.filter((type) => type.kind === 'enum' || mapEntryTypes(type) === null)
  return shown.map((type) =>
    type.kind === 'enum' ? normalEnum(names, scope, type) : normalMessage(names, inScope(scope, type.name), type),
  )
}

function normalMessage(names: Names, scope: string, message: MessageElement): MessageElement {
  const oneofs = message.oneofs.filter(({ fields }) => fields.length > 0).map((oneof) => normalOneof(names, scope, oneof))
  return {
    ...message,
    reserved: normalRanges(message.reserved),
    options: normalOptions(names, scope, message.options),
    fields: normalFields(names, scope, message.fields),
    oneofs: oneofs.toSorted((a, b) => a.fields[0]!.tag - b.fields[0]!.tag),
    groups: normalGroups(names, scope, message.groups),
    extensions: normalRanges(message.extensions),
    extends: normalExtends(names, scope, message.extends),
    nested: normalTypes(names, scope, message.nested),
  }
}

function normalEnum(names: Names, scope: string, element: EnumElement): EnumElement {
  const constants = element.constants.map((constant) => ({
    ...constant,
    options: normalOptions(names, inScope(scope, element.name), constant.options),
  }))
  return {
    ...element,
    reserved: normalRanges(element.reserved),
    options: normalOptions(names, inScope(scope, element.name), element.options),
    constants: constants.toSorted((a, b) => a.tag - b.tag || byText(a.name, b.name)),
  }
}

function normalOneof(names: Names, scope: string, oneof: Oneof): Oneof {
  return {
    ...oneof,
    options: normalOptions(names, scope, oneof.options),
    fields: normalFields(names, scope, oneof.fields),
    groups: normalGroups(names, scope, oneof.groups),
  }
}

function normalGroups(names: Names, scope: string, groups: readonly Group[]): readonly Group[] {
  return groups.map((group) => ({ ...group, fields: normalFields(names, scope, group.fields) })).toSorted((a, b) => a.tag - b.tag)
}

function normalFields(names: Names, scope: string, fields: readonly Field[]): readonly Field[] {
  return fields.map((field) => normalField(names, scope, field)).toSorted((a, b) => a.tag - b.tag)
}

function normalField(names: Names, scope: string, field: Field): Field {
  const type = normalType(names, scope, field.type)
  // `default` and `json_name` are sorted in with the others.
  const options = normalOptions(names, scope, allOptions({ ...field, type }))
  return { ...field, type, label: mapTypes(type) === null ? field.label : null, defaultValue: null, jsonName: null, options }
}

function normalType(names: Names, scope: string, type: string): string {
  if (SCALARS.has(type)) return type
  const map = mapTypes(type) ?? mapEntryTypes(names.typeOf(scope, type)?.element)
  if (map === null) return names.inFull(scope, type)
  const value = SCALARS.has(map.value) ? map.value : names.inFull(scope, map.value)
  return `map<${map.key}, ${value}>`
}

function normalExtends(names: Names, scope: string, list: readonly Extend[]): readonly Extend[] {
  const byName = Map.groupBy(list, ({ name }) => names.inFull(scope, name))
  return [...byName].flatMap(([name, extend]) => {
    const fields = extend.flatMap((each) => each.fields)
    return fields.length === 0 ? [] : [{ at: extend[0]!.at, name, fields: normalFields(names, scope, fields) }]
  })
}

function normalRpc(names: Names, scope: string, rpc: Rpc): Rpc {
  const types = { requestType: names.inFull(scope, rpc.requestType), responseType: names.inFull(scope, rpc.responseType) }
  return { ...rpc, ...types, options: normalOptions(names, scope, rpc.options) }
}

/** A statement for each range or name: tags first, then names. */
function normalRanges(list: readonly Ranges[]): readonly Ranges[] {
  const values = list
    .flatMap((ranges) => ranges.values)
    .map((value) => (typeof value === 'object' && value.first === value.last ? value.first : value))
  const start = (value: (typeof values)[number]): number =>
    typeof value === 'string' ? 2 ** 31 - 1 : typeof value === 'number' ? value : value.first
  const text = (value: (typeof values)[number]): string => (typeof value === 'object' ? `${value.first}..${value.last}` : String(value))
  return values.toSorted((a, b) => start(a) - start(b) || byText(text(a), text(b))).map((value) => ({ values: [value] }))
}
