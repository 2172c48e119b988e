import { fail, ok, type Result } from '@leat/base'
import type { Complaint } from '../complaint.ts'
import { notFound } from '../session/refusal.ts'
import type { Session } from '../session/session.ts'
import type { Cluster } from './columns.ts'

export interface FoundCluster {
  readonly cluster: Cluster
  readonly environment: string
  /** The cluster that is current in its environment. */
  readonly current: string | undefined
}

/** A cluster by its id, else the current one, whatever its phase. */
export async function findCluster(session: Session, given: string | undefined): Promise<Result<FoundCluster, Complaint>> {
  const environment = session.environment()
  if (!environment.ok) return environment
  const id = given === undefined ? session.clusterId() : ok(given)
  if (!id.ok) return id
  const cluster = await session.control.one('getCmkV2Cluster', { params: { id: id.value }, query: { environment: environment.value } })
  if (!cluster.ok) return fail(notFound(cluster.error, 'Kafka cluster', id.value, 'kafka cluster list'))
  return ok({ cluster: cluster.value, environment: environment.value, current: session.login.clusters[environment.value] })
}
