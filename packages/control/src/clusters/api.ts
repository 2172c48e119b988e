import { endpoint, flag, pageQuery, repeated } from '@leat/rest'
import * as v from 'valibot'
import { envelope, listOf, reference } from '../envelope.ts'

const CLUSTER_NAME_LENGTH_MAX = 255
const ZONES_MAX = 3

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(CLUSTER_NAME_LENGTH_MAX))
const units = v.pipe(v.number(), v.integer(), v.maxValue(2 ** 31 - 1))

/** Values that `rules.ts` judges, so that what Leat does not have is refused in the words that tools know. */
function judged(...values: readonly string[]) {
  return v.pipe(v.string(), v.metadata({ openapi: { type: 'string', enum: values } }))
}
const availability = judged('SINGLE_ZONE', 'MULTI_ZONE', 'LOW', 'HIGH')

const config = v.object({
  kind: judged('Basic', 'Standard', 'Dedicated'),
  max_ecku: v.optional(units),
  cku: v.optional(units),
  zones: v.optional(v.pipe(v.array(v.string()), v.maxLength(ZONES_MAX))),
  encryption_key: v.optional(v.string()),
})

/** Tools send `id: ""` for none. */
const maybeNetwork = v.optional(v.nullable(v.object({ id: v.optional(v.string()), environment: v.optional(v.string()) })))
const maybeKey = v.optional(v.nullable(v.object({ id: v.optional(v.string()) })))

const endpoints = v.record(
  v.string(),
  v.object({ kafka_bootstrap_endpoint: v.string(), http_endpoint: v.string(), connection_type: v.literal('PUBLIC') }),
)

const Cluster = envelope('cmk/v2', 'Cluster', {
  spec: v.object({
    display_name: v.string(),
    availability: v.picklist(['SINGLE_ZONE', 'MULTI_ZONE', 'LOW', 'HIGH']),
    cloud: v.picklist(['AWS', 'GCP', 'AZURE']),
    region: v.string(),
    config: v.variant('kind', [
      v.object({ kind: v.literal('Basic'), max_ecku: v.optional(v.number()) }),
      v.object({ kind: v.literal('Standard'), max_ecku: v.optional(v.number()) }),
      v.object({ kind: v.literal('Dedicated'), cku: v.number(), zones: v.array(v.string()) }),
    ]),
    deletion_protection: v.boolean(),
    environment: reference,
    kafka_bootstrap_endpoint: v.optional(v.string()),
    http_endpoint: v.optional(v.string()),
    endpoints: v.optional(endpoints),
  }),
  status: v.object({
    phase: v.picklist(['PROVISIONING', 'PROVISIONED', 'FAILED']),
    cku: v.optional(v.number()),
    failure: v.optional(v.string()),
  }),
})

const common = { api: 'cmk/v2', errors: 'control' } as const
const within = { environment: v.pipe(v.string(), v.minLength(1)) }

export const listClusters = endpoint({
  ...common,
  id: 'listCmkV2Clusters',
  method: 'GET',
  path: '/cmk/v2/clusters',
  summary: 'List the Kafka clusters of an environment',
  access: { kind: 'caller' },
  query: {
    ...within,
    'spec.deletion_protection': v.optional(flag()),
    'spec.network': v.optional(repeated(v.string())),
    ...pageQuery(),
  },
  returns: { status: 200, schema: listOf('cmk/v2', 'ClusterList', Cluster) },
})

export const createCluster = endpoint({
  ...common,
  id: 'createCmkV2Cluster',
  method: 'POST',
  path: '/cmk/v2/clusters',
  summary: 'Create a Kafka cluster; it is there when its phase is PROVISIONED',
  access: { kind: 'may', operation: 'CreateKafkaCluster', on: 'Environment' },
  body: v.object({
    spec: v.object({
      display_name: name,
      availability,
      cloud: judged('AWS', 'GCP', 'AZURE'),
      region: v.string(),
      config,
      deletion_protection: v.optional(v.boolean()),
      environment: v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(255)) }),
      network: maybeNetwork,
      byok: maybeKey,
    }),
  }),
  returns: { status: 202, schema: Cluster },
})

export const getCluster = endpoint({
  ...common,
  id: 'getCmkV2Cluster',
  method: 'GET',
  path: '/cmk/v2/clusters/{id}',
  summary: 'Read a Kafka cluster',
  access: { kind: 'may', operation: 'Describe', on: 'Cluster' },
  query: within,
  returns: { status: 200, schema: Cluster },
})

export const updateCluster = endpoint({
  ...common,
  id: 'updateCmkV2Cluster',
  method: 'PATCH',
  path: '/cmk/v2/clusters/{id}',
  summary: "Change a Kafka cluster's name, size, type (Basic to Standard) or deletion protection",
  access: { kind: 'may', operation: 'Alter', on: 'Cluster' },
  body: v.object({
    spec: v.object({
      display_name: v.optional(name),
      availability: v.optional(availability),
      config: v.optional(config),
      deletion_protection: v.optional(v.boolean()),
      environment: v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(255)) }),
    }),
  }),
  returns: { status: 200, schema: Cluster },
})

export const deleteCluster = endpoint({
  ...common,
  id: 'deleteCmkV2Cluster',
  method: 'DELETE',
  path: '/cmk/v2/clusters/{id}',
  summary: 'Delete a Kafka cluster with its data, API keys, ACLs and client quotas',
  access: { kind: 'may', operation: 'Delete', on: 'Cluster' },
  query: within,
  returns: { status: 204, schema: null },
})
