/**
 * The beginning of a Produce request's body, all that the gateway reads of it:
 *
 *     v3-8    int16   length of the transactional id, -1 for null       v9+    uvarint  that length plus one, 0 for null
 *             bytes   the transactional id                                     bytes    the transactional id
 *             int16   acks                                                     int16    acks
 */
import { Produce } from '@leat/wire/messages/00-produce'
import { ApiKey, type Call } from '@leat/wire'

const UVARINT_BYTES_MAX = 5

/** True when the broker will answer nothing: a Produce request with acks=0. A request that ends before its acks is refused upstream. */
export function isUnanswered(call: Pick<Call, 'api' | 'version' | 'frame' | 'bodyOffset'>): boolean {
  if (call.api.key !== ApiKey.Produce) return false
  const at = acksOffset(call)
  return at + 2 <= call.frame.length && call.frame.readInt16BE(at) === 0
}

function acksOffset({ version, frame, bodyOffset }: Pick<Call, 'version' | 'frame' | 'bodyOffset'>): number {
  if (version < Produce.flexible!) {
    return bodyOffset + 2 > frame.length ? frame.length : bodyOffset + 2 + Math.max(0, frame.readInt16BE(bodyOffset))
  }
  let length = 0
  for (let i = 0; i < UVARINT_BYTES_MAX && bodyOffset + i < frame.length; i++) {
    const byte = frame[bodyOffset + i]!
    length += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return bodyOffset + i + 1 + Math.max(0, length - 1)
  }
  return frame.length
}
