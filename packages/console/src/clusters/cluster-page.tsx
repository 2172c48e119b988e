import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { CLUSTER } from '../routes/paths.ts'
import { count, perSecond } from '../ui/format.ts'
import { Card, Cards, Facts, Page } from '../ui/page.tsx'
import { CopyText } from '../ui/copy.tsx'
import { Loaded } from '../ui/state.tsx'
import { ClusterPhase, kindOfCluster } from './phase.tsx'
import { clusterQuery } from './queries.ts'
import { overviewQuery } from './throughput.tsx'

export function ClusterPage() {
  const { environment, cluster: id } = useParams({ from: CLUSTER })
  const cluster = useQuery(clusterQuery(environment, id))
  const overview = useQuery(overviewQuery(id))
  return (
    <Loaded query={cluster}>
      {(data) => (
        <Page title={data.spec.display_name} sub={kindOfCluster(data)} actions={<ClusterPhase phase={data.status.phase} />}>
          <Cards>
            <Card title="Use">
              <Loaded query={overview}>
                {({ now, limits }) => (
                  <Facts
                    rows={[
                      ['Ingress', against(perSecond(now.ingress_bytes), limits.ingress_bytes, perSecond)],
                      ['Egress', against(perSecond(now.egress_bytes), limits.egress_bytes, perSecond)],
                      ['Requests', against(`${count(Math.round(now.requests))}/s`, limits.requests, (max) => `${count(max)}/s`)],
                      ['Connections', against(count(now.connections), limits.connections, count)],
                      ['Partitions', against(count(now.partitions), limits.partitions, count)],
                    ]}
                  />
                )}
              </Loaded>
            </Card>
            <Card title="Endpoints">
              <Facts
                rows={[
                  ['Bootstrap', <CopyText text={data.spec.kafka_bootstrap_endpoint ?? '–'} what="bootstrap address" />],
                  ['REST', <CopyText text={data.spec.http_endpoint ?? '–'} what="REST address" />],
                  ['Cluster id', <CopyText text={data.id} what="cluster id" />],
                ]}
              />
            </Card>
          </Cards>
        </Page>
      )}
    </Loaded>
  )
}

function against(now: string, max: number | null, show: (max: number) => string): string {
  return max === null ? now : `${now} of ${show(max)}`
}
