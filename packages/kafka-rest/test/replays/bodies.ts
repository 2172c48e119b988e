/** Bodies that many steps expect. */

export const REFUSED = { error_code: 40301, message: 'Request is not authorized' }
export const UNKNOWN_TOPIC = { error_code: 40403, message: 'This server does not host this topic-partition.' }
export const NOT_FOUND = { error_code: 404, message: 'HTTP 404 Not Found' }

export function topic(name: string, partitions: number, replicationFactor = 1) {
  return {
    kind: 'KafkaTopic',
    metadata: { self: `$SELF/topics/${name}`, resource_name: `crn:///kafka=$CLUSTER/topic=${name}` },
    cluster_id: '$CLUSTER',
    topic_name: name,
    is_internal: false,
    replication_factor: replicationFactor,
    partitions_count: partitions,
    partitions: { related: `$SELF/topics/${name}/partitions` },
    configs: { related: `$SELF/topics/${name}/configs` },
    partition_reassignments: { related: `$SELF/topics/${name}/partitions/-/reassignments` },
  }
}

export function list(kind: string, path: string, data: readonly unknown[]) {
  return { kind, metadata: { self: `$SELF${path}`, next: null }, data }
}

export function partition(topicName: string, id: number, leader = 1) {
  const self = `$SELF/topics/${topicName}/partitions/${id}`
  return {
    kind: 'KafkaPartition',
    metadata: { self, resource_name: `crn:///kafka=$CLUSTER/topic=${topicName}/partition=${id}` },
    cluster_id: '$CLUSTER',
    topic_name: topicName,
    partition_id: id,
    leader: { related: `${self}/replicas/${leader}` },
    replicas: { related: `${self}/replicas` },
    reassignment: { related: `${self}/reassignment` },
  }
}

export function topicConfig(topicName: string, name: string, value: string, inherited: { readonly name: string; readonly value: string }) {
  return {
    kind: 'KafkaTopicConfig',
    metadata: {
      self: `$SELF/topics/${topicName}/configs/${name}`,
      resource_name: `crn:///kafka=$CLUSTER/topic=${topicName}/config=${name}`,
    },
    cluster_id: '$CLUSTER',
    topic_name: topicName,
    name,
    value,
    is_default: false,
    is_read_only: false,
    is_sensitive: false,
    source: 'DYNAMIC_TOPIC_CONFIG',
    synonyms: [
      { name, value, source: 'DYNAMIC_TOPIC_CONFIG' },
      { ...inherited, source: 'DEFAULT_CONFIG' },
    ],
  }
}

export function clusterConfig(name: string, value: string) {
  return {
    kind: 'KafkaClusterConfig',
    metadata: { self: `$SELF/broker-configs/${name}`, resource_name: `crn:///kafka=$CLUSTER/broker-config=${name}` },
    cluster_id: '$CLUSTER',
    config_type: 'BROKER',
    name,
    value,
    is_default: false,
    is_read_only: false,
    is_sensitive: false,
    source: 'DYNAMIC_DEFAULT_BROKER_CONFIG',
    synonyms: [{ name, value, source: 'DYNAMIC_DEFAULT_BROKER_CONFIG' }],
  }
}

export function acl(fields: {
  readonly resource_type: string
  readonly resource_name: string
  readonly pattern_type: string
  readonly principal: string
  readonly host: string
  readonly operation: string
  readonly permission: string
}) {
  const search = Object.entries(fields).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return { kind: 'KafkaAcl', metadata: { self: `$SELF/acls?${search.join('&')}` }, cluster_id: '$CLUSTER', ...fields }
}
