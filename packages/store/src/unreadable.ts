import type { Offset } from '@leat/base'

export type UnreadableKind =
  /** Written by a newer version of this software. */
  | 'newer-format'
  /** No record of this store. */
  | 'garbage'
  /** The topic is not what a store needs: state would be lost on it. */
  | 'wrong-settings'
  /** Records were deleted from the topic, or its log was cut. */
  | 'records-gone'

/** The topic cannot be read as this store's state. Nothing was changed; the message says what to do. */
export class StoreUnreadable extends Error {
  override readonly name = 'StoreUnreadable'
  readonly kind: UnreadableKind
  /** Of the record, where there is one. */
  readonly offset: Offset | null

  constructor(kind: UnreadableKind, message: string, offset: Offset | null = null, cause: unknown = null) {
    super(message, cause === null ? {} : { cause })
    this.kind = kind
    this.offset = offset
  }
}
