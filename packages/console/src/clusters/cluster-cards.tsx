import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CLUSTER } from '../routes/paths.ts'
import { Cards, cardClass } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import { ClusterPhase, kindOfCluster } from './phase.tsx'
import { clustersQuery } from './queries.ts'
import { Throughput } from './throughput.tsx'

export function ClusterCards({ environment }: { readonly environment: string }) {
  const query = useQuery(clustersQuery(environment))
  return (
    <Loaded query={query}>
      {(clusters) =>
        clusters.length === 0 ? (
          <Empty title="No clusters yet">Create one to have a Kafka of its own here.</Empty>
        ) : (
          <Cards>
            {clusters.map((cluster) => (
              <Link key={cluster.id} to={CLUSTER} params={{ environment, cluster: cluster.id }} className={cardClass}>
                <div style={{ display: 'flex', justifyContent: 'space-between', gap: 8 }}>
                  <strong>{cluster.spec.display_name}</strong>
                  <ClusterPhase phase={cluster.status.phase} />
                </div>
                <span>{kindOfCluster(cluster)}</span>
                {cluster.status.phase === 'PROVISIONED' ? (
                  <Throughput cluster={cluster.id} />
                ) : (
                  <span>{cluster.status.failure ?? 'not usable yet'}</span>
                )}
              </Link>
            ))}
          </Cards>
        )
      }
    </Loaded>
  )
}
