/** One record of the audit log, as it stands there. */
export interface AuditEntry {
  readonly offset: number
  readonly value: Buffer
}

/** The audit log, to be read. */
export interface AuditTrail {
  /** What is older than this offset (null: all), newest first, until nobody asks for more. */
  newestFirst(before: number | null, signal: AbortSignal): AsyncIterable<AuditEntry>
}
