/** Schemas that org.apache.avro was asked about (`record.ts`); its answers are in `recorded/`. */
import { INVALID, type SchemaCase } from './cases-invalid.ts'
import { PAIRS, type PairCase } from './cases-pairs.ts'
import { VALID } from './cases-valid.ts'

export type { PairCase, SchemaCase }

export const SCHEMAS: readonly SchemaCase[] = [...VALID, ...INVALID]
export { PAIRS }

export interface SchemaAnswer {
  readonly canonical?: string
  readonly resolved?: string
  readonly logicalType?: string
  readonly error?: string
  readonly exception?: string
}

export interface PairAnswer {
  readonly findings?: readonly (readonly [type: string, path: string, info: string])[]
  readonly error?: string
}

/** By the cases' own order. */
export interface Recording {
  readonly avro: string
  readonly schemas: readonly (SchemaCase & { readonly answer: SchemaAnswer })[]
  readonly pairs: readonly (PairCase & { readonly answer: PairAnswer })[]
}
