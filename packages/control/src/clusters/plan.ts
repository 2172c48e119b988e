import type { NodeId } from '@leat/base'
import type { ClusterPlan } from '../cluster-host.ts'
import type { Cluster } from '../entities.ts'
import { brokersOfCku, limitsOf } from './limits.ts'
import { settingsOf } from './settings.ts'

/** How many brokers a cluster is to show. */
export function brokersOf({ cku }: Pick<Cluster, 'cku'>, platformBrokers: number): number {
  return cku === null ? platformBrokers : brokersOfCku(cku.wanted)
}

/** What the host is to run: as wanted, not as it is. The entity has a port for each broker (`decide-ports.ts`). */
export function planOf(cluster: Cluster, platformBrokers: number): ClusterPlan {
  const wanted: Cluster = cluster.cku === null ? cluster : { ...cluster, cku: { wanted: cluster.cku.wanted, actual: cluster.cku.wanted } }
  const brokers = Array.from({ length: brokersOf(cluster, platformBrokers) }, (_, i) => ({
    node: (i + 1) as NodeId,
    port: cluster.ports[i] ?? 0,
  }))
  return { id: cluster.id, brokers, first: cluster.first, limits: limitsOf(wanted), settings: settingsOf(cluster) }
}

/** What makes two plans the same for the brokers that run: limits are told as facts. */
export function planKey({ brokers }: ClusterPlan): string {
  return brokers.map(({ node, port }) => `${node}:${port}`).join(' ')
}
