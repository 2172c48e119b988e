import { AVRO_LIMITS } from './limits.ts'

/** As org.apache.avro names them (SchemaIncompatibilityType). */
export type FindingType =
  | 'NAME_MISMATCH'
  | 'FIXED_SIZE_MISMATCH'
  | 'MISSING_ENUM_SYMBOLS'
  | 'READER_FIELD_MISSING_DEFAULT_VALUE'
  | 'TYPE_MISMATCH'
  | 'MISSING_UNION_BRANCH'

export interface Finding {
  readonly type: FindingType
  /** A JSON pointer into the reader's schema; `/` is its root. */
  readonly path: string
  /** What goes with the type: a field's name, the symbols that are missing, what was expected. */
  readonly info: string
}

/** Empty: compatible. */
export type Findings = readonly Finding[]

/** From the root, which has no word of its own. */
export type Path = readonly string[]

export const compatible: Findings = []

export function finding(type: FindingType, path: Path, info: string): Finding {
  return { type, path: `/${path.join('/')}`, info }
}

/** One after the other, at most AVRO_LIMITS.findingsMax: those of a type that stands in many places come once for each. */
export function joined(...lists: readonly Findings[]): Findings {
  const filled = lists.filter((list) => list.length > 0)
  if (filled.length <= 1) return filled[0] ?? compatible
  const all: Finding[] = []
  for (const list of filled) {
    const room = AVRO_LIMITS.findingsMax - all.length
    if (room <= 0) break
    all.push(...list.slice(0, room))
  }
  return all
}
