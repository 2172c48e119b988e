import type { Caller } from '@leat/access'
import { ok, type Result } from '@leat/base'
import type { Problem } from '@leat/rest'
import type { ControlContext, Scope } from '../context.ts'
import type { Cluster } from '../entities.ts'
import { notFound } from '../iam/problems.ts'
import type { ControlState } from '../state.ts'
import { livingCluster } from './decide-update.ts'

export function scopeOf({ organization, environment, id }: Pick<Cluster, 'organization' | 'environment' | 'id'>): Scope {
  return { organization, environment, cluster: id }
}

/** Whoever has a role on it, above it or within it, sees a cluster. */
export function seesCluster({ may }: Pick<ControlContext, 'may'>, caller: Caller, cluster: Cluster): boolean {
  return may(caller, { operation: 'Describe', on: 'Cluster', scope: scopeOf(cluster) })
}

/** An unseen cluster, one that is being deleted and an absent one look the same. */
export function findCluster(
  context: Pick<ControlContext, 'may'>,
  state: ControlState,
  caller: Caller,
  environment: string,
  id: string,
): Result<Cluster, Problem> {
  const cluster = livingCluster(state, environment, id)
  const isSeen = cluster?.organization === caller.organization && seesCluster(context, caller, cluster)
  return isSeen ? ok(cluster) : notFound('Kafka cluster', id)
}
