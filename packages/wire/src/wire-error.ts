export type WireErrorKind =
  /** The bytes end before the message does. */
  | 'truncated'
  /** A length, count or tag that cannot be, or null where null is not allowed. */
  | 'malformed'
  /** An int64 beyond 2^53 - 1 in a field that is a number here. */
  | 'unsafe-integer'
  | 'unknown-api'
  | 'unsupported-version'
  /** Encoding: a field is set that this version cannot carry. Kafka throws UnsupportedVersionException. */
  | 'unsupported-field'
  /** Encoding: the value does not fit the field's type. */
  | 'invalid-value'
  /** A negative size prefix, or one above the limit. */
  | 'frame-size'

/** The only error the codecs throw on purpose: the bytes, or the message to encode, are not what they must be. */
export class WireError extends Error {
  readonly kind: WireErrorKind

  constructor(kind: WireErrorKind, message: string) {
    super(message)
    this.name = 'WireError'
    this.kind = kind
  }
}
