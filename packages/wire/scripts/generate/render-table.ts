import type { FieldDefinition } from './definitions.ts'
import { lowerFirst } from './text.ts'

export interface TableField {
  readonly field: FieldDefinition
  /** Of a struct declared in place. */
  readonly fields?: readonly TableField[]
  /** Of a struct declared once for several places. */
  readonly structConstant?: string
}

/** An int64 whose default already lies beyond 2^53 is one of which all bits matter. */
export function isBigint(field: FieldDefinition): boolean {
  return field.type === 'int64' && field.default !== undefined && !Number.isSafeInteger(Number(field.default))
}

/** `name: [` … `],` with one line per field. */
export function renderFieldTable(name: string, fields: readonly TableField[], indent: string, assign = ':'): string[] {
  const close = assign === ':' ? '],' : ']'
  if (fields.length === 0) return [`${indent}${name}${assign} [${close}`]
  return [`${indent}${name}${assign} [`, ...fields.flatMap((field) => renderField(field, `${indent}  `)), `${indent}${close}`]
}

function renderField({ field, fields, structConstant }: TableField, indent: string): string[] {
  const properties = propertiesOf(field)
  if (structConstant !== undefined) properties.push(`fields: ${structConstant}`)
  if (fields === undefined) return [`${indent}{ ${properties.join(', ')} },`]
  return [`${indent}{`, `${indent}  ${properties.join(', ')},`, ...renderFieldTable('fields', fields, `${indent}  `), `${indent}},`]
}

function propertiesOf(field: FieldDefinition): string[] {
  const type = field.type.replace(/[A-Z]\w*/, 'struct')
  const properties = [`name: '${lowerFirst(field.name)}'`, `type: '${type}'`, `versions: '${field.versions ?? '0+'}'`]
  if (field.nullableVersions !== undefined) properties.push(`nullable: '${field.nullableVersions}'`)
  if (field.taggedVersions !== undefined) properties.push(`tag: ${field.tag}`, `tagged: '${field.taggedVersions}'`)
  const fallback = defaultOf(field)
  if (fallback !== undefined) properties.push(`default: ${fallback}`)
  if (field.ignorable === true) properties.push('ignorable: true')
  if (isBigint(field)) properties.push('bigint: true')
  if (field.flexibleVersions === 'none') properties.push("flexible: 'none'")
  if (field.mapKey === true) properties.push('mapKey: true')
  if (field.entityType !== undefined) properties.push(`entityType: '${field.entityType}'`)
  return properties
}

/** Source text of the default, unless it is the type's own. */
function defaultOf(field: FieldDefinition): string | undefined {
  const fallback = field.default
  if (fallback === undefined) return undefined
  if (fallback === null || fallback === 'null') return 'null'
  if (field.type === 'string') return fallback === '' ? undefined : `'${String(fallback)}'`
  if (field.type === 'bool') return String(fallback) === 'true' ? 'true' : undefined
  if (isBigint(field)) return `${BigInt(fallback)}n`
  const number = Number(fallback)
  if (!Number.isFinite(number)) throw new Error(`default ${String(fallback)} of ${field.name}`)
  return number === 0 ? undefined : String(number)
}
