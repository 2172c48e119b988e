import { type NodeId, assert } from '@leat/base'
import type { Api, Encodable, RequestOf, ResponseOf } from './api.ts'
import { decodeRequest } from './codec.ts'

/** Who speaks. `User:ANONYMOUS` does not exist here: the plaintext listener names its principal. */
export interface Principal {
  /** `User`, as in ACLs. */
  readonly type: string
  readonly name: string
}

/** What a backend may know of the connection a request came on. */
export interface Session {
  readonly principal: Principal
  /** The logical cluster (`lkc-…`) this session belongs to; null for the system itself. */
  readonly tenant: string | null
  /** The listener's name: `PLAINTEXT`, `SASL_SSL`, `system`. */
  readonly listener: string
  /** The broker whose listener the client reached. */
  readonly node: NodeId
  /** As Kafka shows it in group descriptions: `/127.0.0.1`. */
  readonly clientHost: string
  /** Unique per connection; fetch sessions and pass-through connections are keyed by it. */
  readonly connectionId: string
  /**
   * An operator's session, which nobody authorizes or limits: the loopback listener that asks nobody for a key, Leat's own services. Set by configuration
   * only, never by anything a client sends. Absent: it is asked.
   */
  readonly trusted?: true
  /** Aborts when the connection is gone: parked work ends. */
  readonly signal: AbortSignal
}

/** One request. The frame is owned by whoever holds the call: nobody else writes to it, and it is never pooled. */
export interface Call {
  readonly api: Api
  readonly version: number
  readonly correlationId: number
  readonly clientId: string | null
  /** The request as received, without its size prefix, header included. */
  readonly frame: Buffer
  /** Where the body begins in `frame`. */
  readonly bodyOffset: number
  readonly session: Session
  /** The decoded body, once somebody looked: use `decode`. */
  decoded: unknown
}

export type CloseReason =
  | 'unsupported-version'
  | 'malformed-request'
  | 'unknown-api'
  | 'produce-without-acks-failed'
  | 'upstream-closed'
  | 'fault'

export type Reply =
  /** A message of the call's api and version, still to be encoded. The edge may fill in addresses and throttle time. */
  | { readonly kind: 'message'; readonly message: unknown }
  /** A ready response: header (with the call's correlation id) and body, without the size prefix. */
  | { readonly kind: 'frame'; readonly chunks: readonly Buffer[] }
  /** Nothing is sent: produce with acks=0. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'close'; readonly reason: CloseReason }

/** Which APIs a backend serves, each with its range of versions. ApiVersions is a rendering of this table. */
export type ApiTable = ReadonlyMap<number, ApiRange>

export interface ApiRange {
  readonly api: Api
  readonly min: number
  readonly max: number
  /**
   * The minimum that ApiVersions tells, where it differs from what is served. librdkafka up to 2.10 probes old versions and turns
   * features off when they are not listed: Produce is advertised from 0 and served from 3, as Apache Kafka does (KAFKA-18659).
   */
  readonly advertisedMin?: number
}

/** A feature level as ApiVersions v3+ tells it; clients steer by the finalized ones (`transaction.version` 2 turns on KIP-890). */
export interface Feature {
  readonly name: string
  readonly min: number
  readonly max: number
  readonly finalized: number
}

/**
 * The first seam: everything behind the edge. The embedded engine is one, the gateway to Apache Kafka another.
 *
 * `dispatch` takes its place in every queue it needs before it first yields, so that order of arrival is order of effect.
 * It is called only with APIs and versions of `apis`. It answers in node ids, never in addresses: host and port stay empty and -1.
 * It rejects only for faults; expected errors are Kafka's codes in the message.
 */
export interface Backend {
  readonly apis: ApiTable
  /** ApiVersions itself, like SASL, is the edge's: it renders `apis`, `features` and its own keys. */
  readonly features: readonly Feature[]
  dispatch(call: Call): Promise<Reply>
}

/** The typed body, decoded at most once. Throws `WireError` when the bytes are not what they claim to be. */
export function decode<A extends Api>(call: Call, api: A): RequestOf<A> {
  assert(call.api.key === api.key, `call of ${call.api.name} decoded as ${api.name}`)
  call.decoded ??= decodeRequest(api, call.version, call.frame, call.bodyOffset)
  return call.decoded as RequestOf<A>
}

/** A typed `message` reply. */
export function reply<A extends Api>(_api: A, message: Encodable<ResponseOf<A>>): Reply {
  return { kind: 'message', message }
}

export const SILENCE: Reply = { kind: 'silence' }
