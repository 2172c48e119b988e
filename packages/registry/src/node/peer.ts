import type { Bytes, Millis } from '@leat/base'
import type { HttpAnswer } from '@leat/rest'

/** A request to another node of the group. */
export interface PeerRequest {
  /** `http://host:8081` */
  readonly url: string
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
  readonly msMax: Millis
  readonly bodyBytesMax: Bytes
  readonly signal: AbortSignal
}

export interface PeerAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** HTTP to other nodes as a parameter: real in `server`, in memory in tests. @throws PeerFault, the signal's reason */
export type AskPeer = (request: PeerRequest) => Promise<PeerAnswer>

export type PeerFaultKind =
  /** Nobody was reached: nothing of the request was sent. */
  | 'unreachable'
  /** It was sent, and the answer is missing: it may have taken effect. */
  | 'lost'

export class PeerFault extends Error {
  override readonly name = 'PeerFault'
  readonly kind: PeerFaultKind
  constructor(kind: PeerFaultKind, message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
  }
}

export const HEADERS = {
  /** What all registries send with what they forward; clients send it too, so that it proves nothing. */
  forward: 'x-forward',
  /** Ours with it: whoever gets it answers or refuses, and does not forward again. */
  forwardedBy: 'x-leat-registry-forwarded-by',
  /** With the primary's answer: the position in the log that shows what it says. */
  position: 'x-leat-registry-position',
  /** With the refusal of a node that is not primary, or not any more: nothing was done. */
  notPrimary: 'x-leat-registry-not-primary',
  /** Asks a node whether it is alive. */
  probe: 'x-leat-registry-probe',
  /** The answer: its member id, empty while it has none. */
  member: 'x-leat-registry-member',
} as const

const CONTENT_TYPE = 'application/vnd.schemaregistry.v1+json'

/** In the registry's form of errors. */
export function refusal(status: number, errorCode: number, message: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers: { 'content-type': CONTENT_TYPE, ...headers }, body: JSON.stringify({ error_code: errorCode, message }) }
}
