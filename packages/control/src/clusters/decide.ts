import type { Decision } from '@leat/store'
import type { Cluster, Kind } from '../entities.ts'
import { parseBoundScope } from '../iam/roles/bound-scope.ts'
import { type ControlState, put, remove } from '../state.ts'
import { brokersOf } from './plan.ts'

/** Deletions in one decision; a cluster can have 10,000 ACLs and 20,000 keys, and a decision is at most 1 MiB. */
const REMOVED_PER_DECISION_MAX = 5_000

const nothing = <A>(answer: A): Decision<A> => ({ changes: [], answer })

/** The ports of all clusters, whatever their phase: each is taken until its cluster is gone. */
export function takenPorts(state: ControlState): readonly number[] {
  return [...state.cluster.values()].flatMap(({ ports }) => ports)
}

/** The host runs the cluster as the plan with this many CKUs says; no longer needed ports are given back. */
export function decideOpened(
  state: ControlState,
  id: string,
  openedCku: number | null,
  platformBrokers: number,
  at: string,
): Decision<null> {
  const cluster = state.cluster.get(id)
  if (cluster === undefined || cluster.phase === 'DELETING' || cluster.phase === 'FAILED') return nothing(null)
  const isNews = cluster.phase === 'PROVISIONING' || (cluster.cku !== null && cluster.cku.actual !== openedCku)
  if (!isNews) return nothing(null)
  const cku = cluster.cku === null || openedCku === null ? cluster.cku : { ...cluster.cku, actual: openedCku }
  const isThere = cku === null || cku.actual === cku.wanted
  const ports = isThere ? cluster.ports.slice(0, brokersOf(cluster, platformBrokers)) : cluster.ports
  return { changes: [put('cluster', { ...cluster, phase: 'PROVISIONED', failure: null, cku, ports, updatedAt: at })], answer: null }
}

/** It could not be made. Final: it is deleted by whoever made it. */
export function decideFailed(state: ControlState, id: string, failure: string, at: string): Decision<null> {
  const cluster = state.cluster.get(id)
  if (cluster?.phase !== 'PROVISIONING') return nothing(null)
  return { changes: [put('cluster', { ...cluster, phase: 'FAILED', failure, updatedAt: at })], answer: null }
}

/** More brokers are wanted than there are ports. */
export function decidePorts(
  state: ControlState,
  id: string,
  reserve: (count: number, taken: readonly number[]) => readonly number[],
  count: number,
  at: string,
): Decision<null> {
  const cluster = state.cluster.get(id)
  if (cluster === undefined || cluster.ports.length >= count) return nothing(null)
  const more = reserve(count - cluster.ports.length, takenPorts(state))
  return { changes: [put('cluster', { ...cluster, ports: [...cluster.ports, ...more], updatedAt: at })], answer: null }
}

/**
 * The host has removed the cluster: it goes, and with it all that is only about it. True: it is gone. False: there was more than one decision
 * may hold; the cluster stays DELETING and the rest is next.
 */
export function decideGone(state: ControlState, id: string): Decision<boolean> {
  const cluster = state.cluster.get(id)
  if (cluster?.phase !== 'DELETING') return nothing(true)
  const belongings = belongingsOf(state, cluster)
  const changes = belongings.slice(0, REMOVED_PER_DECISION_MAX).map(([kind, of]) => remove(kind, of))
  if (changes.length < belongings.length) return { changes, answer: false }
  return { changes: [...changes, remove('cluster', id)], answer: true }
}

function belongingsOf(state: ControlState, cluster: Cluster): readonly (readonly [Kind, string])[] {
  const found: (readonly [Kind, string])[] = []
  for (const { id, resource } of state['api-key'].values())
    if (resource.kind === 'kafka' && resource.id === cluster.id) found.push(['api-key', id])
  for (const { id, cluster: of } of state.acl.values()) if (of === cluster.id) found.push(['acl', id])
  for (const quota of state['client-quota'].values()) if (quota.cluster === cluster.id) found.push(['client-quota', quota.id])
  for (const { id, organization, crnPattern } of state['role-binding'].values()) {
    if (organization === cluster.organization && parseBoundScope(crnPattern)?.cluster === cluster.id) found.push(['role-binding', id])
  }
  return found
}
