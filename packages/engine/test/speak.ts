import type { NodeId } from '@leat/base'
import {
  type Api,
  type Backend,
  type Call,
  decodeResponseFrame,
  type Encodable,
  encodeRequestFrame,
  encodeResponseFrame,
  parseRequestHeader,
  type Reply,
  type RequestOf,
  type ResponseOf,
  type Session,
  WireError,
} from '@leat/wire'

/** What a client sees of its request. */
export type Outcome<M> =
  | { readonly kind: 'answer'; readonly message: M }
  /** Nothing was answered: produce with acks=0. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'closed'; readonly reason: string }

export interface SpeakerOptions {
  readonly node: NodeId
  readonly connectionId: string
  readonly clientId?: string | null
}

/** A client connection without a socket: requests go to `dispatch` as an edge would bring them, answers come back decoded from their bytes. */
export interface Speaker extends Disposable {
  readonly node: NodeId
  send<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>): Promise<Outcome<ResponseOf<A>>>
  /** A body as it stands, right or wrong. */
  sendFrame(api: Api, version: number, frame: Buffer): Promise<Outcome<unknown>>
  /** The connection is gone: its signal aborts. */
  close(): void
}

export function speaker(backend: Backend, options: SpeakerOptions): Speaker {
  const abort = new AbortController()
  const clientId = options.clientId === undefined ? 'client' : options.clientId
  const session: Session = {
    principal: { type: 'User', name: 'admin' },
    tenant: null,
    listener: 'PLAINTEXT',
    node: options.node,
    clientHost: '/127.0.0.1',
    connectionId: options.connectionId,
    signal: abort.signal,
  }
  let correlationId = 0
  const speaking: Speaker = {
    node: options.node,
    send<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>) {
      correlationId += 1
      const frame = withoutPrefix(encodeRequestFrame(api, version, { correlationId, clientId }, message))
      return speaking.sendFrame(api, version, frame) as Promise<Outcome<ResponseOf<A>>>
    },
    async sendFrame(api, version, frame) {
      const range = backend.apis.get(api.key)
      if (range === undefined) return { kind: 'closed', reason: 'unknown-api' }
      if (version < range.min || version > range.max) return { kind: 'closed', reason: 'unsupported-version' }
      const header = parseRequestHeader(frame, (key) => backend.apis.get(key)?.api)
      const call: Call = { ...header, version, frame, session, decoded: undefined }
      try {
        return outcomeOf(call, await backend.dispatch(call))
      } catch (error) {
        // An edge closes the connection for what nobody can read; everything else is a fault of the backend.
        if (error instanceof WireError) return { kind: 'closed', reason: 'malformed-request' }
        throw error
      }
    },
    close: () => abort.abort(),
    [Symbol.dispose]: () => abort.abort(),
  }
  return speaking
}

function outcomeOf(call: Call, reply: Reply): Outcome<unknown> {
  switch (reply.kind) {
    case 'silence':
      return { kind: 'silence' }
    case 'close':
      return { kind: 'closed', reason: reply.reason }
    case 'frame':
      return answer(call, Buffer.concat(reply.chunks))
    case 'message':
      return answer(call, withoutPrefix(encodeResponseFrame(call.api, call.version, call.correlationId, reply.message)))
  }
}

function answer(call: Call, frame: Buffer): Outcome<unknown> {
  const { correlationId, message } = decodeResponseFrame(call.api, call.version, frame)
  if (correlationId !== call.correlationId) throw new Error(`${call.api.name}: an answer to another request`)
  return { kind: 'answer', message }
}

const SIZE_BYTES = 4

/** In a buffer of its own, as an edge gives frames: the backend may keep and patch it. */
export function withoutPrefix(chunks: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(chunks).subarray(SIZE_BYTES)
  const frame = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(frame)
  return frame
}
