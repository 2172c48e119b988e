import { ok } from '@leat/base'
import { operation, type Operation } from '@leat/rest'
import { LIMITS } from '../clusters/limits.ts'
import type { ControlContext } from '../context.ts'
import { findCluster } from '../clusters/find.ts'
import { getUsageLimits } from './usage-limits-api.ts'

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
