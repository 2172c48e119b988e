import {
  type Api,
  type Call,
  decodeResponseFrame,
  type Encodable,
  encodeRequestFrame,
  parseRequestHeader,
  type Reply,
  type RequestOf,
  type ResponseOf,
} from '@leat/wire'

const SIZE_BYTES = 4

/** The call with another body. It gets a frame of its own: a backend may pass frames on, and may keep them. */
export function withBody<A extends Api>(call: Call, api: A, body: Encodable<RequestOf<A>>): Call {
  const { version, correlationId, clientId } = call
  const bytes = Buffer.concat(encodeRequestFrame(api, version, { correlationId, clientId }, body))
  const frame = Buffer.allocUnsafeSlow(bytes.length - SIZE_BYTES)
  bytes.copy(frame, 0, SIZE_BYTES)
  return { ...call, frame, bodyOffset: parseRequestHeader(frame, () => api).bodyOffset, decoded: undefined }
}

/** Changes the message of a reply; a reply that carries none stays as it is. The given message is shared and must not be changed in place. */
export async function withMessage<A extends Api>(
  call: Call,
  _api: A,
  replied: Promise<Reply>,
  change: (message: Encodable<ResponseOf<A>>) => Encodable<ResponseOf<A>>,
): Promise<Reply> {
  const reply = await replied
  if (reply.kind !== 'message' && reply.kind !== 'frame') return reply
  const message = messageOf<A>(call, reply)
  const changed = change(message)
  return changed === message ? reply : { kind: 'message', message: changed }
}

function messageOf<A extends Api>(call: Call, reply: Reply & { readonly kind: 'message' | 'frame' }): Encodable<ResponseOf<A>> {
  if (reply.kind === 'message') return reply.message as Encodable<ResponseOf<A>>
  const frame = reply.chunks.length === 1 ? reply.chunks[0]! : Buffer.concat(reply.chunks)
  return decodeResponseFrame(call.api, call.version, frame).message as Encodable<ResponseOf<A>>
}
