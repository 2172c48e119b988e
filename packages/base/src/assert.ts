/** Thrown when the program itself is wrong; never caught to go on as if nothing happened. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
}

/** States what must hold here. A failure is a bug in Leat, not bad input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (condition !== true && !condition) throw new AssertionError(message)
}

/** The end of an exhaustive switch: compiles only when every case was handled. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable value: ${String(value)}`)
}
