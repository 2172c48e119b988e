/**
 * Files of the private metadata log, big-endian. Both the journal and its snapshot begin with a header of 16 bytes and go on with entries
 * (the snapshot has exactly one):
 *
 *   at  bytes  header                      at  bytes  entry
 *    0      8  "LEATMETA" or "LEATSNAP"     0      4  length of the payload in bytes
 *    8      4  format version, 1            4      4  CRC-32C of sequence and payload
 *   12      4  CRC-32C of bytes 0 to 11     8      8  sequence: 1, 2, 3 … ; of a snapshot: the last entry it holds
 *                                          16      …  payload: JSON, UTF-8
 */
import { crc32c } from '@leat/wire/records'

export const FORMAT_VERSION = 1
export const HEADER_BYTES = 16
export const ENTRY_OVERHEAD = 16
/** Entries are decisions of one request; a request is at most 100 MiB. */
const PAYLOAD_BYTES_MAX = 256 * 1024 * 1024

export type JournalMagic = 'LEATMETA' | 'LEATSNAP'

export interface Entry {
  readonly sequence: number
  readonly payload: Buffer
}

export type HeaderOutcome = { readonly kind: 'ok' } | { readonly kind: 'newer'; readonly version: number } | { readonly kind: 'broken' }

export function encodeHeader(magic: JournalMagic): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.write(magic, 0, 'latin1')
  header.writeUInt32BE(FORMAT_VERSION, 8)
  header.writeUInt32BE(crc32c(header, 0, 12), 12)
  return header
}

export function checkHeader(file: Buffer, magic: JournalMagic): HeaderOutcome {
  if (file.length < HEADER_BYTES || file.toString('latin1', 0, 8) !== magic || file.readUInt32BE(12) !== crc32c(file, 0, 12))
    return { kind: 'broken' }
  const version = file.readUInt32BE(8)
  return version > FORMAT_VERSION ? { kind: 'newer', version } : { kind: 'ok' }
}

export function encodeEntry(sequence: number, payload: Buffer): Buffer {
  const entry = Buffer.allocUnsafe(ENTRY_OVERHEAD + payload.length)
  entry.writeUInt32BE(payload.length, 0)
  entry.writeBigUInt64BE(BigInt(sequence), 8)
  payload.copy(entry, ENTRY_OVERHEAD)
  entry.writeUInt32BE(crc32c(entry, 8, entry.length), 4)
  return entry
}

/** The entry at `at`, or null when the bytes there are none. */
export function decodeEntry(file: Buffer, at: number): Entry | null {
  if (file.length - at < ENTRY_OVERHEAD) return null
  const length = file.readUInt32BE(at)
  if (length > PAYLOAD_BYTES_MAX || length > file.length - at - ENTRY_OVERHEAD) return null
  const end = at + ENTRY_OVERHEAD + length
  if (file.readUInt32BE(at + 4) !== crc32c(file, at + 8, end)) return null
  return { sequence: Number(file.readBigUInt64BE(at + 8)), payload: file.subarray(at + ENTRY_OVERHEAD, end) }
}
