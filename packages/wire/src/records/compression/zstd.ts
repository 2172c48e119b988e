import { RecordError } from '../errors.ts'
import { bounded, zlib } from './zlib.ts'

/** Each frame costs a decoder; a batch of a client has one. */
const FRAMES_MAX = 64

/** `level` from -131072 to 22; zstd's own default (3) otherwise. */
export function zstd(bytes: Buffer, level?: number): Buffer {
  const { constants, zstdCompressSync } = zlib()
  return zstdCompressSync(bytes, level === undefined ? {} : { params: { [constants.ZSTD_c_compressionLevel]: level } })
}

/** All frames of the stream. Node ends with the first one, so it is asked how far it came. */
export function unzstd(bytes: Buffer, limitBytes: number): Buffer {
  const frames: Buffer[] = []
  let at = 0
  let length = 0
  do {
    if (frames.length === FRAMES_MAX) throw new RecordError('malformed', `more than ${FRAMES_MAX} zstd frames`)
    const frame = bounded('zstd', limitBytes - length, (options) => {
      const { buffer, engine } = decompressWithInfo(at === 0 ? bytes : bytes.subarray(at), options)
      at += Math.max(1, engine.bytesWritten)
      return buffer
    })
    frames.push(frame)
    length += frame.length
  } while (at < bytes.length)
  return frames.length === 1 ? frames[0]! : Buffer.concat(frames, length)
}

/** The types of Node leave out what `info` changes: the answer is then the output together with its engine. */
function decompressWithInfo(
  bytes: Buffer,
  options: { readonly maxOutputLength: number },
): { readonly buffer: Buffer; readonly engine: { readonly bytesWritten: number } } {
  const answer: unknown = zlib().zstdDecompressSync(bytes, { ...options, info: true })
  return answer as { buffer: Buffer; engine: { bytesWritten: number } }
}
