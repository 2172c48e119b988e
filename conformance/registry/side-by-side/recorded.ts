import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const APICURIO = '2.6.13.Final'
export const RECORDED_FILE = join(import.meta.dirname, `recorded/apicurio-${APICURIO}.json`)

/** What a registry answered; `body` is text where it was no JSON. */
export interface RecordedAnswer {
  readonly name: string
  readonly status: number
  readonly body: unknown
}

export function recorded(): readonly RecordedAnswer[] {
  return JSON.parse(readFileSync(RECORDED_FILE, 'utf8')) as readonly RecordedAnswer[]
}

/**
 * How the second answer differs from the first, null when a client would notice nothing. Texts of errors are not compared; a field more harms nobody, nor does one less
 * that is empty; lists of names have no order; ids are each registry's own.
 */
export function difference(theirs: RecordedAnswer, ours: RecordedAnswer): string | null {
  if (theirs.status !== ours.status) return `status ${theirs.status}, ours ${ours.status}`
  if (theirs.status >= 400) {
    const [their, our] = [codeOf(theirs), codeOf(ours)]
    return their === our ? null : `error_code ${String(their)}, ours ${String(our)}`
  }
  return holds(ours.body, theirs.body) ? null : `${JSON.stringify(theirs.body)}, ours ${JSON.stringify(ours.body)}`
}

function codeOf({ body }: RecordedAnswer): unknown {
  return typeof body === 'object' && body !== null && 'error_code' in body ? body.error_code : null
}

function holds(ours: unknown, theirs: unknown): boolean {
  if (Array.isArray(ours) && Array.isArray(theirs)) return inOrder(ours) === inOrder(theirs)
  if (!isObject(ours) || !isObject(theirs)) return JSON.stringify(ours) === JSON.stringify(theirs)
  return Object.entries(theirs).every(([key, value]) => {
    if (key === 'id') return typeof ours[key] === 'number'
    return (isEmpty(value) && isEmpty(ours[key])) || holds(ours[key], value)
  })
}

function inOrder(list: readonly unknown[]): string {
  return list
    .map((item) => JSON.stringify(item))
    .toSorted()
    .join('\n')
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
