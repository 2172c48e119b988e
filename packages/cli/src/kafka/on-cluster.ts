import { ok, type Result } from '@leat/base'
import type { Complaint } from '../complaint.ts'
import type { Context } from '../context.ts'
import type { KafkaCluster, Session } from '../session/session.ts'

export interface OnCluster {
  readonly session: Session
  readonly cluster: KafkaCluster
  /** The path parameter of its Kafka REST. */
  readonly params: { readonly cluster_id: string }
}

/** The login, and the cluster that the flags or earlier commands name. */
export async function onCluster(context: Context): Promise<Result<OnCluster, Complaint>> {
  const session = await context.session()
  if (!session.ok) return session
  const cluster = await session.value.kafka()
  if (!cluster.ok) return cluster
  return ok({ session: session.value, cluster: cluster.value, params: { cluster_id: cluster.value.id } })
}
