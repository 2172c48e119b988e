import { fail, ok } from '@leat/base'
import { decodeRecord, WireError } from '@leat/wire'
import { GroupMetadataKey } from '@leat/wire/messages/records/group-metadata-key'
import { GroupMetadataValue } from '@leat/wire/messages/records/group-metadata-value'
import { OffsetCommitKey } from '@leat/wire/messages/records/offset-commit-key'
import { OffsetCommitValue } from '@leat/wire/messages/records/offset-commit-value'
import type { Reader } from './formats.ts'

const GROUP_KEY_VERSION = 2

/** Keys of `__consumer_offsets`: whose offset, or which group. */
export const readOffsetsKey: Reader = (bytes) =>
  decoded(bytes, () => {
    const version = bytes.readInt16BE(0)
    return version < GROUP_KEY_VERSION
      ? { type: 'offset_commit', version, ...decodeRecord(OffsetCommitKey, bytes) }
      : { type: 'group_metadata', version, ...decodeRecord(GroupMetadataKey, bytes) }
  })

/** Their values; which of the two, only the key says. */
export function readOffsetsValue(key: Buffer | null): Reader {
  return (bytes) => {
    if (key === null || key.length < 2) return fail('its key is none of __consumer_offsets')
    const isOffset = key.readInt16BE(0) < GROUP_KEY_VERSION
    return decoded(bytes, () => (isOffset ? decodeRecord(OffsetCommitValue, bytes) : readable(decodeRecord(GroupMetadataValue, bytes))))
  }
}

function decoded(bytes: Buffer, decode: () => object): ReturnType<Reader> {
  if (bytes.length < 2) return fail('it is shorter than a version')
  try {
    return ok({ json: decode() })
  } catch (error) {
    if (error instanceof WireError || error instanceof RangeError) return fail(error.message)
    throw error
  }
}

/** Subscriptions and assignments are bytes of the members' own. */
function readable(value: object): object {
  return JSON.parse(JSON.stringify(value, (_, one: unknown) => (isBytes(one) ? `${one.data.length} bytes` : one))) as object
}

function isBytes(value: unknown): value is { readonly data: readonly number[] } {
  return typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'Buffer'
}
