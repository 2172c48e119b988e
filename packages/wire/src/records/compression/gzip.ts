import { bounded, zlib } from './zlib.ts'

/** `level` from 1 to 9; zlib's own default otherwise. */
export function gzip(bytes: Buffer, level?: number): Buffer {
  return zlib().gzipSync(bytes, level === undefined ? {} : { level })
}

/** All members of the stream. */
export function gunzip(bytes: Buffer, limitBytes: number): Buffer {
  return bounded('gzip', limitBytes, (options) => zlib().gunzipSync(bytes, options))
}
