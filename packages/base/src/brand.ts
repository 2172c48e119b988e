/**
 * A number or string that carries its meaning in its type. The mark is optional, so a plain value may become a branded one
 * without a cast, but two different brands never mix: an `Offset` is refused where `Millis` are wanted.
 */
export type Brand<T, Name extends string> = T & { readonly __brand?: Name }

/** Milliseconds: a duration, or a moment since the Unix epoch (named `…AtMs` or `now`). */
export type Millis = Brand<number, 'Millis'>
/** A count of bytes. */
export type Bytes = Brand<number, 'Bytes'>
/** The position of a record in a partition. */
export type Offset = Brand<number, 'Offset'>
/** A topic's unique id (KIP-516) in Kafka's own text form: 22 characters of base64url. */
export type TopicId = Brand<string, 'TopicId'>
/** A broker's id within its cluster. */
export type NodeId = Brand<number, 'NodeId'>
/** A producer's id (KIP-98); -1 stands for none. */
export type ProducerId = Brand<number, 'ProducerId'>
