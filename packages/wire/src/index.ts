export type { Api, Encodable, EntityType, Field, FieldType, RequestOf, ResponseOf, Schema, VersionRange } from './api.ts'
export { isValidVersion } from './api.ts'
export * from './messages/generated/index.ts'
export { apiByKey } from './messages/index.ts'
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
export { ConsumerProtocolAssignment } from './messages/generated/records/consumer-protocol-assignment.ts'
export { ConsumerProtocolSubscription } from './messages/generated/records/consumer-protocol-subscription.ts'
export { GroupMetadataKey } from './messages/generated/records/group-metadata-key.ts'
export { GroupMetadataValue } from './messages/generated/records/group-metadata-value.ts'
export { OffsetCommitKey } from './messages/generated/records/offset-commit-key.ts'
export { OffsetCommitValue } from './messages/generated/records/offset-commit-value.ts'
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
