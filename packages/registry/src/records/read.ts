/** Reading what others wrote: a field of another kind than expected is as if the whole were unreadable, an unknown field is passed over. */

const INT_MAX = 2_147_483_647

export type JsonObject = Readonly<Record<string, unknown>>

export function parseObject(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An int of Java from `min` on. */
export function isWholeNumber(value: unknown, min: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= INT_MAX
}

/** Thrown by the readers below and caught in `values.ts`: a record that cannot be read is counted and skipped. */
export class BadRecord extends Error {
  override readonly name = 'BadRecord'
}

export function optional<T>(object: JsonObject, name: string, read: (value: unknown) => T): T | undefined {
  const value = object[name]
  return value === undefined || value === null ? undefined : read(value)
}

export function asString(value: unknown): string {
  if (typeof value !== 'string') throw new BadRecord('not a string')
  return value
}

export function asBoolean(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new BadRecord('not a boolean')
  return value
}

export function asInt(value: unknown): number {
  if (!isWholeNumber(value, 0)) throw new BadRecord('not an int')
  return value
}

/** -1 is the latest. */
export function asVersion(value: unknown): number {
  if (!isWholeNumber(value, -1)) throw new BadRecord('not a version')
  return value
}

export function asLong(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new BadRecord('not a long')
  return value
}

export function asObject(value: unknown): JsonObject {
  if (!isRecord(value)) throw new BadRecord('not an object')
  return value
}

export function asArray<T>(value: unknown, read: (item: unknown) => T): readonly T[] {
  if (!Array.isArray(value)) throw new BadRecord('not an array')
  return value.map(read)
}

export function asMap<T>(value: unknown, read: (item: unknown) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(asObject(value)).map(([name, item]) => [name, read(item)]))
}

export function asOneOf<T extends string>(words: readonly T[]): (value: unknown) => T {
  return (value) => {
    const word = words.find((candidate) => candidate === value)
    if (word === undefined) throw new BadRecord('not one of the words')
    return word
  }
}

/** Drops absent fields: with exact optional properties an undefined one is not the same. */
export function present<T extends object>(fields: { readonly [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
