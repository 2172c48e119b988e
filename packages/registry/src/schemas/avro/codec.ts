import { type Result, ok } from '@leat/base'
import { type ValueCodec, attemptCodec } from '../codec.ts'
import type { InvalidSchema, SchemaSource } from '../contract.ts'
import { openBytes, readAll } from './codec-bytes.ts'
import { readValue } from './codec-read.ts'
import { openSink, writtenBytes } from './codec-sink.ts'
import { writeValue } from './codec-write.ts'
import { readDocument } from './parse.ts'

/**
 * Avro's binary encoding, with values as in Avro's JSON encoding; logical types are shown as what they are made of.
 * @see https://avro.apache.org/docs/1.12.0/specification/#encodings
 */
export function avroCodec(source: SchemaSource): Result<ValueCodec, InvalidSchema> {
  const document = readDocument(source, false)
  if (!document.ok) return document
  const { root } = document.value
  return ok({
    decode: (bytes) => attemptCodec(() => readAll(openBytes(bytes), (from) => readValue(from, root))),
    encode: (value) =>
      attemptCodec(() => {
        const sink = openSink()
        writeValue(sink, root, value)
        return writtenBytes(sink)
      }),
  })
}
