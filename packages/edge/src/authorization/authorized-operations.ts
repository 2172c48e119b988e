/** Bit fields of `authorized_operations` (KIP-430): what the caller may do of what exists for the kind of resource. */
import { CLUSTER_RESOURCE, type Operation, OPERATIONS, type ResourceType } from '@leat/access'
import type { Session } from '@leat/wire'
import type { Asking } from './asker.ts'

const TOPIC: readonly Operation[] = ['read', 'write', 'create', 'delete', 'alter', 'describe', 'describe-configs', 'alter-configs']
const GROUP: readonly Operation[] = ['read', 'delete', 'describe', 'describe-configs', 'alter-configs']
const CLUSTER: readonly Operation[] = [
  'create',
  'alter',
  'describe',
  'cluster-action',
  'describe-configs',
  'alter-configs',
  'idempotent-write',
]

export function topicOperations(asking: Asking, session: Session, topic: string): number {
  return bits(asking, session, TOPIC, 'topic', topic)
}

export function groupOperations(asking: Asking, session: Session, group: string): number {
  return bits(asking, session, GROUP, 'group', group)
}

/** 0 for who may not describe the cluster. */
export function clusterOperations(asking: Asking, session: Session): number {
  if (!asking.might(session, 'describe', 'cluster', CLUSTER_RESOURCE)) return 0
  return bits(asking, session, CLUSTER, 'cluster', CLUSTER_RESOURCE)
}

function bits(asking: Asking, session: Session, operations: readonly Operation[], resourceType: ResourceType, name: string): number {
  return operations.reduce(
    (sum, operation) => (asking.might(session, operation, resourceType, name) ? sum | (1 << OPERATIONS[operation]) : sum),
    0,
  )
}
