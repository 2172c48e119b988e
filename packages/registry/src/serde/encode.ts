import { type Result, fail, ok } from '@leat/base'
import type { ValueCodec } from '../schemas/codec.ts'
import type { SchemaType } from '../schemas/index.ts'
import { parseJson } from '../schemas/json-text/index.ts'
import type { RecordHeader } from './contract.ts'
import { withGuid, withId } from './wire-format.ts'

/** JSON text as a key or value of a schema: its id in front, as every deserializer reads it. Fails with what does not fit, and where. */
export function encode(json: string, codec: ValueCodec, id: number): Result<Buffer, string> {
  const payload = encodePayload(json, codec)
  return payload.ok ? ok(withId(id, payload.value)) : payload
}

/** The first message of a file is written, whose indexes are one byte: see `schemas/protobuf/codec-indexes.ts`. */
const FIRST_MESSAGE = Buffer.from([0])

/** The same with the schema named by a header, which is the same for all values of a schema; deserializers of 2025 and later read it. */
export function encodeBare(json: string, codec: ValueCodec, type: SchemaType): Result<Buffer, string> {
  const payload = encodePayload(json, codec)
  return payload.ok && type === 'PROTOBUF' ? ok(payload.value.subarray(FIRST_MESSAGE.length)) : payload
}

export function schemaHeader(type: SchemaType, guid: string, isKey: boolean): RecordHeader {
  return withGuid(guid, isKey, type === 'PROTOBUF' ? FIRST_MESSAGE : Buffer.alloc(0))
}

function encodePayload(json: string, codec: ValueCodec): Result<Buffer, string> {
  const value = parseJson(json)
  if (value.ok) return codec.encode(value.value)
  const { line, column, message } = value.error
  return fail(`line ${line}, column ${column}: ${message}`)
}
