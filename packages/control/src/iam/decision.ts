import { ok, type Result } from '@leat/base'
import type { Problem } from '@leat/rest'
import type { Change, Decision } from '@leat/store'
import type { Refusal } from './problems.ts'

/** A decision that may be refused: then nothing changes. */
export type Decided<T> = Decision<Result<T, Problem>>

export function accept<T>(value: T, ...changes: readonly Change[]): Decided<T> {
  return { changes, answer: ok(value) }
}

export function refuse<T>(problem: Refusal): Decided<T> {
  return { changes: [], answer: problem }
}
