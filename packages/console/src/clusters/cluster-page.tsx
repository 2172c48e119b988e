import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Answer } from '../api/client.ts'
import { CLUSTER } from '../routes/paths.ts'
import { CopyText } from '../ui/copy.tsx'
import { bytes, count, instant, perSecond } from '../ui/format.ts'
import { Meter } from '../ui/meter.tsx'
import { Card, Cards, Facts, Page } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import { Table } from '../ui/table.tsx'
import { TimeChart } from '../ui/time-chart.tsx'
import { DeleteCluster } from './delete-cluster.tsx'
import { type Cluster, ClusterPhase, kindOfCluster } from './phase.tsx'
import { clusterQuery } from './queries.ts'
import { overviewQuery } from './throughput.tsx'

type Overview = Answer<'getClusterOverview'>

export function ClusterPage() {
  const { environment, cluster: id } = useParams({ from: CLUSTER })
  const cluster = useQuery(clusterQuery(environment, id))
  return (
    <Page
      title={cluster.data?.spec.display_name ?? id}
      sub={cluster.data === undefined ? 'Kafka cluster' : kindOfCluster(cluster.data)}
      badge={cluster.data === undefined ? null : <ClusterPhase phase={cluster.data.status.phase} />}
      actions={cluster.data === undefined ? null : <DeleteCluster environment={environment} cluster={cluster.data} />}
    >
      <Loaded query={cluster}>{(data) => <ClusterView cluster={data} />}</Loaded>
    </Page>
  )
}

function ClusterView({ cluster: data }: { readonly cluster: Cluster }) {
  const overview = useQuery({ ...overviewQuery(data.id), enabled: data.status.phase === 'PROVISIONED' })
  return (
    <>
      {data.status.phase === 'PROVISIONED' ? (
        <Loaded query={overview} lines={6}>
          {(now) => <Activity overview={now} />}
        </Loaded>
      ) : (
        <Empty title={data.status.phase === 'FAILED' ? 'This cluster could not be made' : 'This cluster is starting'}>
          {data.status.failure ?? 'It can be used in a moment; this page goes on by itself.'}
        </Empty>
      )}
      <Cards fill>
        <Card title="Endpoints">
          <Facts
            rows={[
              ['Bootstrap', <CopyText text={data.spec.kafka_bootstrap_endpoint ?? '–'} what="bootstrap address" />],
              ['REST', <CopyText text={data.spec.http_endpoint ?? '–'} what="REST address" />],
              ['Cluster id', <CopyText text={data.id} what="cluster id" />],
            ]}
          />
        </Card>
        <Card title="Settings">
          <Facts
            rows={[
              ['Type', kindOfCluster(data)],
              ['Availability', data.spec.availability.toLowerCase().replaceAll('_', ' ')],
              ['Deletion protection', data.spec.deletion_protection ? 'on' : 'off'],
              ['Created', instant(data.metadata.created_at)],
            ]}
          />
        </Card>
      </Cards>
    </>
  )
}

function Activity({ overview: { now, limits, history, brokers } }: { readonly overview: Overview }) {
  const times = history.samples.map(({ at_ms }) => at_ms)
  return (
    <>
      <Cards fill>
        <Card title="Use">
          <Meter label="Ingress" value={now.ingress_bytes} max={limits.ingress_bytes} show={perSecond} />
          <Meter label="Egress" value={now.egress_bytes} max={limits.egress_bytes} show={perSecond} />
          <Meter label="Requests" value={now.requests} max={limits.requests} show={requestsPerSecond} />
          <Meter label="Connections" value={now.connections} max={limits.connections} show={count} />
          <Meter label="Partitions" value={now.partitions} max={limits.partitions} show={count} />
          <Facts rows={[['Stored', bytes(now.bytes_stored)]]} />
        </Card>
        <Card title="Throughput, last ten minutes">
          <TimeChart
            label="Throughput"
            times={times}
            show={perSecond}
            series={[
              { label: 'Ingress', values: history.samples.map(({ ingress_bytes }) => ingress_bytes) },
              { label: 'Egress', values: history.samples.map(({ egress_bytes }) => egress_bytes) },
            ]}
          />
        </Card>
        <Card title="Requests, last ten minutes">
          <TimeChart
            label="Requests"
            times={times}
            show={requestsPerSecond}
            series={[{ label: 'Requests', values: history.samples.map(({ requests }) => requests) }]}
          />
        </Card>
      </Cards>
      <Card title="Brokers">
        <Table
          label="Brokers"
          rows={brokers}
          rowKey={({ id }) => String(id)}
          columns={[
            { key: 'id', title: 'Broker', cell: ({ id }) => id },
            { key: 'address', title: 'Address', cell: ({ host, port }) => `${host}:${port}` },
            { key: 'controller', title: 'Role', cell: ({ is_controller }) => (is_controller ? 'controller' : '') },
          ]}
        />
      </Card>
    </>
  )
}

function requestsPerSecond(value: number): string {
  return `${count(Math.round(value))}/s`
}
