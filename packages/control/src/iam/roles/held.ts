import type { PrincipalName } from '@leat/access'
import type { RoleBinding } from '../../entities.ts'
import { type ControlState, generationOf } from '../../state.ts'
import { type BoundScope, parseBoundScope } from './bound-scope.ts'
import { type AllowedOperations, type BindingScope, type Policy, type Role, ROLES } from './catalogue.ts'

/** A binding, read: its role and where it is bound. */
export interface Held {
  readonly binding: RoleBinding
  readonly role: Role
  readonly bound: BoundScope
  readonly powers: readonly Power[]
}

/** What one policy of a binding allows, and within what. */
export interface Power {
  readonly area: BoundScope
  readonly allowedOperations: readonly AllowedOperations[]
}

interface Index {
  readonly generation: number
  readonly byPrincipal: ReadonlyMap<PrincipalName, readonly Held[]>
}
const indexes = new WeakMap<ControlState, Index>()

/** All bindings by principal. Built again after a change, so that asking about one caller does not read everybody's. */
export function heldByPrincipal(state: ControlState): ReadonlyMap<PrincipalName, readonly Held[]> {
  const generation = generationOf(state, 'role-binding')
  const known = indexes.get(state)
  if (known?.generation === generation) return known.byPrincipal

  const byPrincipal = new Map<PrincipalName, Held[]>()
  for (const binding of state['role-binding'].values()) {
    const held = readBinding(binding)
    if (held === null) continue
    const own = byPrincipal.get(binding.principal)
    if (own === undefined) byPrincipal.set(binding.principal, [held])
    else own.push(held)
  }
  indexes.set(state, { generation, byPrincipal })
  return byPrincipal
}

/** Entities are replaced, never changed: each is read once. */
const read = new WeakMap<RoleBinding, Held | null>()

/** Null for roles and patterns that this version does not know: they grant nothing. */
export function readBinding(binding: RoleBinding): Held | null {
  const known = read.get(binding)
  if (known !== undefined) return known
  const held = holding(binding)
  read.set(binding, held)
  return held
}

function holding(binding: RoleBinding): Held | null {
  const role = ROLES.get(binding.role)
  const bound = parseBoundScope(binding.crnPattern)
  if (role === undefined || bound === null || bound.organization !== binding.organization) return null
  return { binding, role, bound, powers: powersOf(role, bound) }
}

const LEVEL_OF: Readonly<Record<BindingScope, 'organization' | 'environment' | 'cluster' | 'registry'>> = {
  organization: 'organization',
  environment: 'environment',
  cluster: 'cluster',
  'cloud-cluster': 'cluster',
  'schema-registry-cluster': 'registry',
}

function powersOf(role: Role, bound: BoundScope): readonly Power[] {
  return role.policies.flatMap((policy) => {
    const power = policy.bindWithResource ? resourcePower(policy, bound) : scopePower(policy, role, bound)
    return power === null ? [] : [power]
  })
}

function resourcePower({ allowedOperations }: Policy, bound: BoundScope): Power | null {
  const type = bound.resource?.type
  if (type === undefined || !allowedOperations.some((entry) => entry.resourceType === type)) return null
  // A service account's owner also has its keys; a topic's owner has no group, though one policy names both.
  const together = type === 'ServiceAccount' ? allowedOperations : allowedOperations.filter((entry) => entry.resourceType === type)
  return { area: bound, allowedOperations: together }
}

function scopePower({ bindingScope, allowedOperations }: Policy, role: Role, bound: BoundScope): Power | null {
  const level = LEVEL_OF[bindingScope]
  if (role.boundAt.includes(level)) return level === bound.level ? { area: bound, allowedOperations } : null
  const area = containerOf(bound, level)
  return area === null ? null : { area, allowedOperations }
}

/** What of that kind the scope stands in, or is. */
function containerOf(bound: BoundScope, level: 'organization' | 'environment' | 'cluster' | 'registry'): BoundScope | null {
  const { organization, environment, cluster, registry } = bound
  const none = { environment: null, cluster: null, registry: null, resource: null }
  switch (level) {
    case 'organization':
      return { ...none, level, organization }
    case 'environment':
      return environment === null ? null : { ...none, level, organization, environment }
    case 'cluster':
      return cluster === null ? null : { ...none, level, organization, environment, cluster }
    case 'registry':
      return registry === null ? null : { ...none, level, organization, environment, registry }
  }
}
