import type { Field } from './api.ts'
import { defaultOf } from './layout.ts'
import { writeUuid, ZERO_UUID } from './uuid.ts'
import { WireError } from './wire-error.ts'

/** What compiled encoders call. */

export const uuid = writeUuid

export function invalid(what: string, value: unknown): never {
  throw new WireError('invalid-value', `${what} cannot be ${String(value)}`)
}

/** The field is set, but this version cannot carry it. Kafka throws UnsupportedVersionException. */
export function unsupported(what: string): never {
  throw new WireError('unsupported-field', `${what} is set, which this version cannot carry`)
}

export function long(buffer: Buffer, at: number, value: number, what: string): void {
  if (!Number.isSafeInteger(value)) invalid(what, value)
  const low = value >>> 0
  const high = (value - low) / 0x1_0000_0000
  buffer[at] = high >> 24
  buffer[at + 1] = high >> 16
  buffer[at + 2] = high >> 8
  buffer[at + 3] = high
  buffer[at + 4] = low >> 24
  buffer[at + 5] = low >> 16
  buffer[at + 6] = low >> 8
  buffer[at + 7] = low
}

/** Walks the table instead of compiled code: only tagged fields and fields of other versions are compared, and these are mostly absent. */
export function isDefault(field: Field, value: unknown): boolean {
  if (value === undefined) return true
  const fallback = defaultOf(field)
  if (fallback !== undefined) return value === fallback
  if (value === null) return false
  if (field.type.startsWith('[]') || field.type === 'bytes') return (value as { length: number }).length === 0
  if (field.type === 'uuid') return value === ZERO_UUID
  return field.fields!.every((inner) => isDefault(inner, (value as Record<string, unknown>)[inner.name]))
}
