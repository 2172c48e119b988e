import { ok } from '@leat/base'
import { endpoint, operation, type Operation } from '@leat/rest'
import * as v from 'valibot'
import { LIMITS } from '../clusters/limits.ts'
import type { ControlContext } from '../context.ts'
import { findCluster } from '../clusters/find.ts'

const limit = v.union([v.object({ unit: v.optional(v.string()), value: v.number() }), v.object({ unlimited: v.literal(true) })])
const limits = v.object({ ingress: limit, egress: limit, storage: limit, max_ecku: v.optional(limit) })

/** Undocumented; the CLI shows a cluster's limits from it. Values are those of one eCKU or CKU: it multiplies them. */
const getUsageLimits = endpoint({
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

export function usageLimitOperations(context: ControlContext): Operation[] {
  return [
    operation(getUsageLimits, async ({ caller, query }) => {
      const { state } = context.store
      const asked =
        query.lkc_id === undefined || query.env_id === undefined ? null : findCluster(context, state, caller, query.env_id, query.lkc_id)
      const cluster = asked?.ok === true ? asked.value : null
      const ceilingOf = (type: 'BASIC' | 'STANDARD'): number => (cluster?.type === type ? cluster.eckuMax : null) ?? LIMITS[type].unitsMax
      await context.store.settled()
      const tier_limits = {
        BASIC: { cluster_limits: { ...limitsOfUnits('BASIC', 1), max_ecku: { value: ceilingOf('BASIC') } } },
        STANDARD: { cluster_limits: { ...limitsOfUnits('STANDARD', 1), max_ecku: { value: ceilingOf('STANDARD') } } },
      }
      const ckus = Array.from({ length: LIMITS.DEDICATED.unitsMax }, (_, i) => i + 1)
      const cku_limits = Object.fromEntries(ckus.map((cku) => [String(cku), limitsOfUnits('DEDICATED', cku)]))
      return ok({ body: { usage_limits: { tier_limits, cku_limits } } })
    }),
  ]
}

function limitsOfUnits(type: keyof typeof LIMITS, units: number) {
  const { perUnit, storageGB } = LIMITS[type]
  return {
    ingress: { unit: 'MBPS', value: perUnit.ingressMBps * units },
    egress: { unit: 'MBPS', value: perUnit.egressMBps * units },
    storage: storageGB === null ? { unlimited: true } : { unit: 'GB', value: storageGB },
  }
}
