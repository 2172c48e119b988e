import { type Api, type Encodable, isValidVersion, type RequestOf, type ResponseOf, type Schema } from './api.ts'
import { compileDecoder, type Decoder } from './compile-decoder.ts'
import { compileEncoder, type Encoder } from './compile-encoder.ts'
import { REQUEST_ELEMENTS_MAX, room } from './decoder-runtime.ts'
import { WireError } from './wire-error.ts'
import { Writer } from './writer.ts'

/** Room a message gets before its size is known. */
const FIRST_BYTES = 256
/** No buffer begins larger than this, however large the last message was. */
const FIRST_BYTES_MAX = 65_536

/**
 * Bodies of requests and responses, without their headers. Everything here throws `WireError` and nothing else for what a peer may send, and
 * for messages that cannot be encoded. Bytes after the end of a body are ignored, as Apache Kafka does.
 */
export function decodeRequest<A extends Api>(api: A, version: number, buffer: Buffer, offset: number): RequestOf<A> {
  // Requests come from anybody, responses from a broker that was chosen.
  room.elements = REQUEST_ELEMENTS_MAX
  try {
    return decoderOf(api.request, version)(buffer, offset) as RequestOf<A>
  } finally {
    room.elements = Number.POSITIVE_INFINITY
  }
}

export function decodeResponse<A extends Api>(api: A, version: number, buffer: Buffer, offset: number): ResponseOf<A> {
  return decoderOf(api.response, version)(buffer, offset) as ResponseOf<A>
}

/** A list of chunks: record bytes are referenced, not copied, and must stay as they are until the chunks are written. */
export function encodeRequest<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>): Buffer[] {
  return encodeBody(api.request, version, message)
}

export function encodeResponse<A extends Api>(api: A, version: number, message: Encodable<ResponseOf<A>>): Buffer[] {
  return encodeBody(api.response, version, message)
}

function encodeBody(schema: Schema, version: number, message: unknown): Buffer[] {
  const writer = writerFor(schema, version)
  encodeInto(writer, schema, version, message)
  return writer.finish()
}

/** A writer with room for a message like the last one, and `extraBytes` before it. */
export function writerFor(schema: Schema, version: number, extraBytes = 0): Writer {
  return new Writer(encoderOf(schema, version).firstBytes + extraBytes)
}

export function encodeInto(writer: Writer, schema: Schema, version: number, message: unknown): void {
  const compiled = encoderOf(schema, version)
  const from = writer.position
  compiled.encode(writer, message)
  // A running maximum that sinks slowly: one large message does not make all later ones begin large.
  const used = writer.position - from
  compiled.firstBytes = Math.min(
    FIRST_BYTES_MAX,
    Math.max(FIRST_BYTES, used + (used >> 3), compiled.firstBytes - (compiled.firstBytes >> 3)),
  )
}

interface CompiledEncoder {
  readonly encode: Encoder
  firstBytes: number
}

export function decoderOf(schema: Schema, version: number): Decoder {
  const known = schema.compiled.decoders[version] as Decoder | undefined
  if (known !== undefined) return known
  checkVersion(schema, version)
  const decoder = compileDecoder(schema, version)
  schema.compiled.decoders[version] = decoder
  return decoder
}

function encoderOf(schema: Schema, version: number): CompiledEncoder {
  const known = schema.compiled.encoders[version] as CompiledEncoder | undefined
  if (known !== undefined) return known
  checkVersion(schema, version)
  const compiled: CompiledEncoder = { encode: compileEncoder(schema, version), firstBytes: FIRST_BYTES }
  schema.compiled.encoders[version] = compiled
  return compiled
}

function checkVersion(schema: Schema, version: number): void {
  if (isValidVersion(schema.versions, version)) return
  throw new WireError('unsupported-version', `${schema.name} has no version ${version}, only ${schema.versions.join(' to ')}`)
}
