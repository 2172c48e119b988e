import { JournalUnreadable } from '@leat/engine'
import { netProblemOf } from '../platform/net-problem.ts'
import type { StartProblem } from '../platform/problem.ts'

/** What somebody can do something about; null: a fault. */
export function problemOf(error: unknown): StartProblem | null {
  return error instanceof JournalUnreadable ? { kind: 'data-refused', reason: error.message } : netProblemOf(error)
}
