import { createHash } from 'node:crypto'
import { aclKey, type AclBinding } from '@leat/access'
import { fail, ok, type Result } from '@leat/base'
import type { Decision } from '@leat/store'
import { LIMITS } from '../clusters/limits.ts'
import type { ClusterAcl } from '../entities.ts'
import { type ControlState, put, remove } from '../state.ts'

/** Entries to make and to delete; one decision, so that a batch is there whole or not at all, but for what its own limits refuse. */
export interface AclWrites {
  readonly create: readonly AclBinding[]
  readonly delete: readonly AclBinding[]
}

export type AclProblem =
  /** No such cluster, or it is being deleted. */
  | { readonly kind: 'unknown-cluster' }
  /** Kafka's POLICY_VIOLATION. */
  | { readonly kind: 'too-many'; readonly limit: number }

/** In the order of what was asked. */
export interface AclsWritten {
  readonly created: readonly Result<null, AclProblem>[]
  /** Whether it was there. */
  readonly deleted: readonly boolean[]
}

/** Creating what is there and deleting what is not are done already. Deletions come first: they may make room. */
export function decideAcls(state: ControlState, clusterId: string, writes: AclWrites, at: string): Decision<AclsWritten> {
  const cluster = state.cluster.get(clusterId)
  if (cluster === undefined || cluster.phase === 'DELETING') {
    const unknown = fail<AclProblem>({ kind: 'unknown-cluster' })
    return { changes: [], answer: { created: writes.create.map(() => unknown), deleted: writes.delete.map(() => false) } }
  }
  const present = new Set<string>()
  for (const { id, cluster: of } of state.acl.values()) if (of === clusterId) present.add(id)

  const gone = new Set<string>()
  const deleted = writes.delete.map((acl) => {
    const id = aclId(clusterId, acl)
    if (!present.delete(id)) return false
    gone.add(id)
    return true
  })
  const made = new Map<string, ClusterAcl>()
  const limit = LIMITS[cluster.type].aclsMax
  const created = writes.create.map((acl): Result<null, AclProblem> => {
    const id = aclId(clusterId, acl)
    if (present.has(id)) return ok(null)
    if (present.size >= limit) return fail({ kind: 'too-many', limit })
    present.add(id)
    if (!gone.delete(id)) made.set(id, { id, organization: cluster.organization, cluster: clusterId, acl, createdAt: at, updatedAt: at })
    return ok(null)
  })
  const changes = [...[...gone].map((id) => remove('acl', id)), ...[...made.values()].map((acl) => put('acl', acl))]
  return { changes, answer: { created, deleted } }
}

const ID_BYTES = 16

/** The same entry of a cluster has the same id. */
export function aclId(cluster: string, acl: AclBinding): string {
  return `${cluster}.${createHash('sha256').update(aclKey(acl)).digest().subarray(0, ID_BYTES).toString('base64url')}`
}
