/** Below this many bytes a loop is faster than a call out of JavaScript (measured). */
const LOOP_BYTES_MAX = 32

/** Copies `count` bytes between buffers; the caller has checked both bounds. */
export function copyLiteral(from: Buffer, fromAt: number, to: Buffer, toAt: number, count: number): void {
  if (count > LOOP_BYTES_MAX) {
    from.copy(to, toAt, fromAt, fromAt + count)
    return
  }
  for (let i = 0; i < count; i++) to[toAt + i] = from[fromAt + i]!
}

/** Repeats what stands `distance` bytes before `at`; source and target may overlap, which repeats the pattern. */
export function copyMatch(bytes: Buffer, at: number, distance: number, count: number): void {
  if (count > LOOP_BYTES_MAX && distance >= count) {
    bytes.copyWithin(at, at - distance, at - distance + count)
    return
  }
  for (let i = 0; i < count; i++) bytes[at + i] = bytes[at + i - distance]!
}
