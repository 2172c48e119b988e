import { ok } from '@leat/base'

export type Value = string | number | boolean | null | undefined | readonly string[]
/** By column key. `undefined`: this row has none; left out of JSON and YAML and of a record. */
export type Row = Readonly<Record<string, Value>>

export interface Column {
  /** In JSON and YAML. */
  readonly key: string
  /** In tables. */
  readonly title: string
  /** An id, a secret, an address: never cut to fit the terminal. */
  readonly whole?: true
  /** A boolean that a list shows as `*` or nothing. */
  readonly mark?: true
  /** Left out, the last such first, of a list that is too wide for the terminal. */
  readonly extra?: true
  /** For programs only: not in tables. */
  readonly hidden?: true
}

/** What a command answers; how it is shown is the business of `output/`. */
export type View =
  /** `*-list`: a table, an array. `empty` is what a person reads instead of an empty table. */
  | { readonly kind: 'list'; readonly columns: readonly Column[]; readonly rows: readonly Row[]; readonly empty?: string }
  /** `*-describe`: a table of two columns, an object. `before` and `after` are sentences around the table, for people only. */
  | { readonly kind: 'record'; readonly columns: readonly Column[]; readonly row: Row; readonly before?: string; readonly after?: string }
  /** A sentence, the same in every format. */
  | { readonly kind: 'text'; readonly text: string }
  /** A value of any shape for programs, and what people see instead. */
  | { readonly kind: 'value'; readonly value: unknown; readonly human: View }
  /** The command has said everything itself. */
  | { readonly kind: 'nothing' }

export const list = (columns: readonly Column[], rows: readonly Row[], empty?: string): { readonly ok: true; readonly value: View } =>
  ok({ kind: 'list', columns, rows, ...(empty === undefined ? {} : { empty }) })

export const record = (
  columns: readonly Column[],
  row: Row,
  around: { readonly before?: string; readonly after?: string } = {},
): { readonly ok: true; readonly value: View } => ok({ kind: 'record', columns, row, ...around })

export const text = (sentence: string): { readonly ok: true; readonly value: View } => ok({ kind: 'text', text: sentence })

export const nothing = (): { readonly ok: true; readonly value: View } => ok({ kind: 'nothing' })
