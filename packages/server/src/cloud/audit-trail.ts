import type { Clock, Random } from '@leat/base'
import { endOffset, OffsetOutOfRange, readPartition, type Transport } from '@leat/client'
import type { AuditEntry, AuditTrail } from '@leat/control'
import { AUDIT_TOPIC } from './audit-log.ts'

/** Read at once, some 700 bytes each. */
const WINDOW = 500

/** The audit topic from its end backward: windows that end where the last one began. */
export function auditTrail(transport: Transport, { clock, random }: { readonly clock: Clock; readonly random: Random }): AuditTrail {
  return {
    async *newestFirst(before, signal) {
      const place = { topic: AUDIT_TOPIC, partition: 0, clock, random, signal }
      const end = await endOffset(transport, place)
      for (let upTo = Math.min(before ?? end, end); upTo > 0; upTo -= WINDOW) {
        const entries: AuditEntry[] = []
        try {
          for await (const { records } of readPartition(transport, { ...place, from: Math.max(0, upTo - WINDOW), upTo }))
            for (const { offset, value } of records) if (offset < upTo && value !== null) entries.push({ offset, value })
        } catch (error) {
          // Retention takes whole segments away from the beginning: nothing older is there.
          if (error instanceof OffsetOutOfRange) return
          throw error
        }
        yield* entries.toReversed()
      }
    },
  }
}
