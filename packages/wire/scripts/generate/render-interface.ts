import type { FieldDefinition, StructDefinition } from './definitions.ts'
import { isBigint } from './render-table.ts'
import { lowerFirst, versionRange } from './text.ts'

export type TypeNames = (struct: string) => string

const SCALARS: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int8: 'number',
  int16: 'number',
  uint16: 'number',
  int32: 'number',
  uint32: 'number',
  int64: 'number',
  float64: 'number',
  string: 'string',
  uuid: 'string',
  bytes: 'Buffer',
  records: 'Buffer',
}

/** One type for all versions. A field that not every version carries says so above it. */
export function renderInterface(struct: StructDefinition, valid: readonly [number, number], names: TypeNames): string[] {
  const lines = [`export interface ${names(struct.name)} {`]
  for (const field of struct.fields) {
    const [since, until] = versionRange(field.versions ?? '0+')
    if (since > valid[1] || until < valid[0]) continue
    const note = noteOf(field, valid)
    if (note !== undefined) lines.push(`  /** ${note} */`)
    lines.push(`  ${lowerFirst(field.name)}: ${typeOf(field, names)}`)
  }
  lines.push('}')
  return lines
}

function typeOf(field: FieldDefinition, names: TypeNames): string {
  const element = field.type.replace('[]', '')
  const scalar = isBigint(field) ? 'bigint' : (SCALARS[element] ?? names(element))
  const type = field.type.startsWith('[]') ? `${scalar}[]` : scalar
  return (field.nullableVersions ?? 'none') === 'none' ? type : `${type} | null`
}

function noteOf(field: FieldDefinition, [min, max]: readonly [number, number]): string | undefined {
  const [since, until] = versionRange(field.versions ?? '0+')
  const notes: string[] = []
  if (since > min && until >= max) notes.push(`v${since}+`)
  else if (until < max) notes.push(Math.max(since, min) === until ? `v${until}` : `v${Math.max(since, min)}-${until}`)
  if (field.tag !== undefined) notes.push(`tag ${field.tag}`)
  return notes.length > 0 ? notes.join(', ') : undefined
}
