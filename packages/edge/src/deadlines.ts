/** What a connection has had too much time for. Looked at about once a second, so that no connection needs timers of its own. */
import type { LogFields, Millis } from '@leat/base'
import type { Answers } from './answers.ts'
import type { ConnectionState } from './connection-state.ts'
import type { EdgeContext } from './context.ts'
import type { CloseCause } from './events.ts'
import type { Intake } from './intake.ts'

/** A connection as its deadlines see it. */
export interface Timed {
  readonly phase: ConnectionState['phase']
  /** Null: it is not closing. */
  readonly closingSinceMs: Millis | null
  readonly beganAtMs: Millis
  /** When bytes last came or were taken. */
  readonly lastActiveAtMs: Millis
  readonly answers: Pick<Answers, 'stalledMs' | 'quietMs' | 'isEmpty'>
  readonly intake: Pick<Intake, 'stalledMs' | 'isSlowerThan' | 'isEmpty'>
}

export type Overdue =
  /** At once: it does nothing, or too little. */
  | { readonly kind: 'cut'; readonly cause: CloseCause; readonly fields?: LogFields }
  | { readonly kind: 'close'; readonly cause: CloseCause }
  /** It was closed, and the peer has not gone. */
  | { readonly kind: 'destroy' }

/** Null: nothing is overdue. */
export function overdue(timed: Timed, { limits, budget }: Pick<EdgeContext, 'limits' | 'budget'>, nowMs: Millis): Overdue | null {
  const { answers, intake, closingSinceMs } = timed
  if (answers.stalledMs(nowMs) >= limits.slowWriteMs) return { kind: 'cut', cause: 'slow-reader' }
  if (closingSinceMs !== null) {
    const quietMs = Math.min(nowMs - closingSinceMs, answers.quietMs(nowMs))
    return quietMs >= limits.lingerMs ? { kind: 'destroy' } : null
  }
  if (intake.stalledMs(nowMs) >= limits.slowReadMs) return { kind: 'cut', cause: 'slow-sender' }
  const { requestBytesPerSecondMinUnderPressure: pace, slowReadUnderPressureMs } = limits
  if (budget.isContended && intake.isSlowerThan(pace, slowReadUnderPressureMs, nowMs)) {
    return { kind: 'cut', cause: 'slow-sender', fields: { detail: 'others wait for the memory that its request holds' } }
  }
  if (timed.phase !== 'open') return nowMs - timed.beganAtMs >= limits.loginMs ? { kind: 'cut', cause: 'login-timeout' } : null
  const isIdle = answers.isEmpty && intake.isEmpty
  return isIdle && nowMs - timed.lastActiveAtMs >= limits.idleMs ? { kind: 'close', cause: 'idle' } : null
}
