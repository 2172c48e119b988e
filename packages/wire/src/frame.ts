/**
 * Frames. All integers are big-endian; a frame on the socket is preceded by its size as an int32.
 *
 *     request                                       response
 *     int16            api key                      int32  correlation id
 *     int16            api version                  tags   flexible versions only, and never for ApiVersions
 *     int32            correlation id               ...    body
 *     nullable string  client id: int16 length, -1 for null, in flexible versions too
 *     tags             flexible versions only
 *     ...              body
 */
import type { Api, Encodable, RequestOf, ResponseOf } from './api.ts'
import { decodeResponse, encodeInto, writerFor } from './codec.ts'
import { skipTags, text } from './decoder-runtime.ts'
import { ApiKey } from './messages/generated/api-keys.ts'
import { RequestHeader as RequestHeaderSchema, ResponseHeader as ResponseHeaderSchema } from './messages/generated/headers.ts'
import { WireError } from './wire-error.ts'
import { totalBytes, type Writer } from './writer.ts'

const SIZE_BYTES = 4
/** More than a header takes, unless the client id is long: the writer grows then. */
const HEADER_BYTES = 64
const FIXED_HEADER_BYTES = 10

export interface RequestHeader {
  readonly api: Api
  readonly apiKey: number
  readonly apiVersion: number
  readonly correlationId: number
  readonly clientId: string | null
  /** Where the body begins in the frame. */
  readonly bodyOffset: number
}

export function requestHeaderVersion(api: Api, version: number): 1 | 2 {
  return isFlexible(api, version) ? 2 : 1
}

/** ApiVersions answers with v0 in every version: its client does not know yet what the broker understands. */
export function responseHeaderVersion(api: Api, version: number): 0 | 1 {
  return isFlexible(api, version) && api.key !== ApiKey.ApiVersions ? 1 : 0
}

/**
 * The header of a frame without its size prefix. `apiOf` knows the APIs that are served here, and no other need be loaded. The version is not
 * checked: an ApiVersions request of an unknown version deserves an answer.
 * Throws `WireError`: `unknown-api` (Kafka closes the connection), `truncated`, `malformed`.
 */
export function parseRequestHeader(frame: Buffer, apiOf: (apiKey: number) => Api | undefined): RequestHeader {
  if (frame.length < FIXED_HEADER_BYTES) throw new WireError('truncated', `a request of ${frame.length} bytes has no header`)
  const apiKey = frame.readInt16BE(0)
  const apiVersion = frame.readInt16BE(2)
  const correlationId = frame.readInt32BE(4)
  const api = apiOf(apiKey)
  if (api === undefined) throw new WireError('unknown-api', `api key ${apiKey}, version ${apiVersion}, is not served`)
  const length = frame.readInt16BE(8)
  let bodyOffset = FIXED_HEADER_BYTES + Math.max(0, length)
  if (bodyOffset > frame.length) throw new WireError('truncated', `${api.name}: the client id ends after the request`)
  const clientId = length < 0 ? null : text(frame, FIXED_HEADER_BYTES, bodyOffset)
  if (isFlexible(api, apiVersion)) bodyOffset = skipTags(frame, bodyOffset, frame.length, `${api.name} request header`)
  return { api, apiKey, apiVersion, correlationId, clientId, bodyOffset }
}

/** A request as it goes to the socket, size prefix included. */
export function encodeRequestFrame<A extends Api>(
  api: A,
  version: number,
  header: { readonly correlationId: number; readonly clientId: string | null },
  message: Encodable<RequestOf<A>>,
): Buffer[] {
  const writer = writerFor(api.request, version, SIZE_BYTES + HEADER_BYTES)
  writer.int32(0)
  encodeInto(writer, RequestHeaderSchema, requestHeaderVersion(api, version), {
    requestApiKey: api.key,
    requestApiVersion: version,
    ...header,
  })
  encodeInto(writer, api.request, version, message)
  return finishFrame(writer)
}

/** A response as it goes to the socket, size prefix included. */
export function encodeResponseFrame<A extends Api>(
  api: A,
  version: number,
  correlationId: number,
  message: Encodable<ResponseOf<A>>,
): Buffer[] {
  const writer = writerFor(api.response, version, SIZE_BYTES + HEADER_BYTES)
  writer.int32(0)
  encodeInto(writer, ResponseHeaderSchema, responseHeaderVersion(api, version), { correlationId })
  encodeInto(writer, api.response, version, message)
  return finishFrame(writer)
}

/** Reads a frame without its size prefix. Throws `WireError`. */
export function decodeResponseFrame<A extends Api>(
  api: A,
  version: number,
  frame: Buffer,
): { correlationId: number; message: ResponseOf<A> } {
  if (frame.length < 4) throw new WireError('truncated', `${api.name}: a response of ${frame.length} bytes has no header`)
  const correlationId = frame.readInt32BE(0)
  const bodyOffset = responseHeaderVersion(api, version) === 0 ? 4 : skipTags(frame, 4, frame.length, `${api.name} response header`)
  return { correlationId, message: decodeResponse(api, version, frame, bodyOffset) }
}

/** The prefix of a frame that is already encoded: ready chunks, a SASL token. */
export function sizePrefix(chunks: readonly Buffer[]): Buffer {
  const prefix = Buffer.allocUnsafe(SIZE_BYTES)
  prefix.writeInt32BE(totalBytes(chunks))
  return prefix
}

function isFlexible(api: Api, version: number): boolean {
  return api.flexible !== null && version >= api.flexible
}

/** The prefix is the start of the first chunk. */
function finishFrame(writer: Writer): Buffer[] {
  const chunks = writer.finish()
  chunks[0]!.writeInt32BE(totalBytes(chunks) - SIZE_BYTES)
  return chunks
}
