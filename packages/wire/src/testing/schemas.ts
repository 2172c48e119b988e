import type { Schema } from '../api.ts'
import { RequestHeader, ResponseHeader } from '../messages/generated/headers.ts'
import { apis } from '../messages/generated/index.ts'
import { ConsumerProtocolAssignment } from '../messages/generated/records/consumer-protocol-assignment.ts'
import { ConsumerProtocolSubscription } from '../messages/generated/records/consumer-protocol-subscription.ts'
import { GroupMetadataKey } from '../messages/generated/records/group-metadata-key.ts'
import { GroupMetadataValue } from '../messages/generated/records/group-metadata-value.ts'
import { OffsetCommitKey } from '../messages/generated/records/offset-commit-key.ts'
import { OffsetCommitValue } from '../messages/generated/records/offset-commit-value.ts'

const recordSchemas: readonly Schema[] = [
  OffsetCommitKey,
  OffsetCommitValue,
  GroupMetadataKey,
  GroupMetadataValue,
  ConsumerProtocolSubscription,
  ConsumerProtocolAssignment,
]

/** Every message there is. */
export const schemas: readonly Schema[] = [
  ...apis.flatMap((api) => [api.request, api.response]),
  RequestHeader,
  ResponseHeader,
  ...recordSchemas,
]

export function versionsOf(schema: Schema): number[] {
  const [min, max] = schema.versions
  return Array.from({ length: max - min + 1 }, (_, i) => min + i)
}
