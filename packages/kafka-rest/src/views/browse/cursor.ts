import { fail, ok, type Offset, type Result } from '@leat/base'

export type Direction = 'backward' | 'forward'

/** Where a browsing was left: for each partition the position and the far end. It is told to the client, which brings it back: nothing is kept here. */
export interface Cursor {
  readonly direction: Direction
  /** Partition, position, far end. */
  readonly partitions: readonly (readonly [partition: number, position: Offset, end: Offset])[]
}

/** `b` or `f`, then `partition:position:end` for each that has more; numbers in base 36. Null: none has. */
export function encodeCursor({ direction, partitions }: Cursor): string | null {
  const left = partitions.filter(([, position, end]) => (direction === 'forward' ? position < end : position > end))
  if (left.length === 0) return null
  return direction.charAt(0) + left.map((one) => one.map((value) => value.toString(36)).join(':')).join('.')
}

export function decodeCursor(text: string): Result<Cursor, string> {
  if (!/^[bf][0-9a-z]+:[0-9a-z]+:[0-9a-z]+(?:\.[0-9a-z]+:[0-9a-z]+:[0-9a-z]+)*$/.test(text))
    return fail('cursor is none that was given out.')
  const partitions = text
    .slice(1)
    .split('.')
    .map((one) => one.split(':').map((value) => Number.parseInt(value, 36)) as [number, number, number])
  return partitions.every((one) => one.every(Number.isSafeInteger))
    ? ok({ direction: text.startsWith('b') ? 'backward' : 'forward', partitions })
    : fail('cursor is none that was given out.')
}
