/** Null in a body is as absent. */
export function isGiven<T>(value: T): value is NonNullable<T> {
  return value !== null && value !== undefined
}
