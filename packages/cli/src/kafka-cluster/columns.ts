import type { ControlCalls } from '@leat/api/calls'
import type { Column, Row } from '../view.ts'

export type Cluster = ControlCalls['getCmkV2Cluster']['answer']

const IDENTITY: readonly Column[] = [
  { key: 'is_current', title: 'Current', mark: true },
  { key: 'id', title: 'ID', whole: true },
  { key: 'name', title: 'Name' },
  { key: 'type', title: 'Type' },
]
const PLACE: readonly Column[] = [
  { key: 'cloud', title: 'Cloud' },
  { key: 'region', title: 'Region' },
  { key: 'availability', title: 'Availability', extra: true },
]
const REACH: readonly Column[] = [
  { key: 'status', title: 'Status' },
  { key: 'endpoint', title: 'Endpoint', whole: true, extra: true },
]

export const CLUSTER_LIST: readonly Column[] = [...IDENTITY, ...PLACE, ...REACH]

export const CLUSTER: readonly Column[] = [
  ...IDENTITY,
  { key: 'cluster_size', title: 'Cluster Size' },
  { key: 'pending_cluster_size', title: 'Pending Cluster Size' },
  { key: 'ingress_limit', title: 'Ingress Limit (MB/s)' },
  { key: 'egress_limit', title: 'Egress Limit (MB/s)' },
  { key: 'storage', title: 'Storage' },
  ...PLACE,
  ...REACH,
  { key: 'rest_endpoint', title: 'REST Endpoint', whole: true },
  { key: 'max_ecku', title: 'Max eCKU' },
  { key: 'deletion_protection', title: 'Deletion Protection' },
  { key: 'topic_count', title: 'Topic Count' },
  { key: 'failure', title: 'Failure' },
]

/** `PROVISIONED` is `UP` for those who use it. */
const STATUS = { PROVISIONED: 'UP', PROVISIONING: 'PROVISIONING', FAILED: 'FAILED' } as const

export function clusterRow(cluster: Cluster, current: string | undefined): Row {
  const { spec, status } = cluster
  const { config } = spec
  const size = config.kind === 'Dedicated' ? sizes(config.cku, status.cku) : { max_ecku: config.max_ecku }
  return {
    is_current: cluster.id === current,
    id: cluster.id,
    name: spec.display_name,
    type: config.kind.toUpperCase(),
    ...size,
    cloud: spec.cloud.toLowerCase(),
    region: spec.region,
    availability: spec.availability.toLowerCase().replace('_', '-'),
    status: STATUS[status.phase],
    endpoint: spec.kafka_bootstrap_endpoint ?? '',
    rest_endpoint: spec.http_endpoint,
    deletion_protection: config.kind === 'Dedicated' ? spec.deletion_protection : undefined,
    failure: status.failure,
  }
}

/** A change of size is pending until the cluster has it. */
function sizes(wanted: number, actual: number | undefined): Row {
  return actual === undefined || actual === wanted ? { cluster_size: wanted } : { cluster_size: actual, pending_cluster_size: wanted }
}
