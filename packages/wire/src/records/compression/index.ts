import { type Bytes, unreachable } from '@leat/base'
import { RecordError } from '../errors.ts'
import { gunzip, gzip } from './gzip.ts'
import { lz4Frame, unlz4Frame } from './lz4-frame.ts'
import { snappyXerial, unsnappy } from './snappy-xerial.ts'
import { unzstd, zstd } from './zstd.ts'

/** Kafka's names, each at its id. */
export const COMPRESSION_TYPES = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type CompressionType = (typeof COMPRESSION_TYPES)[number]
export const ZSTD_ID = 4

/** What one batch may decompress to unless the caller says otherwise: 64 times the default `max.message.bytes`. */
export const DECOMPRESSED_BYTES_MAX: Bytes = 64 * 1024 * 1024

export function isCodecId(id: number): boolean {
  return id >= 0 && id < COMPRESSION_TYPES.length
}

export function compressionIdOf(type: CompressionType): number {
  return COMPRESSION_TYPES.indexOf(type)
}

/** Answers `bytes` itself for `none`. `level` is the codec's own scale (KIP-390), for gzip and zstd. */
export function compress(type: CompressionType, bytes: Buffer, level?: number): Buffer {
  switch (type) {
    case 'none':
      return bytes
    case 'gzip':
      return gzip(bytes, level)
    case 'snappy':
      return snappyXerial(bytes)
    case 'lz4':
      return lz4Frame(bytes)
    case 'zstd':
      return zstd(bytes, level)
    default:
      return unreachable(type)
  }
}

/** Throws a RecordError for bytes the codec cannot have made, for unknown codecs, and when the result would exceed `limitBytes`. */
export function decompress(id: number, bytes: Buffer, limitBytes: Bytes): Buffer {
  const type = COMPRESSION_TYPES[id]
  switch (type) {
    case 'none':
      return bytes
    case 'gzip':
      return gunzip(bytes, limitBytes)
    case 'snappy':
      return unsnappy(bytes, limitBytes)
    case 'lz4':
      return unlz4Frame(bytes, limitBytes)
    case 'zstd':
      return unzstd(bytes, limitBytes)
    case undefined:
      throw new RecordError('unknown-codec', `compression codec ${id} does not exist`)
    default:
      return unreachable(type)
  }
}
