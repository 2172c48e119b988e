import type { KeyResource } from '@leat/access'
import { LIMITS } from '../../clusters/limits.ts'
import type { ApiKey } from '../../entities.ts'
import type { ControlState } from '../../state.ts'
import { GLOBAL_KEYS_PER_OWNER_MAX, IAM_QUOTAS } from '../limits.ts'
import type { Actor } from '../principals.ts'
import { quotaExceeded, type Refusal } from '../problems.ts'

/** Null: one key more is within all quotas. */
export function keyQuotaRefusal(state: ControlState, resource: KeyResource, owner: Actor): Refusal | null {
  const { id, organization } = owner.entity
  const all = [...state['api-key'].values()].filter((key) => key.organization === organization)
  const own = all.filter((key) => key.owner === id)
  switch (resource.kind) {
    case 'global':
      return count(own, 'global') < GLOBAL_KEYS_PER_OWNER_MAX
        ? null
        : quotaExceeded('global_api_keys_per_owner', 'Global API Keys Per Owner')
    case 'cloud':
      if (count(all, 'cloud') >= IAM_QUOTAS['iam.max_cloud_api_keys.per_org'].limit)
        return quotaExceeded('apikeys_per_org', 'API Keys Per Org')
      return ownRefusal(count(own, 'cloud'), owner, 'cloud')
    case 'kafka': {
      const type = state.cluster.get(resource.id)?.type
      const ofCluster = all.filter((key) => key.resource.kind === 'kafka' && key.resource.id === resource.id).length
      const isFull = type !== undefined && ofCluster >= LIMITS[type].apiKeysMax
      return isFull ? quotaExceeded('kafka.max_api_keys.per_cluster', 'API Keys Per Cluster') : ownClusterRefusal(own, owner)
    }
    case 'schema-registry':
      return ownClusterRefusal(own, owner)
  }
}

function ownClusterRefusal(own: readonly ApiKey[], owner: Actor): Refusal | null {
  return ownRefusal(count(own, 'kafka') + count(own, 'schema-registry'), owner, 'cluster')
}

function ownRefusal(used: number, { kind }: Actor, of: 'cloud' | 'cluster'): Refusal | null {
  const code = `iam.max_${of}_api_keys.per_${kind === 'user' ? 'user' : 'service_account'}` as const
  const { limit, name } = IAM_QUOTAS[code]
  return used < limit ? null : quotaExceeded(code, name)
}

function count(keys: readonly ApiKey[], kind: KeyResource['kind']): number {
  return keys.filter((key) => key.resource.kind === kind).length
}
