import { fail, ok, type Result } from '@leat/base'
import type { Problem } from '@leat/rest'
import type { Decision } from '@leat/store'
import type { Cluster, ClusterType } from '../entities.ts'
import { invalid, notFound } from '../iam/problems.ts'
import { type ControlState, put } from '../state.ts'
import { livingClusters, roomForCkus } from './decide-create.ts'
import { takenPorts } from './decide.ts'
import { brokersOf } from './plan.ts'
import { availabilityOf, KIND_OF, protectionAllowed, typeOf, unitsWanted, type WantedConfig } from './rules.ts'

/** What is absent stays. */
export interface ClusterPatch {
  readonly display_name?: string | undefined
  readonly availability?: string | undefined
  readonly config?: WantedConfig | undefined
  readonly deletion_protection?: boolean | undefined
}

export interface FreshPorts {
  readonly at: string
  readonly platformBrokers: number
  readonly reservePorts: (count: number, taken: readonly number[]) => readonly number[]
}

/** Null: there is none, or it is on its way out: for everybody but the reconciler it is gone. */
export function livingCluster(state: ControlState, environment: string, id: string): Cluster | null {
  const cluster = state.cluster.get(id)
  return cluster === undefined || cluster.environment !== environment || cluster.phase === 'DELETING' ? null : cluster
}

export function decideUpdate(
  state: ControlState,
  environment: string,
  id: string,
  patch: ClusterPatch,
  fresh: FreshPorts,
): Decision<Result<Cluster, Problem>> {
  const before = livingCluster(state, environment, id)
  const after = before === null ? notFound('cluster', id) : patched(state, before, patch, fresh)
  return { changes: after.ok ? [put('cluster', after.value)] : [], answer: after }
}

function patched(
  state: ControlState,
  before: Cluster,
  patch: ClusterPatch,
  { at, platformBrokers, reservePorts }: FreshPorts,
): Result<Cluster, Problem> {
  if (patch.availability !== undefined && patch.availability !== before.availability) {
    const known = availabilityOf(patch.availability)
    return known.ok ? invalid('/spec/availability', 'the availability of a cluster is fixed when it is created') : known
  }
  const sized = patch.config === undefined ? ok(before) : resized(state, before, patch.config)
  if (!sized.ok) return sized
  const deletionProtection = patch.deletion_protection ?? before.deletionProtection
  const mayProtect = protectionAllowed(sized.value.type, deletionProtection)
  if (!mayProtect.ok) return mayProtect

  const missing = brokersOf(sized.value, platformBrokers) - before.ports.length
  // A shrinking cluster keeps its ports until its brokers are gone (`decideOpened`).
  const ports = missing > 0 ? [...before.ports, ...reservePorts(missing, takenPorts(state))] : before.ports
  return ok({ ...sized.value, name: patch.display_name ?? before.name, deletionProtection, ports, updatedAt: at })
}

function resized(state: ControlState, before: Cluster, config: WantedConfig): Result<Cluster, Problem> {
  const type = typeOf(config.kind)
  if (!type.ok) return type
  if (!mayBecome(before.type, type.value)) {
    const from = KIND_OF[before.type]
    return invalid('/spec/config/kind', `a ${from} cluster cannot become ${KIND_OF[type.value]}: only Basic to Standard is possible`)
  }
  // An unchanged size may be left out, as in a change of something else.
  const cku = config.cku ?? before.cku?.wanted
  const eckuMax = config.max_ecku ?? (type.value === before.type ? (before.eckuMax ?? undefined) : undefined)
  const units = unitsWanted(type.value, before.availability, { kind: config.kind, cku, max_ecku: eckuMax })
  if (!units.ok) return units
  if (before.cku === null || units.value.cku === null) return ok({ ...before, type: type.value, eckuMax: units.value.eckuMax })

  const here = livingClusters(state, before.organization).filter(({ environment }) => environment === before.environment)
  const room = roomForCkus(here, units.value.cku - before.cku.wanted)
  if (!room.ok) return room
  if (before.phase === 'FAILED') return fail(conflictOfFailed(before))
  return ok({ ...before, cku: { ...before.cku, wanted: units.value.cku } })
}

function mayBecome(from: ClusterType, to: ClusterType): boolean {
  return from === to || (from === 'BASIC' && to === 'STANDARD')
}

function conflictOfFailed({ id, failure }: Cluster): Problem {
  return {
    status: 409,
    code: 'resource_failed',
    title: 'Conflict',
    detail: `cluster ${id} could not be made (${failure}): delete it and create another`,
  }
}

/** From here on the cluster is gone for its users; the reconciler does the rest. */
export function decideDelete(state: ControlState, environment: string, id: string, at: string): Decision<Result<Cluster, Problem>> {
  const cluster = livingCluster(state, environment, id)
  if (cluster === null) return { changes: [], answer: notFound('cluster', id) }
  const refusal = refusalToDelete(cluster)
  if (refusal !== null) {
    return { changes: [], answer: fail({ status: 409, code: 'resource_in_use', title: 'Conflict', detail: refusal }) }
  }
  return { changes: [put('cluster', { ...cluster, phase: 'DELETING', updatedAt: at })], answer: ok(cluster) }
}

function refusalToDelete({ id, first, deletionProtection }: Cluster): string | null {
  if (first)
    return `cluster ${id} is the one that this Leat starts with: it cannot be deleted; create others, or start Leat with another data directory`
  return deletionProtection ? `cluster ${id} is protected from deletion: set spec.deletion_protection to false first` : null
}
