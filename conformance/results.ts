/** Outcomes of a run as plain data. */

export type Outcome =
  | { readonly kind: 'passed'; readonly detail: string }
  | { readonly kind: 'failed'; readonly detail: string }
  /** The client has no such feature: nothing was tested and nothing is missing. */
  | { readonly kind: 'not-offered'; readonly detail: string }
  /** Something from the outside could not be had (a download). Shown by name in the closing lines. */
  | { readonly kind: 'skipped'; readonly detail: string }

export interface Result {
  readonly target: string
  readonly security: Security
  readonly client: string
  readonly scenario: string
  readonly outcome: Outcome
}

export type Security = 'PLAINTEXT' | 'SASL_SSL'

/** The line that a client program prints per scenario; null for any other line. */
export function parseLine(line: string): { readonly scenario: string; readonly outcome: Outcome } | null {
  if (!line.startsWith('{')) return null
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return null
  }
  const { scenario, ok, detail, skip } = parsed as { scenario?: unknown; ok?: unknown; detail?: unknown; skip?: unknown }
  if (typeof scenario !== 'string') return null
  if (typeof skip === 'string') return { scenario, outcome: { kind: 'not-offered', detail: skip } }
  return { scenario, outcome: { kind: ok === true ? 'passed' : 'failed', detail: typeof detail === 'string' ? detail : '' } }
}

export function count(results: readonly Result[], kind: Outcome['kind']): number {
  return results.filter((result) => result.outcome.kind === kind).length
}
