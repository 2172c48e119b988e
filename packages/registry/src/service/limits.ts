import type { Millis } from '@leat/base'

/** Bounds of the service around the state. */
export const SERVICE_LIMITS = {
  /** Registrations that found the state changed under them begin anew this often. */
  attemptsMax: 16,
  /** Texts that were read lately, so that a lookup of a known schema reads none. */
  readTexts: { entriesMax: 10_000, sizeMax: 16 * 1024 * 1024 },
  /** Comparisons that found nothing, by the GUIDs of both sides. */
  comparisons: { entriesMax: 50_000, sizeMax: 16 * 1024 * 1024 },
  /** Schemas that a worker keeps parsed. */
  parsed: { entriesMax: 2_000, sizeMax: 8 * 1024 * 1024 },
} as const

export interface WorkerLimits {
  /** One job; then its thread is ended. */
  readonly deadlineMs: Millis
  /** A thread without a job ends after this. */
  readonly idleMs: Millis
  readonly threadsMax: number
  /** Jobs that wait for a thread; one more is answered `timeout` at once. */
  readonly queueMax: number
}

export const WORKER_LIMITS: WorkerLimits = {
  deadlineMs: 10_000,
  idleMs: 60_000,
  threadsMax: 1,
  queueMax: 10_000,
}
