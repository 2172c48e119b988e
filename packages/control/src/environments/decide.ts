import { fail } from '@leat/base'
import type { Change } from '@leat/store'
import type { Environment } from '../entities.ts'
import { accept, type Decided, refuse } from '../iam/decision.ts'
import { conflict, quotaExceeded } from '../iam/problems.ts'
import { parseBoundScope } from '../iam/roles/bound-scope.ts'
import { QUOTAS } from '../quotas/table.ts'
import { type ControlState, put, remove } from '../state.ts'

export interface EnvironmentToMake {
  readonly id: string
  readonly organization: string
  readonly name: string
  readonly governance: Environment['governance']
  readonly at: string
}

export function decideCreate(state: ControlState, { id, organization, name, governance, at }: EnvironmentToMake): Decided<Environment> {
  const own = environmentsOf(state, organization)
  if (own.some((one) => one.name === name)) return refuse(nameInUse(name))
  if (own.length >= QUOTAS['iam.max_environments.per_org'].limit)
    return refuse(quotaExceeded('environments_per_org', 'Environments Per Org'))
  const environment: Environment = { id, organization, name, governance, createdAt: at, updatedAt: at }
  return accept(environment, put('environment', environment))
}

export interface EnvironmentPatch {
  readonly name?: string | undefined
  readonly governance?: Environment['governance'] | undefined
}

export function decideUpdate(state: ControlState, before: Environment, patch: EnvironmentPatch, at: string): Decided<Environment> {
  const { name = before.name, governance = before.governance } = patch
  const isTaken = environmentsOf(state, before.organization).some((one) => one.name === name && one.id !== before.id)
  if (isTaken) return refuse(nameInUse(name))
  const isLess = before.governance === 'ADVANCED' && governance === 'ESSENTIALS'
  if (isLess && registryIn(state, before.id) !== undefined) {
    const detail = 'The governance package cannot go from ADVANCED to ESSENTIALS once the environment has a Schema Registry'
    return refuse(
      fail({ status: 409, code: 'resource_in_use', title: 'Conflict', detail, source: { pointer: '/stream_governance_config/package' } }),
    )
  }
  const environment: Environment = { ...before, name, governance, updatedAt: at }
  return accept(environment, put('environment', environment))
}

/** With its Schema Registry, that one's keys, and the roles bound in it. Clusters that are being deleted are no obstacle: they go by themselves. */
export function decideDelete(state: ControlState, environment: Environment): Decided<Environment> {
  const clusters = [...state.cluster.values()].filter((one) => one.environment === environment.id && one.phase !== 'DELETING')
  if (clusters.length > 0) {
    const detail = `Environment ${environment.id} has Kafka clusters (${clusters.map(({ id }) => id).join(', ')}): delete them first`
    return refuse(fail({ status: 409, code: 'resource_in_use', title: 'Conflict', detail }))
  }
  return accept(environment, ...belongingsOf(state, environment), remove('environment', environment.id))
}

function belongingsOf(state: ControlState, { id, organization }: Environment): Change[] {
  const registry = registryIn(state, id)
  const changes: Change[] = registry === undefined ? [] : [remove('registry-cluster', registry.id)]
  for (const { id: key, resource } of state['api-key'].values()) {
    if (resource.kind === 'schema-registry' && resource.environment === id) changes.push(remove('api-key', key))
  }
  for (const binding of state['role-binding'].values()) {
    const scope = binding.organization === organization ? parseBoundScope(binding.crnPattern) : null
    if (scope?.environment === id) changes.push(remove('role-binding', binding.id))
  }
  return changes
}

export function environmentsOf(state: ControlState, organization: string): readonly Environment[] {
  return [...state.environment.values()].filter((one) => one.organization === organization)
}

function registryIn(state: ControlState, environment: string) {
  return [...state['registry-cluster'].values()].find((one) => one.environment === environment)
}

function nameInUse(name: string) {
  return conflict(`Environment name '${name}' is already in use`)
}
