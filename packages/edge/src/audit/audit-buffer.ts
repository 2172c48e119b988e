import type { AuditSink, AuthenticationEvent, AuthorizationEvent, DataPlaneEvent } from '@leat/access'
import type { Clock } from '@leat/base'

export interface AuditBufferOptions {
  readonly cluster: string
  readonly clock: Clock
  /** Events kept until they are drained; what comes above is counted and told as one `gap`. */
  readonly eventsMax: number
}

/** The audit events of one cluster, until whoever carries them on takes them. */
export interface AuditBuffer extends AuditSink {
  /** All that is there, in order, with a gap at the end for what there was no room for. */
  drain(): DataPlaneEvent[]
  /** `handler` is called when the first event comes after a drain, within the request that made it: it schedules a drain and does no more. */
  onData(handler: () => void): void
}

export const AUDIT_EVENTS_MAX = 8_192

export function auditBuffer({ cluster, clock, eventsMax }: AuditBufferOptions): AuditBuffer {
  let events: DataPlaneEvent[] = []
  let dropped = 0
  let handler: (() => void) | null = null
  return {
    record(event: AuthenticationEvent | AuthorizationEvent) {
      if (events.length >= eventsMax) {
        dropped += 1
        return
      }
      events.push(event)
      if (events.length === 1) handler?.()
    },
    drain() {
      const drained = events
      events = []
      if (dropped > 0) drained.push({ kind: 'gap', atMs: clock.now(), cluster, dropped })
      dropped = 0
      return drained
    },
    onData(next) {
      handler = next
      if (events.length > 0) next()
    },
  }
}
