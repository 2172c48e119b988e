/** Requests close to the largest size there is, made of the smallest elements that the protocol has: what costs a receiver the most per byte. */
import { ApiKey } from '@leat/wire'

const FRAME_BYTES = 100 * 1024 * 1024
const HEADER_BYTES = 10
const COMPACT_ELEMENTS_MAX = 2 ** 28 - 2

type Kind = 'topics without a name' | 'partitions of a topic' | 'groups' | 'tags'

export function hugeRequest(kind: Kind): Buffer {
  switch (kind) {
    // Metadata v8: an array of strings of two bytes of length each.
    case 'topics without a name':
      return requestOf(ApiKey.Metadata, 8, (body) => fill(body, 2))
    // OffsetForLeaderEpoch v2: one topic, partitions of 12 bytes.
    case 'partitions of a topic':
      return requestOf(ApiKey.OffsetForLeaderEpoch, 2, (body) => {
        body.writeInt32BE(1)
        body.writeInt16BE(0, 4)
        fill(body.subarray(6), 12)
      })
    // DescribeGroups v4: an array of strings.
    case 'groups':
      return requestOf(ApiKey.DescribeGroups, 4, (body) => fill(body, 2))
    // ApiVersions v3: two empty strings, then tags without content.
    case 'tags':
      return requestOf(ApiKey.Metadata, 12, (body) => {
        body[0] = 0 // tags of the header
        body[1] = 0 // all topics
        body[2] = 1
        body[3] = 0
        writeUvarint(body, 4, Math.min(COMPACT_ELEMENTS_MAX, (body.length - 9) >> 1))
      })
  }
}

function requestOf(key: number, version: number, write: (body: Buffer) => void): Buffer {
  const frame = Buffer.alloc(4 + FRAME_BYTES)
  frame.writeInt32BE(FRAME_BYTES)
  frame.writeInt16BE(key, 4)
  frame.writeInt16BE(version, 6)
  frame.writeInt32BE(1, 8)
  frame.writeInt16BE(-1, 12)
  write(frame.subarray(4 + HEADER_BYTES))
  return frame
}

/** As many elements of that size as fit; they are zeros already. */
function fill(body: Buffer, elementBytes: number): void {
  body.writeInt32BE(Math.floor((body.length - 4) / elementBytes) - 1)
}

function writeUvarint(to: Buffer, start: number, value: number): void {
  let at = start
  let rest = value
  for (; rest > 127; rest >>>= 7) to[at++] = (rest & 127) | 128
  to[at] = rest
}
