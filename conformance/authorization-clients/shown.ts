/** What each client shows its user of a refusal. */
export type ErrorKind =
  | 'topic'
  | 'group'
  | 'cluster'
  | 'login'
  /** Of a connection that was open when its key was revoked: that it closed, or what became of the login that followed. */
  | 'cut'

const KAFKA_NAMES = {
  topic: ['TOPIC_AUTHORIZATION_FAILED'],
  group: ['GROUP_AUTHORIZATION_FAILED'],
  cluster: ['CLUSTER_AUTHORIZATION_FAILED'],
} as const

/** By name of the client. Several where the client says it in one of several ways, which is its own choice of words and not the cluster's. */
const SHOWN: Readonly<Record<string, Readonly<Record<ErrorKind, readonly string[]>>>> = {
  'java-4': {
    topic: ['TopicAuthorizationException'],
    group: ['GroupAuthorizationException'],
    cluster: ['ClusterAuthorizationException'],
    login: ['SaslAuthenticationException'],
    // It logs in again until the record is too old, and tells of that.
    cut: ['SaslAuthenticationException', 'TimeoutException'],
  },
  'confluent-kafka': {
    ...KAFKA_NAMES,
    // Where leaders have to be found first, it only tells that it found none.
    topic: ['TOPIC_AUTHORIZATION_FAILED', '_NOENT'],
    login: ['_AUTHENTICATION'],
    cut: ['_AUTHENTICATION'],
  },
  kafkajs: {
    ...KAFKA_NAMES,
    // Whatever a search for the coordinator was refused for, it only tells that there is none.
    group: ['GROUP_AUTHORIZATION_FAILED', 'KafkaJSGroupCoordinatorNotFound'],
    login: ['KafkaJSSASLAuthenticationError', 'SASL_AUTHENTICATION_FAILED'],
    cut: ['KafkaJSConnectionClosedError', 'KafkaJSSASLAuthenticationError', 'SASL_AUTHENTICATION_FAILED'],
  },
  platformatic: {
    ...KAFKA_NAMES,
    login: ['SASL_AUTHENTICATION_FAILED', 'PLT_KFK_AUTHENTICATION'],
    cut: ['SASL_AUTHENTICATION_FAILED', 'PLT_KFK_AUTHENTICATION', 'PLT_KFK_NETWORK'],
  },
  sarama: {
    topic: ['ErrTopicAuthorizationFailed'],
    group: ['ErrGroupAuthorizationFailed'],
    cluster: ['ErrClusterAuthorizationFailed'],
    login: ['ErrSASLAuthenticationFailed'],
    cut: ['ErrSASLAuthenticationFailed', 'EOF'],
  },
  kcat: {
    // A look for offsets shows nothing of why it finds no partition.
    topic: ['Topic authorization failed', 'Unknown partition'],
    group: ['Group authorization failed'],
    cluster: ['Cluster authorization failed'],
    login: ['Authentication failed'],
    cut: ['Authentication failed'],
  },
}

export function isShown(client: string, kind: ErrorKind, error: string): boolean {
  return SHOWN[client]?.[kind].includes(error) ?? false
}

/** Refusals that a client keeps from its user, by operation: what it answers then. It must not be what it answers who is allowed. */
const SILENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // librdkafka reads the error of a DescribeAcls and does nothing with it.
  'confluent-kafka': { 'acls.list': 'none' },
}

export function isSilent(client: string, operation: string, value: string): boolean {
  return SILENT[client]?.[operation] === value
}

/** Those that are run. */
export const CLIENT_NAMES: readonly string[] = Object.keys(SHOWN)
