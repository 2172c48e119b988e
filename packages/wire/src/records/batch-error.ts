import { type Bytes, unreachable } from '@leat/base'

/** A record that broke a rule, by its place in the batch (Produce v8 `record_errors`). */
export interface RecordRefusal {
  readonly index: number
  readonly reason: string
}

/** Why a produced batch is not taken. */
export type BatchError =
  | { readonly kind: 'no-batch' }
  | { readonly kind: 'several-batches' }
  | { readonly kind: 'invalid-size'; readonly batchLength: number }
  | { readonly kind: 'old-magic'; readonly magic: number }
  | { readonly kind: 'unknown-magic'; readonly magic: number }
  | { readonly kind: 'zstd-too-early' }
  | { readonly kind: 'base-offset-not-zero' }
  | { readonly kind: 'too-large'; readonly sizeInBytes: Bytes; readonly limitBytes: Bytes }
  | { readonly kind: 'bad-crc' }
  | { readonly kind: 'unknown-codec'; readonly id: number }
  | { readonly kind: 'bad-count'; readonly recordCount: number; readonly lastOffsetDelta: number }
  | { readonly kind: 'control-batch' }
  | { readonly kind: 'malformed-records'; readonly reason: string }
  | { readonly kind: 'records-refused'; readonly records: readonly RecordRefusal[] }
  | { readonly kind: 'timestamps-refused'; readonly records: readonly RecordRefusal[] }

const UNKNOWN_SERVER_ERROR = -1
const CORRUPT_MESSAGE = 2
const MESSAGE_TOO_LARGE = 10
const INVALID_TIMESTAMP = 32
const UNSUPPORTED_COMPRESSION_TYPE = 76
const INVALID_RECORD = 87

/** Apache Kafka's error code for each refusal, as recorded from its own log. */
export const BATCH_ERROR_CODE = {
  'no-batch': INVALID_RECORD,
  'several-batches': INVALID_RECORD,
  'invalid-size': CORRUPT_MESSAGE,
  'old-magic': INVALID_RECORD,
  'unknown-magic': CORRUPT_MESSAGE,
  'zstd-too-early': UNSUPPORTED_COMPRESSION_TYPE,
  'base-offset-not-zero': INVALID_RECORD,
  'too-large': MESSAGE_TOO_LARGE,
  'bad-crc': CORRUPT_MESSAGE,
  'unknown-codec': UNKNOWN_SERVER_ERROR, // Kafka trips over the id; UNSUPPORTED_COMPRESSION_TYPE would be kinder, but is not what it says
  'bad-count': INVALID_RECORD,
  'control-batch': INVALID_RECORD,
  'malformed-records': INVALID_RECORD,
  'records-refused': INVALID_RECORD,
  'timestamps-refused': INVALID_TIMESTAMP,
} as const satisfies Record<BatchError['kind'], number>

/** One sentence for the `error_message` of a response. */
export function batchErrorMessage(error: BatchError): string {
  switch (error.kind) {
    case 'no-batch':
      return 'the partition data holds no complete record batch'
    case 'several-batches':
      return 'the partition data holds more than one record batch'
    case 'invalid-size':
      return `a record batch of length ${error.batchLength} is too short to be one`
    case 'old-magic':
      return `message format ${error.magic} is no longer taken; use record batches (magic 2)`
    case 'unknown-magic':
      return `unknown message format ${error.magic}`
    case 'zstd-too-early':
      return 'zstd needs Produce version 7 or newer'
    case 'base-offset-not-zero':
      return 'the base offset of a produced batch must be 0'
    case 'too-large':
      return `the batch of ${error.sizeInBytes} bytes is larger than max.message.bytes (${error.limitBytes})`
    case 'bad-crc':
      return 'the checksum of the record batch is wrong'
    case 'unknown-codec':
      return `compression codec ${error.id} does not exist`
    case 'bad-count':
      return `${error.recordCount} records do not fit a last offset delta of ${error.lastOffsetDelta}`
    case 'control-batch':
      return 'clients must not write control records'
    case 'malformed-records':
      return error.reason
    case 'records-refused':
    case 'timestamps-refused':
      return `${error.records.length} or more records were refused; first: ${error.records[0]?.reason ?? ''}`
    default:
      return unreachable(error)
  }
}
