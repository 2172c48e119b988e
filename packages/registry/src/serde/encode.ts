import { type Result, fail, ok } from '@leat/base'
import type { ValueCodec } from '../schemas/codec.ts'
import { parseJson } from '../schemas/json-text/index.ts'
import { withId } from './wire-format.ts'

/** JSON text as a key or value of a schema: its id in front, as every deserializer reads it. Fails with what does not fit, and where. */
export function encode(json: string, codec: ValueCodec, id: number): Result<Buffer, string> {
  const value = parseJson(json)
  if (!value.ok) {
    const { line, column, message } = value.error
    return fail(`line ${line}, column ${column}: ${message}`)
  }
  const payload = codec.encode(value.value)
  return payload.ok ? ok(withId(id, payload.value)) : payload
}
