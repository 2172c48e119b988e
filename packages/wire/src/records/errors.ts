export type RecordErrorKind =
  /** Lengths, counts or varints that do not fit together. */
  | 'malformed'
  /** Decompressed bytes would exceed the caller's limit. */
  | 'too-large'
  /** The attributes name a codec that does not exist (5 to 7). */
  | 'unknown-codec'

/** Thrown when bytes are not a record batch that can be read. Nothing else is thrown for bad bytes. */
export class RecordError extends Error {
  override readonly name = 'RecordError'
  readonly kind: RecordErrorKind
  constructor(kind: RecordErrorKind, message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}
