import type { Column, Row } from '../../view.ts'

/** What became of a file. */
export type Outcome =
  | { readonly kind: 'registered' | 'unchanged'; readonly id: number; readonly version: number | undefined }
  /** With --dry-run. */
  | { readonly kind: 'compatible' }
  /** With --dry-run: only a registration can tell. */
  | { readonly kind: 'unchecked'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: readonly string[] }
  /** What it refers to was refused. */
  | { readonly kind: 'skipped'; readonly why: string }

export interface FileOutcome {
  readonly path: string
  readonly subject: string
  readonly type: string
  readonly outcome: Outcome
}

export const OUTCOMES: readonly Column[] = [
  { key: 'file', title: 'File' },
  { key: 'subject', title: 'Subject' },
  { key: 'type', title: 'Type', extra: true },
  { key: 'result', title: 'Result', whole: true },
  { key: 'version', title: 'Version' },
  { key: 'id', title: 'ID', whole: true },
  { key: 'problems', title: 'Problems', hidden: true },
]

export function outcomeRow({ path, subject, type, outcome }: FileOutcome): Row {
  const row = { file: path, subject, type, result: outcome.kind }
  switch (outcome.kind) {
    case 'registered':
    case 'unchanged':
      return { ...row, version: outcome.version, id: outcome.id }
    case 'compatible':
      return row
    case 'refused':
      return { ...row, problems: outcome.why }
    case 'unchecked':
    case 'skipped':
      return { ...row, problems: [outcome.why] }
  }
}

/** What a person reads below the table. */
export function problemLines(outcomes: readonly FileOutcome[]): string {
  const lines = outcomes.flatMap(({ path, outcome }) => {
    if (!('why' in outcome)) return []
    const why = typeof outcome.why === 'string' ? [outcome.why] : outcome.why
    return [`${path} was ${outcome.kind}:`, ...why.map((one) => `    ${one}`)]
  })
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`
}

export function isRefusal({ outcome }: FileOutcome): boolean {
  return outcome.kind === 'refused' || outcome.kind === 'skipped'
}
