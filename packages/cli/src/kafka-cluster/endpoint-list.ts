import { command } from '../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../flags.ts'
import { type Column, list } from '../view.ts'
import { findCluster } from './find.ts'

const ENDPOINT: readonly Column[] = [
  { key: 'is_current', title: 'Current', mark: true },
  { key: 'endpoint', title: 'Endpoint', whole: true },
  { key: 'kafka_bootstrap_endpoint', title: 'Kafka Bootstrap Endpoint', whole: true },
  { key: 'http_endpoint', title: 'HTTP Endpoint', whole: true },
  { key: 'connection_type', title: 'Connection Type', extra: true },
]

export const kafkaClusterEndpointList = command({
  path: 'kafka cluster endpoint list',
  summary: 'List the addresses of a Kafka cluster.',
  flags: { ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'List the addresses of a cluster.', line: 'kafka cluster endpoint list --cluster lkc-a1b2c3' }],
  async run(context) {
    const session = await context.session()
    if (!session.ok) return session
    const found = await findCluster(session.value, undefined)
    if (!found.ok) return found
    const endpoints = Object.entries(found.value.cluster.spec.endpoints ?? {})
    const chosen = session.value.login.endpoints?.[found.value.cluster.id]
    // One that is gone counts as not chosen; then it is the first.
    const current = endpoints.find(([endpoint]) => endpoint === chosen)?.[0] ?? endpoints[0]?.[0]
    const rows = endpoints.map(([endpoint, addresses]) => ({ is_current: endpoint === current, endpoint, ...addresses }))
    return list(ENDPOINT, rows, 'The cluster has no address until it is up.')
  },
})
