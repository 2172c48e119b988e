import type { NodeId } from '@leat/base'
import {
  type Api,
  type Backend,
  type Call,
  type Encodable,
  type Reply,
  type RequestOf,
  type ResponseOf,
  type Session,
  decodeResponseFrame,
  encodeRequestFrame,
  encodeResponseFrame,
  parseRequestHeader,
} from '@leat/wire'

export interface CallOptions {
  readonly node?: NodeId
  readonly signal?: AbortSignal
  readonly clientId?: string
}

const SIZE_PREFIX_BYTES = 4

/** A call as the edge would make it: the message encoded into a frame, the header parsed out of it. */
export function callOf<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>, options: CallOptions = {}): Call {
  const frame = Buffer.concat(
    encodeRequestFrame(api, version, { correlationId: 7, clientId: options.clientId ?? 'test' }, message),
  ).subarray(SIZE_PREFIX_BYTES)
  const { bodyOffset, correlationId, clientId } = parseRequestHeader(frame, () => api)
  return { api, version, correlationId, clientId, frame, bodyOffset, session: sessionOf(options), decoded: undefined }
}

function sessionOf({ node, signal }: CallOptions = {}): Session {
  return {
    principal: { type: 'User', name: 'tester' },
    tenant: null,
    listener: 'PLAINTEXT',
    node: node ?? 1,
    clientHost: '/127.0.0.1',
    connectionId: 'test-1',
    signal: signal ?? new AbortController().signal,
  }
}

/** The answer as a client reads it: encoded for the version and decoded again. */
export function answerOf<A extends Api>(api: A, version: number, reply: Reply): ResponseOf<A> {
  if (reply.kind !== 'message') throw new Error(`${api.name} v${version} was answered with ${reply.kind}`)
  const frame = Buffer.concat(encodeResponseFrame(api, version, 7, reply.message as Encodable<ResponseOf<A>>)).subarray(SIZE_PREFIX_BYTES)
  return decodeResponseFrame(api, version, frame).message as ResponseOf<A>
}

export async function exchange<A extends Api>(
  backend: Backend,
  api: A,
  version: number,
  message: Encodable<RequestOf<A>>,
  options?: CallOptions,
): Promise<ResponseOf<A>> {
  return answerOf(api, version, await backend.dispatch(callOf(api, version, message, options)))
}
