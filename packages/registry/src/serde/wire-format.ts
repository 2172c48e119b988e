/**
 * How serializers write which schema a key or value is of:
 *
 *     00 | id, 4 bytes, big endian | payload
 *     01 | GUID, 16 bytes          | payload
 *     header `__key_schema_id` or `__value_schema_id`: the same without the payload, which then stands alone
 *
 * The indexes of a Protobuf message belong to the name of the schema: they stand behind it, in front of the payload or in the header.
 * @see https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format
 */
import type { RecordHeader, SchemaRef } from './contract.ts'

export interface Named {
  readonly ref: SchemaRef
  /** The value, for Protobuf with the indexes before it. */
  readonly payload: Buffer
}

const ID_MAGIC = 0
const GUID_MAGIC = 1
const ID_BYTES = 4
const GUID_BYTES = 16
const KEY_HEADER = '__key_schema_id'
const VALUE_HEADER = '__value_schema_id'

/** A header counts more than what the bytes begin with; of several of one name the last. Null: no schema is named. */
export function namedSchema(bytes: Buffer, headers: readonly RecordHeader[], isKey: boolean): Named | null {
  const name = isKey ? KEY_HEADER : VALUE_HEADER
  const header = headers.findLast(({ key }) => key === name)?.value
  const inHeader = header === undefined || header === null ? null : named(header)
  if (inHeader === null) return named(bytes)
  return { ref: inHeader.ref, payload: inHeader.payload.length === 0 ? bytes : Buffer.concat([inHeader.payload, bytes]) }
}

function named(bytes: Buffer): Named | null {
  if (bytes[0] === ID_MAGIC && bytes.length > ID_BYTES) {
    return { ref: { kind: 'id', id: bytes.readInt32BE(1) }, payload: bytes.subarray(1 + ID_BYTES) }
  }
  if (bytes[0] === GUID_MAGIC && bytes.length > GUID_BYTES) {
    const guid = guidText(bytes.subarray(1, 1 + GUID_BYTES))
    return { ref: { kind: 'guid', guid }, payload: bytes.subarray(1 + GUID_BYTES) }
  }
  return null
}

/** The payload behind the id of its schema. */
export function withId(id: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(1 + ID_BYTES)
  head.writeInt32BE(id, 1)
  return Buffer.concat([head, payload])
}

/** The header that names a schema, with the indexes of a Protobuf message behind it. */
export function withGuid(guid: string, isKey: boolean, indexes: Buffer): RecordHeader {
  const bytes = Buffer.from(guid.replaceAll('-', ''), 'hex')
  return { key: isKey ? KEY_HEADER : VALUE_HEADER, value: Buffer.concat([Buffer.from([GUID_MAGIC]), bytes, indexes]) }
}

function guidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
