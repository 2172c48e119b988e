import {
  type Api,
  type Backend,
  type Call,
  type Encodable,
  decodeResponseFrame,
  encodeRequestFrame,
  encodeResponseFrame,
  parseRequestHeader,
  type Reply,
  type RequestOf,
  type ResponseOf,
  type Session,
} from '@leat/wire'

const SIZE_PREFIX_BYTES = 4

/** Who asks: the testkit itself, with the rights of the plaintext listener's principal. */
export function testkitSession(cluster: string, node: number): Session {
  return {
    principal: { type: 'User', name: 'admin' },
    tenant: cluster,
    listener: 'testkit',
    node,
    clientHost: '/127.0.0.1',
    connectionId: 'testkit',
    signal: new AbortController().signal,
  }
}

/** One request and its answer without a socket, the bytes as a client would have made and read them. */
export async function exchange<A extends Api>(
  backend: Backend,
  api: A,
  version: number,
  message: Encodable<RequestOf<A>>,
  session: Session,
): Promise<ResponseOf<A>> {
  const frame = Buffer.concat(encodeRequestFrame(api, version, { correlationId: 0, clientId: 'testkit' }, message)).subarray(
    SIZE_PREFIX_BYTES,
  )
  const { bodyOffset, correlationId, clientId } = parseRequestHeader(frame, () => api)
  const call: Call = { api, version, correlationId, clientId, frame, bodyOffset, session, decoded: undefined }
  return answerOf(api, version, await backend.dispatch(call))
}

/** The answer as a client reads it. Throws when there is none. */
export function answerOf<A extends Api>(api: A, version: number, reply: Reply): ResponseOf<A> {
  if (reply.kind === 'frame') return decodeResponseFrame(api, version, Buffer.concat(reply.chunks)).message
  if (reply.kind !== 'message') throw new Error(`${api.name} version ${version} has no answer (${reply.kind})`)
  const frame = Buffer.concat(encodeResponseFrame(api, version, 0, reply.message as Encodable<ResponseOf<A>>))
  return decodeResponseFrame(api, version, frame.subarray(SIZE_PREFIX_BYTES)).message
}
