import type { ClientQuota, PrincipalName } from '@leat/access'
import type { Bytes } from '@leat/base'

/** The word for principals that no quota names. */
const DEFAULT = '<default>'

export interface Throughput {
  readonly ingressBytesPerSecondMax: Bytes
  readonly egressBytesPerSecondMax: Bytes
}

/** Client quotas by principal. */
export interface QuotaTable {
  /** Null: only the cluster's own caps hold. Of several quotas that name a principal the tightest holds, for each direction. */
  of(principal: PrincipalName): Throughput | null
  set(id: string, quota: ClientQuota | null): void
}

export function quotaTable(): QuotaTable {
  const byId = new Map<string, ClientQuota>()
  let byPrincipal = new Map<PrincipalName, Throughput>()
  return {
    of: (principal) => byPrincipal.get(principal) ?? byPrincipal.get(DEFAULT) ?? null,
    set(id, quota) {
      if (quota === null) byId.delete(id)
      else byId.set(id, quota)
      byPrincipal = new Map()
      for (const { principals, ...throughput } of byId.values()) {
        for (const principal of principals) byPrincipal.set(principal, tighter(byPrincipal.get(principal), throughput))
      }
    },
  }
}

function tighter(one: Throughput | undefined, other: Throughput): Throughput {
  if (one === undefined) return other
  return {
    ingressBytesPerSecondMax: Math.min(one.ingressBytesPerSecondMax, other.ingressBytesPerSecondMax),
    egressBytesPerSecondMax: Math.min(one.egressBytesPerSecondMax, other.egressBytesPerSecondMax),
  }
}
