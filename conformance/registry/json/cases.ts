/** Schemas that Jackson and the two validators of the Java registry were asked about (`record.ts`); the answers are in `recorded/`. */
import { BROKEN } from './cases-broken.ts'
import { PATTERNS } from './cases-patterns.ts'
import { VALID } from './cases-valid.ts'

export interface SchemaCase {
  readonly schema: string
  /** Reference name to text. */
  readonly references: Readonly<Record<string, string>>
}

export type CaseText = string | readonly [schema: string, references: Readonly<Record<string, string>>]

export const CASES: readonly SchemaCase[] = [
  ...VALID,
  ...BROKEN,
  ...PATTERNS.map((pattern) => JSON.stringify({ type: 'string', pattern })),
].map((text) => (typeof text === 'string' ? { schema: text, references: {} } : { schema: text[0], references: text[1] }))

export interface SchemaAnswer {
  readonly canonical?: string
  readonly normalized?: string
  /** An outline of the model that Java makes, or `loaded` for the drafts of which only that is known. */
  readonly model?: string
  readonly error?: string
}

export type RecordedCase = SchemaCase & { readonly answer: SchemaAnswer }
