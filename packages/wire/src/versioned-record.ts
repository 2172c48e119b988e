/**
 * Keys and values of `__consumer_offsets`, and the consumer protocol's metadata inside the classic group protocol.
 *
 *     key    int16 record type, then the key (its version is always 0)
 *     value  int16 version, then the value
 */
import { type Encodable, isValidVersion, type Schema } from './api.ts'
import { decoderOf, encodeInto, writerFor } from './codec.ts'
import { WireError } from './wire-error.ts'

const PREFIX_BYTES = 2

export function encodeRecord<T>(schema: Schema<T>, version: number, message: Encodable<T>): Buffer {
  const writer = writerFor(schema, version, PREFIX_BYTES)
  writer.int16(schema.recordType ?? version)
  encodeInto(writer, schema, version, message)
  const chunks = writer.finish()
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

/** Throws `WireError`: `unsupported-version` when the version, or the record type of a key, is not this schema's. */
export function decodeRecord<T>(schema: Schema<T>, buffer: Buffer): T {
  return decoderOf(schema, versionOf(schema, recordPrefix(buffer)))(buffer, PREFIX_BYTES) as T
}

/** A key's record type or a value's version. Keys of unknown types are skipped by whoever loads the log. */
export function recordPrefix(buffer: Buffer): number {
  if (buffer.length < PREFIX_BYTES) throw new WireError('truncated', `a record of ${buffer.length} bytes has no version`)
  return buffer.readInt16BE(0)
}

function versionOf(schema: Schema, prefix: number): number {
  if (schema.recordType !== undefined) {
    if (prefix !== schema.recordType) throw new WireError('unsupported-version', `record type ${prefix} is not that of ${schema.name}`)
    return 0
  }
  if (schema.readsNewer === true && prefix > schema.versions[1]) return schema.versions[1]
  if (!isValidVersion(schema.versions, prefix)) throw new WireError('unsupported-version', `${schema.name} has no version ${prefix}`)
  return prefix
}
