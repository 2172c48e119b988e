import type { ControlCalls } from '@leat/api/calls'
import type { AskControl } from '../session/ask.ts'
import type { Row } from '../view.ts'
import type { Cluster } from './columns.ts'

type UsageLimits = ControlCalls['getUsageLimits']['answer']['usage_limits']
type Limits = UsageLimits['cku_limits'][string]
type Limit = Limits['ingress']

/** What a cluster may take, by its type and size; nothing where the control plane does not say. */
export async function limitsOf(control: AskControl, cluster: Cluster, environment: string): Promise<Row> {
  const answer = await control.one('getUsageLimits', { query: { provider: cluster.spec.cloud, lkc_id: cluster.id, env_id: environment } })
  if (!answer.ok) return {}
  const { config } = cluster.spec
  const { tier_limits: tiers, cku_limits: ckus } = answer.value.usage_limits
  const limits = config.kind === 'Dedicated' ? ckus[String(config.cku)] : tiers[config.kind.toUpperCase()]?.cluster_limits
  if (limits === undefined) return {}
  // Elastic clusters' limits are those of one eCKU.
  const units = amount(limits.max_ecku) ?? 1
  return { ingress_limit: times(limits.ingress, units), egress_limit: times(limits.egress, units), storage: sized(limits.storage) }
}

function amount(limit: Limit | undefined): number | undefined {
  return limit !== undefined && 'value' in limit ? limit.value : undefined
}

function times(limit: Limit, units: number): number | undefined {
  const one = amount(limit)
  return one === undefined ? undefined : one * units
}

function sized(limit: Limit): string {
  return 'value' in limit ? `${limit.value} ${limit.unit ?? ''}`.trimEnd() : 'Unlimited'
}
