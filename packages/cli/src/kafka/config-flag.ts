import { ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../complaint.ts'

export interface Setting {
  readonly name: string
  readonly value: string
}

/** `--config a=1,b=2`. A piece without `=` belongs to the value before it, for settings that are lists: `cleanup.policy=compact,delete`. */
export function settingsOf(pieces: readonly string[]): Result<readonly Setting[], Complaint> {
  const settings: Setting[] = []
  for (const piece of pieces) {
    const equals = piece.indexOf('=')
    const last = settings.at(-1)
    if (equals > 0) settings.push({ name: piece.slice(0, equals).trim(), value: piece.slice(equals + 1) })
    else if (equals === -1 && last !== undefined) settings.splice(-1, 1, { ...last, value: `${last.value},${piece}` })
    else return failed(`failed to parse "key=value" pattern from configuration: ${piece}`)
  }
  return ok(settings)
}
