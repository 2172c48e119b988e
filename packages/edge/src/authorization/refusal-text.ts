import { ErrorCode } from '@leat/wire'

/** Kafka's own words for its refusals, where a response has a place for them. */
export const REFUSAL_TEXT = {
  [ErrorCode.TOPIC_AUTHORIZATION_FAILED]: 'Topic authorization failed.',
  [ErrorCode.GROUP_AUTHORIZATION_FAILED]: 'Group authorization failed.',
  [ErrorCode.CLUSTER_AUTHORIZATION_FAILED]: 'Cluster authorization failed.',
  [ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED]: 'Transactional Id authorization failed.',
} as const

export type RefusalCode = keyof typeof REFUSAL_TEXT
