import type { Clock, Random } from '@leat/base'
import type { Store } from '@leat/store'
import { crn } from '../crn.ts'
import type { ApiKey, Cloud } from '../entities.ts'
import { hashSecret } from '../iam/api-keys/secret.ts'
import { newId, newUuid } from '../ids.ts'
import { zonesOf } from '../regions/table.ts'
import type { ControlState } from '../state.ts'
import { decideFirstPorts, decideFounding, decideRegistryKey, findSeed, type FirstSeed, type Founding, type SeedKeys } from './decide.ts'

/** What the server knows of the platform before there is any state: its files hold it, from this release or the last. */
export interface SeedInputs {
  readonly user: { readonly email: string; readonly password: string; readonly fullName: string }
  /** Ports of brokers 1, 2, … on SASL_SSL; 0 where the system chooses. */
  readonly cluster: { readonly id: string; readonly name: string; readonly ports: readonly number[] }
  readonly cloud: Cloud
  readonly region: string
  /** The cluster of the audit log. */
  readonly auditCluster: string
  readonly kafkaKey: { readonly id: string; readonly secret: string }
  readonly cloudKey: { readonly id: string; readonly secret: string }
  /** For the first environment's registry; new where the data is of a release that had none. */
  readonly registryKey: { readonly id: string; readonly secret: string; readonly isNew: boolean }
}

/** Makes the first organization with all that the first minute needs, or finds it. */
export async function seed(store: Store<ControlState>, inputs: SeedInputs, clock: Clock, random: Random): Promise<FirstSeed> {
  const found = findSeed(store.state, inputs.user.email, seedKeys(inputs))
  const at = new Date(clock.now()).toISOString()
  if (found === null) {
    const founding = await foundingOf(store.state, inputs, random, at)
    return store.decide((state) => decideFounding(state, founding))
  }
  const withKey = inputs.registryKey.isNew && found.registryKey === null ? await addRegistryKey(store, found, inputs, random, at) : found
  return withPorts(store, withKey, inputs, at)
}

/** By their ids. */
function seedKeys({ kafkaKey, cloudKey, registryKey }: Pick<SeedInputs, 'kafkaKey' | 'cloudKey' | 'registryKey'>): SeedKeys {
  return { kafka: kafkaKey.id, cloud: cloudKey.id, registry: registryKey.id }
}

/** Nobody's, where the first user is gone. */
async function addRegistryKey(
  store: Store<ControlState>,
  found: FirstSeed,
  { registryKey }: SeedInputs,
  random: Random,
  at: string,
): Promise<FirstSeed> {
  const { organization, environment, user } = found
  if (user === null) return found
  const key = {
    id: registryKey.id,
    createdAt: at,
    updatedAt: at,
    organization: organization.id,
    owner: user.id,
    ...KEY_WORDS,
    ...hashSecret(registryKey.secret, random),
  }
  const made = await store.decide((state) => decideRegistryKey(state, environment.id, key))
  return { ...found, registryKey: made }
}

const KEY_WORDS = { name: '', description: 'Made when this Leat was first started' } as const

async function withPorts(store: Store<ControlState>, found: FirstSeed, inputs: SeedInputs, at: string): Promise<FirstSeed> {
  const { ports } = inputs.cluster
  if (ports.length === found.cluster.ports.length && ports.every((port, i) => port === found.cluster.ports[i])) return found
  const moved = await store.decide((state) => decideFirstPorts(state, found.cluster.id, ports, at))
  return { ...found, cluster: moved ?? found.cluster }
}

async function foundingOf(state: ControlState, inputs: SeedInputs, random: Random, at: string): Promise<Founding> {
  const { hashPassword } = await import('../iam/passwords.ts')
  const password = await hashPassword(inputs.user.password, random)
  const organization = newUuid(random)
  const environment = newId(random, 'env-', state.environment)
  const user = newId(random, 'u-', state.user)
  const times = { createdAt: at, updatedAt: at }
  const owned = { ...times, organization }
  const { cluster, cloud, region } = inputs
  const keyOf = (key: { readonly id: string; readonly secret: string }, resource: ApiKey['resource']): ApiKey => ({
    id: key.id,
    ...owned,
    owner: user,
    resource,
    ...KEY_WORDS,
    ...hashSecret(key.secret, random),
  })
  const registry = newId(random, 'lsrc-', state['registry-cluster'])
  return {
    organization: { id: organization, ...times, number: 1, name: 'Leat' },
    environment: { id: environment, ...owned, name: 'default', governance: 'ESSENTIALS' },
    user: {
      id: user,
      ...owned,
      number: 2,
      email: inputs.user.email,
      fullName: inputs.user.fullName,
      password,
      authType: 'AUTH_TYPE_LOCAL',
    },
    roleBinding: {
      id: newId(random, 'rb-', state['role-binding']),
      ...owned,
      principal: `User:${user}`,
      role: 'OrganizationAdmin',
      crnPattern: crn([['organization', organization]]),
    },
    cluster: {
      id: cluster.id,
      ...owned,
      environment,
      name: cluster.name,
      type: 'STANDARD',
      availability: 'SINGLE_ZONE',
      cloud,
      region,
      zones: zonesOf(cloud, region).slice(0, 1),
      cku: null,
      eckuMax: null,
      // It is open before anybody can ask.
      phase: 'PROVISIONED',
      failure: null,
      deletionProtection: false,
      first: true,
      ports: cluster.ports,
    },
    registryCluster: { id: registry, ...owned, environment, cloud, region },
    kafkaKey: keyOf(inputs.kafkaKey, { kind: 'kafka', id: cluster.id, environment }),
    cloudKey: keyOf(inputs.cloudKey, { kind: 'cloud' }),
    registryKey: keyOf(inputs.registryKey, { kind: 'schema-registry', id: registry, environment }),
  }
}
