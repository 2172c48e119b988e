import type { ControlContext } from '../context.ts'
import type { Cluster } from '../entities.ts'
import { enveloped, referenceTo } from '../envelope.ts'
import { clusterName, clusterPath, environmentName, environmentPath } from '../names.ts'
import { KIND_OF } from './rules.ts'

type Rendering = Pick<ControlContext, 'platform' | 'addressOf'>

/** The name of the only way to a cluster: over the networks that this Leat listens on. */
const PUBLIC = 'PUBLIC'

export function renderCluster(context: Rendering, cluster: Cluster): object {
  const { id, organization, environment, name, availability, cloud, region, cku, failure, deletionProtection } = cluster
  const { phase } = cluster
  const runs = cku !== null && cku.actual > 0 ? { cku: cku.actual } : {}
  return {
    ...enveloped(context, 'cmk/v2', 'Cluster', clusterPath(id), clusterName(cluster), cluster),
    spec: {
      display_name: name,
      availability,
      cloud,
      region,
      config: configOf(cluster),
      deletion_protection: deletionProtection,
      environment: referenceTo(context, environment, environmentPath(environment), environmentName({ organization, id: environment })),
      ...endpointsOf(context, cluster),
    },
    // The API has no word for what is on its way out; nobody sees that.
    status: { phase, ...runs, ...(failure === null ? {} : { failure }) },
  }
}

function configOf({ type, cku, zones, eckuMax }: Cluster): object {
  const kind = KIND_OF[type]
  if (cku !== null) return { kind, cku: cku.wanted, zones }
  return eckuMax === null ? { kind } : { kind, max_ecku: eckuMax }
}

/** None until a client can use them. */
function endpointsOf({ platform, addressOf }: Rendering, { id, phase, ports }: Cluster): object {
  const port = ports[0] ?? 0
  const kept = port === 0 ? null : `${platform.advertisedHost}:${port}`
  const bootstrap = addressOf(id)?.saslSslBootstrap ?? kept
  if (phase !== 'PROVISIONED' || bootstrap === null) return {}
  const http = platform.restEndpoint
  return {
    kafka_bootstrap_endpoint: `SASL_SSL://${bootstrap}`,
    http_endpoint: http,
    endpoints: { [PUBLIC]: { kafka_bootstrap_endpoint: bootstrap, http_endpoint: http, connection_type: PUBLIC } },
  }
}
