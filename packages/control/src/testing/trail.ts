import type { DataPlaneEvent } from '@leat/access'
import { seededRandom } from '@leat/base/sim'
import type { ControlEvent } from '../audit/event.ts'
import { auditForm } from '../audit/form.ts'
import type { AuditTrail } from '../audit/trail.ts'
import { CONTROL_SCHEMA } from '../state.ts'

/** As the audit topic would hold them, the form being that of the real one. */
export function trailOf(events: () => readonly (ControlEvent | DataPlaneEvent)[]): AuditTrail {
  return {
    async *newestFirst(before) {
      const form = auditForm(() => CONTROL_SCHEMA.empty(), seededRandom('audit'))
      const all = events().slice(0, before ?? undefined)
      for (let offset = all.length - 1; offset >= 0; offset--) yield { offset, value: form(all[offset]!).value }
    },
  }
}
