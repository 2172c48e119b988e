import { ok, type Result } from '@leat/base'
import type { Problem } from '@leat/rest'
import type { Change, Decision } from '@leat/store'
import type { Cluster, Environment, RegistryCluster } from '../entities.ts'
import { invalid, notFound, quotaExceeded } from '../iam/problems.ts'
import { QUOTAS } from '../quotas/table.ts'
import { hasRegion, isCloud, zonesOf } from '../regions/table.ts'
import { type ControlState, put } from '../state.ts'
import { takenPorts } from './decide.ts'
import { brokersOf } from './plan.ts'
import { availabilityOf, isMultiZone, protectionAllowed, typeOf, unitsWanted, type WantedConfig } from './rules.ts'

export interface ClusterWanted {
  readonly display_name: string
  readonly availability: string
  readonly cloud: string
  readonly region: string
  readonly config: WantedConfig & { readonly zones?: readonly string[] | undefined }
  readonly deletion_protection?: boolean | undefined
}

/** What does not follow from state and request. */
export interface Fresh {
  readonly id: string
  /** For the environment's Schema Registry, if this is its first cluster. */
  readonly registryId: string
  readonly at: string
  readonly platformBrokers: number
  readonly reservePorts: (count: number, taken: readonly number[]) => readonly number[]
}

/** A cluster in phase PROVISIONING; the first of its environment brings the Schema Registry with it. */
export function decideCreate(
  state: ControlState,
  environmentId: string,
  wanted: ClusterWanted,
  fresh: Fresh,
): Decision<Result<Cluster, Problem>> {
  const environment = state.environment.get(environmentId)
  const cluster = environment === undefined ? notFound('environment', environmentId) : clusterOf(state, environment, wanted, fresh)
  if (!cluster.ok) return { changes: [], answer: cluster }
  const changes: Change[] = [put('cluster', cluster.value)]
  if (![...state['registry-cluster'].values()].some((one) => one.environment === environmentId)) {
    changes.push(put('registry-cluster', registryOf(cluster.value, fresh)))
  }
  return { changes, answer: cluster }
}

function clusterOf(state: ControlState, environment: Environment, wanted: ClusterWanted, fresh: Fresh): Result<Cluster, Problem> {
  const type = typeOf(wanted.config.kind)
  if (!type.ok) return type
  const availability = availabilityOf(wanted.availability)
  if (!availability.ok) return availability
  const { cloud, region } = wanted
  if (!isCloud(cloud)) return invalid('/spec/cloud', 'Service provider must be set to AWS, GCP or AZURE.')
  if (!hasRegion(cloud, region)) {
    return invalid('/spec/region', 'Unable to schedule given the cloud and/or region in request is invalid or unavailable')
  }
  const units = unitsWanted(type.value, availability.value, wanted.config)
  if (!units.ok) return units
  const mayProtect = protectionAllowed(type.value, wanted.deletion_protection ?? false)
  if (!mayProtect.ok) return mayProtect
  const zones = zonesWanted(zonesOf(cloud, region), isMultiZone(availability.value), wanted.config.zones)
  if (!zones.ok) return zones
  const room = roomFor(state, environment, units.value.cku ?? 0)
  if (!room.ok) return room

  const cku = units.value.cku === null ? null : { wanted: units.value.cku, actual: 0 }
  return ok({
    id: fresh.id,
    organization: environment.organization,
    environment: environment.id,
    name: wanted.display_name,
    type: type.value,
    availability: availability.value,
    cloud,
    region,
    zones: zones.value,
    cku,
    eckuMax: units.value.eckuMax,
    phase: 'PROVISIONING',
    failure: null,
    deletionProtection: wanted.deletion_protection ?? false,
    first: false,
    ports: fresh.reservePorts(brokersOf({ cku }, fresh.platformBrokers), takenPorts(state)),
    createdAt: fresh.at,
    updatedAt: fresh.at,
  })
}

function zonesWanted(
  known: readonly string[],
  isMulti: boolean,
  wanted: readonly string[] | undefined,
): Result<readonly string[], Problem> {
  const count = isMulti ? known.length : 1
  if (wanted === undefined || wanted.length === 0) return ok(known.slice(0, count))
  if (wanted.length === count && new Set(wanted).size === count && wanted.every((zone) => known.includes(zone))) return ok(wanted)
  return invalid('/spec/config/zones', `zones must name ${count} of ${known.join(', ')}`)
}

/** Clusters that are being deleted make room already. */
export function livingClusters(state: ControlState, organization: string): readonly Cluster[] {
  return [...state.cluster.values()].filter((one) => one.organization === organization && one.phase !== 'DELETING')
}

/** Within the quotas for clusters and CKUs, with `ckus` more. */
function roomFor(state: ControlState, { id, organization }: Environment, ckus: number): Result<null, Problem> {
  const clusters = livingClusters(state, organization)
  const here = clusters.filter(({ environment }) => environment === id)
  const perEnvironment = QUOTAS['kafka.max_kafka_clusters.per_env'].limit
  if (here.length >= perEnvironment) return quotaExceeded('kafka_clusters_per_environment', 'Kafka Clusters Per Environment')
  const perOrganization = QUOTAS['iam.max_kafka_clusters.per_org'].limit
  if (clusters.length >= perOrganization) return quotaExceeded('kafka_clusters_per_org', 'Kafka Clusters Per Org')
  return roomForCkus(here, ckus)
}

export function roomForCkus(here: readonly Cluster[], more: number): Result<null, Problem> {
  const limit = QUOTAS['kafka.max_ckus.per_env'].limit
  const used = here.reduce((sum, { cku }) => sum + (cku?.wanted ?? 0), 0)
  return more > 0 && used + more > limit ? quotaExceeded('ckus_per_environment', 'CKUs Per Environment') : ok(null)
}

function registryOf({ organization, environment, cloud, region }: Cluster, { registryId, at }: Fresh): RegistryCluster {
  return { id: registryId, organization, environment, cloud, region, createdAt: at, updatedAt: at }
}
