import { endpoint } from '@leat/rest'
import * as v from 'valibot'

const limit = v.union([v.object({ unit: v.optional(v.string()), value: v.number() }), v.object({ unlimited: v.literal(true) })])
const limits = v.object({ ingress: limit, egress: limit, storage: limit, max_ecku: v.optional(limit) })

/** Undocumented; the CLI shows a cluster's limits from it. Values are those of one eCKU or CKU: it multiplies them. */
export const getUsageLimits = endpoint({
  id: 'getUsageLimits',
  api: 'v1',
  errors: 'v1',
  method: 'GET',
  path: '/api/usage_limits',
  summary: 'Read the limits of cluster types and CKUs',
  access: { kind: 'caller' },
  query: { provider: v.optional(v.string()), lkc_id: v.optional(v.string()), env_id: v.optional(v.string()) },
  returns: {
    status: 200,
    schema: v.object({
      usage_limits: v.object({
        tier_limits: v.record(v.string(), v.object({ cluster_limits: limits })),
        cku_limits: v.record(v.string(), limits),
      }),
    }),
  },
})
