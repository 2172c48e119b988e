import type * as Zlib from 'node:zlib'
import { RecordError } from '../errors.ts'

/** Loaded when a gzip or zstd batch is first opened or made: a platform that only stores batches never needs it. */
export function zlib(): typeof Zlib {
  return process.getBuiltinModule('node:zlib')
}

/** Runs a decompression with a bound on its output; its failures become RecordErrors. */
export function bounded(codec: string, limitBytes: number, run: (options: { readonly maxOutputLength: number }) => Buffer): Buffer {
  let output: Buffer
  try {
    output = run({ maxOutputLength: Math.max(1, limitBytes) }) // zlib takes no 0
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(codec, limitBytes, error)
    throw new RecordError('malformed', `not ${codec} data`, error)
  }
  if (output.length > limitBytes) throw tooLarge(codec, limitBytes)
  return output
}

function tooLarge(codec: string, limitBytes: number, cause?: unknown): RecordError {
  return new RecordError('too-large', `${codec} data exceeds ${limitBytes} bytes`, cause)
}
