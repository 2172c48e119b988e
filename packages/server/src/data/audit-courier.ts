import type { DataPlaneEvent } from '@leat/access'
import type { Clock, Millis } from '@leat/base'

/** Audit events of one cluster as its edge keeps them, bounded, until they are taken. */
export interface AuditSource {
  drain(): readonly DataPlaneEvent[]
  /** `handler` is called when the first event comes after a drain. */
  onData(handler: () => void): void
}

/** Events wait so long for others to travel with. */
const GATHER_MS: Millis = 50

/**
 * Carries audit events of one cluster to the control thread, a batch at a time: while one is on its way the source gathers, and what it has no room
 * for it counts.
 */
export function carryAudit(
  source: AuditSource,
  clock: Clock,
  send: (events: readonly DataPlaneEvent[]) => Promise<unknown>,
): { flush(): Promise<void> } {
  let travelling: Promise<void> | null = null
  const carry = async (): Promise<void> => {
    for (let events = source.drain(); events.length > 0; events = source.drain()) await send(events)
  }
  const flush = (): Promise<void> => {
    travelling ??= carry()
      // The control thread is gone, and with it whoever would read this.
      .catch(() => {})
      .finally(() => (travelling = null))
    return travelling
  }
  source.onData(() => void clock.after(GATHER_MS, () => void flush()))
  return { flush }
}
