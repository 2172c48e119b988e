import { packAttributes, hasDeleteHorizon, readInfo, writeCrc, writeHeader } from './batch.ts'
import { withRecords } from './build.ts'
import { type CompressionType, compress, compressionIdOf } from './compression/index.ts'
import { type ReadLimits, decompressRecords } from './records.ts'

/**
 * The same batch under another codec, for topics whose `compression.type` is not `producer`. Answers `batch` itself, uncopied, when it
 * has that codec already. Records are moved as bytes and not looked into.
 */
export function recompress(
  batch: Buffer,
  to: CompressionType,
  options: { readonly level?: number; readonly limits?: ReadLimits } = {},
): Buffer {
  const info = readInfo(batch, 0)
  if (info.compressionId === compressionIdOf(to)) return batch
  const recompressed = withRecords(batch, compress(to, decompressRecords(batch, 0, options.limits), options.level))
  const attributes = packAttributes({ ...info, compressionId: compressionIdOf(to), hasDeleteHorizon: hasDeleteHorizon(batch, 0) })
  writeHeader(recompressed, 0, { ...info, sizeInBytes: recompressed.length, attributes })
  writeCrc(recompressed, 0)
  return recompressed
}
