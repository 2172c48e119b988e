export type { Api, Encodable, EntityType, Field, FieldType, RequestOf, ResponseOf, Schema, VersionRange } from './api.ts'
export { isValidVersion } from './api.ts'
export { ApiKey } from './messages/generated/api-keys.ts'
export { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from './codec.ts'
export {
  decodeResponseFrame,
  encodeRequestFrame,
  encodeResponseFrame,
  parseRequestHeader,
  type RequestHeader,
  requestHeaderVersion,
  responseHeaderVersion,
  sizePrefix,
} from './frame.ts'
export { FrameSplitter } from './frame-splitter.ts'
export { decodeRecord, encodeRecord, recordPrefix } from './versioned-record.ts'
export {
  type ApiRange,
  type ApiTable,
  type Backend,
  type Call,
  type CloseReason,
  decode,
  type Feature,
  type Principal,
  type Reply,
  reply,
  type Session,
  SILENCE,
} from './backend.ts'
export { WireError, type WireErrorKind } from './wire-error.ts'
export { ZERO_UUID } from './uuid.ts'
export { ErrorCode, errorMessage, type ErrorName, errorName, isRetriable } from './error-codes.ts'
