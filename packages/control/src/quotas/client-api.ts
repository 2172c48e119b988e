import { endpoint, pageQuery } from '@leat/rest'
import * as v from 'valibot'
import { envelope, listOf, reference, referenceGiven } from '../envelope.ts'

const NAME_LENGTH_MAX = 255
const PRINCIPALS_MAX = 1_000

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_LENGTH_MAX))
const description = v.pipe(v.string(), v.maxLength(NAME_LENGTH_MAX))
/** An int64 as a string, as published; what JavaScript counts exactly is more than any cluster takes. */
const byteRate = v.pipe(v.string(), v.regex(/^[1-9]\d{0,15}$/, 'must be bytes per second, a whole number above 0, as a string'))
const throughput = v.object({ ingress_byte_rate: byteRate, egress_byte_rate: byteRate })
const principals = v.pipe(v.array(referenceGiven), v.minLength(1), v.maxLength(PRINCIPALS_MAX))

const ClientQuota = envelope('kafka-quotas/v1', 'ClientQuota', {
  spec: v.object({
    display_name: v.string(),
    description: v.string(),
    throughput: v.object({ ingress_byte_rate: v.string(), egress_byte_rate: v.string() }),
    cluster: v.object({ ...reference.entries, environment: v.string() }),
    principals: v.array(reference),
    environment: reference,
  }),
})

const common = { api: 'kafka-quotas/v1', errors: 'control' } as const

export const listClientQuotas = endpoint({
  ...common,
  id: 'listKafkaQuotasV1ClientQuotas',
  method: 'GET',
  path: '/kafka-quotas/v1/client-quotas',
  summary: 'List the client quotas of a Kafka cluster',
  access: { kind: 'caller' },
  query: { 'spec.cluster': v.pipe(v.string(), v.minLength(1)), environment: v.pipe(v.string(), v.minLength(1)), ...pageQuery() },
  returns: { status: 200, schema: listOf('kafka-quotas/v1', 'ClientQuotaList', ClientQuota) },
})

export const createClientQuota = endpoint({
  ...common,
  id: 'createKafkaQuotasV1ClientQuota',
  method: 'POST',
  path: '/kafka-quotas/v1/client-quotas',
  summary: 'Limit the throughput of service accounts on a Dedicated cluster',
  access: { kind: 'may', operation: 'Alter', on: 'Cluster' },
  body: v.object({
    spec: v.object({
      display_name: name,
      description: v.optional(description, ''),
      throughput,
      cluster: referenceGiven,
      principals,
      environment: referenceGiven,
    }),
  }),
  returns: { status: 202, schema: ClientQuota },
})

export const getClientQuota = endpoint({
  ...common,
  id: 'getKafkaQuotasV1ClientQuota',
  method: 'GET',
  path: '/kafka-quotas/v1/client-quotas/{id}',
  summary: 'Read a client quota',
  access: { kind: 'may', operation: 'Describe', on: 'Cluster' },
  returns: { status: 200, schema: ClientQuota },
})

export const updateClientQuota = endpoint({
  ...common,
  id: 'updateKafkaQuotasV1ClientQuota',
  method: 'PATCH',
  path: '/kafka-quotas/v1/client-quotas/{id}',
  summary: "Change a client quota's name, throughput or principals",
  access: { kind: 'may', operation: 'Alter', on: 'Cluster' },
  body: v.object({
    spec: v.object({
      display_name: v.optional(name),
      description: v.optional(description),
      throughput: v.optional(throughput),
      principals: v.optional(principals),
    }),
  }),
  returns: { status: 200, schema: ClientQuota },
})

export const deleteClientQuota = endpoint({
  ...common,
  id: 'deleteKafkaQuotasV1ClientQuota',
  method: 'DELETE',
  path: '/kafka-quotas/v1/client-quotas/{id}',
  summary: 'Delete a client quota',
  access: { kind: 'may', operation: 'Alter', on: 'Cluster' },
  returns: { status: 204, schema: null },
})
