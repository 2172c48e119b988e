import { endpoint, pageQuery } from '@leat/rest'
import * as v from 'valibot'
import { envelope, listOf, reference } from '../envelope.ts'

const Cluster = envelope('srcm/v3', 'Cluster', {
  spec: v.object({
    display_name: v.string(),
    package: v.picklist(['ESSENTIALS', 'ADVANCED']),
    http_endpoint: v.optional(v.string()),
    cloud: v.picklist(['AWS', 'GCP', 'AZURE']),
    region: v.string(),
    environment: reference,
  }),
  status: v.object({ phase: v.picklist(['PROVISIONED']) }),
})

const common = { api: 'srcm/v3', errors: 'control' } as const
const within = { environment: v.pipe(v.string(), v.minLength(1)) }

export const listRegistryClusters = endpoint({
  ...common,
  id: 'listSrcmV3Clusters',
  method: 'GET',
  path: '/srcm/v3/clusters',
  summary: 'List the Schema Registry clusters of an environment',
  access: { kind: 'caller' },
  query: { ...within, ...pageQuery() },
  returns: { status: 200, schema: listOf('srcm/v3', 'ClusterList', Cluster) },
})

export const getRegistryCluster = endpoint({
  ...common,
  id: 'getSrcmV3Cluster',
  method: 'GET',
  path: '/srcm/v3/clusters/{id}',
  summary: 'Read a Schema Registry cluster',
  access: { kind: 'may', operation: 'Describe', on: 'Environment' },
  query: within,
  returns: { status: 200, schema: Cluster },
})
