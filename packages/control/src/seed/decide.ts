import type { Decision } from '@leat/store'
import type { ApiKey, Cluster, Environment, Organization, RegistryCluster, RoleBinding, User } from '../entities.ts'
import { type ControlState, put } from '../state.ts'

/** What the platform starts with, as it is now. */
export interface FirstSeed {
  /** Whether this start made it. */
  readonly made: boolean
  readonly organization: Organization
  readonly environment: Environment
  readonly cluster: Cluster
  /** Null: was deleted since. So for the keys. */
  readonly user: User | null
  readonly kafkaKey: string | null
  readonly cloudKey: string | null
  readonly registryKey: string | null
}

/** Ids of the keys that a platform starts with. */
export interface SeedKeys {
  readonly kafka: string
  readonly cloud: string
  readonly registry: string
}

/** All entities of the first start, with ids and hashes. */
export interface Founding {
  readonly organization: Organization
  readonly environment: Environment
  readonly user: User
  readonly cluster: Cluster
  readonly registryCluster: RegistryCluster
  readonly roleBinding: RoleBinding
  readonly kafkaKey: ApiKey
  readonly cloudKey: ApiKey
  readonly registryKey: ApiKey
}

/** What is there already, or null at the first start. */
export function findSeed(state: ControlState, email: string, keys: SeedKeys): FirstSeed | null {
  const cluster = [...state.cluster.values()].find(({ first }) => first)
  const organization = cluster && state.organization.get(cluster.organization)
  const environment = cluster && state.environment.get(cluster.environment)
  if (cluster === undefined || organization === undefined || environment === undefined) return null
  const user = [...state.user.values()].find((one) => one.organization === organization.id && one.email === email) ?? null
  const found = (id: string): string | null => (state['api-key'].has(id) ? id : null)
  return {
    made: false,
    organization,
    environment,
    cluster,
    user,
    kafkaKey: found(keys.kafka),
    cloudKey: found(keys.cloud),
    registryKey: found(keys.registry),
  }
}

/** All of it in one decision: after a crash it is there, or nothing is. */
export function decideFounding(state: ControlState, founding: Founding): Decision<FirstSeed> {
  const { organization, environment, user, cluster, registryCluster, roleBinding, kafkaKey, cloudKey, registryKey } = founding
  const found = findSeed(state, user.email, { kafka: kafkaKey.id, cloud: cloudKey.id, registry: registryKey.id })
  if (found !== null) return { changes: [], answer: found }
  const changes = [
    put('organization', organization),
    put('environment', environment),
    put('user', user),
    put('role-binding', roleBinding),
    put('cluster', cluster),
    put('registry-cluster', registryCluster),
    put('api-key', kafkaKey),
    put('api-key', cloudKey),
    put('api-key', registryKey),
  ]
  const keys = { kafkaKey: kafkaKey.id, cloudKey: cloudKey.id, registryKey: registryKey.id }
  return { changes, answer: { made: true, organization, environment, cluster, user, ...keys } }
}

/** For data of a release that had no registry. Null: the environment has none. */
export function decideRegistryKey(state: ControlState, environment: string, key: Omit<ApiKey, 'resource'>): Decision<string | null> {
  const registry = [...state['registry-cluster'].values()].find((one) => one.environment === environment)
  if (registry === undefined) return { changes: [], answer: null }
  const made: ApiKey = { ...key, resource: { kind: 'schema-registry', id: registry.id, environment } }
  return { changes: [put('api-key', made)], answer: made.id }
}

/** The platform was started with other ports for its first cluster. */
export function decideFirstPorts(state: ControlState, id: string, ports: readonly number[], at: string): Decision<Cluster | null> {
  const cluster = state.cluster.get(id)
  if (cluster === undefined) return { changes: [], answer: null }
  const moved: Cluster = { ...cluster, ports, updatedAt: at }
  return { changes: [put('cluster', moved)], answer: moved }
}
