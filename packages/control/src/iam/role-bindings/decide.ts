import type { Caller } from '@leat/access'
import { fail, ok, type Result } from '@leat/base'
import { badRequest, type Problem } from '@leat/rest'
import type { ControlContext } from '../../context.ts'
import type { RoleBinding } from '../../entities.ts'
import { type ControlState, put, remove } from '../../state.ts'
import { accept, type Decided, refuse } from '../decision.ts'
import { IAM_QUOTAS } from '../limits.ts'
import { actorOf, adminsOf } from '../principals.ts'
import { forbidden, invalid, lastAdmin, quotaExceeded, type Refusal } from '../problems.ts'
import { type BoundScope, parseBoundScope } from '../roles/bound-scope.ts'
import { ADMIN_ROLES, resourceTypesOf, type Role, ROLES } from '../roles/catalogue.ts'
import { readBinding } from '../roles/held.ts'
import { accessPermission, isThere } from './scope.ts'

type Rights = Pick<ControlContext, 'may'>

export interface BindingToMake {
  readonly id: string
  readonly principal: string
  readonly role: string
  readonly crnPattern: string
  readonly at: string
}

/** `isNew` is false for a binding that was there already: asking twice is asking once. */
export interface Bound {
  readonly binding: RoleBinding
  readonly isNew: boolean
}

export function decideBind(context: Rights, state: ControlState, caller: Caller, wanted: BindingToMake): Decided<Bound> {
  const bound = readScope(context, state, caller, wanted.crnPattern)
  if (!bound.ok) return refuse(bound)
  const refusal = roleRefusal(state, wanted.role, bound.value) ?? principalRefusal(state, caller, wanted.principal)
  if (refusal !== null) return refuse(refusal)

  const { organization } = caller
  const all = [...state['role-binding'].values()].filter((one) => one.organization === organization)
  const same = all.find((one) => one.principal === wanted.principal && one.role === wanted.role && one.crnPattern === wanted.crnPattern)
  if (same !== undefined) return accept({ binding: same, isNew: false })
  const full = quotaRefusal(all, bound.value)
  if (full !== null) return refuse(full)
  const { id, principal, role, crnPattern, at } = wanted
  const binding: RoleBinding = { id, organization, principal, role, crnPattern, createdAt: at, updatedAt: at }
  return accept({ binding, isNew: true }, put('role-binding', binding))
}

export function decideUnbind(context: Rights, state: ControlState, caller: Caller, binding: RoleBinding): Decided<RoleBinding> {
  // What this version cannot read grants nothing; who may change access to the organization may clean it up.
  const permission = accessPermission(readBinding(binding)?.bound ?? wholeOrganization(caller), 'AlterAccess')
  if (!context.may(caller, permission)) return refuse(forbidden(caller, permission))
  const admins = adminsOf(state, binding.organization)
  const isLastAdmin = admins.length === 1 && admins[0]!.id === binding.id
  return isLastAdmin ? refuse(lastAdmin()) : accept(binding, remove('role-binding', binding.id))
}

/** Own bindings, and those at scopes whose access the caller may see. */
export function maySeeBinding(context: Rights, caller: Caller, binding: RoleBinding): boolean {
  if (binding.organization !== caller.organization) return false
  if (binding.principal === caller.principal) return true
  const bound = readBinding(binding)?.bound ?? wholeOrganization(caller)
  return context.may(caller, accessPermission(bound, 'DescribeAccess'))
}

function wholeOrganization({ organization }: Caller): BoundScope {
  return { level: 'organization', organization, environment: null, cluster: null, registry: null, resource: null }
}

/** Only who may change access there learns whether it is there. */
function readScope(context: Rights, state: ControlState, caller: Caller, crnPattern: string): Result<BoundScope, Problem> {
  const bound = parseBoundScope(crnPattern)
  if (bound === null) return invalid('/crn_pattern', `'${crnPattern}' names no scope that a role can be bound to`)
  const permission = accessPermission(bound, 'AlterAccess')
  if (!context.may(caller, permission)) return forbidden(caller, permission)
  return isThere(state, bound)
    ? ok(bound)
    : invalid('/crn_pattern', `'${crnPattern}' names something that is not there: resource not found`)
}

function roleRefusal(state: ControlState, name: string, bound: BoundScope): Refusal | null {
  const role = ROLES.get(name)
  if (role === undefined) return fail(badRequest(`Invalid role name : ${name}`, { pointer: '/role_name' }))
  if (!isBindableAt(role, bound)) {
    return invalid('/crn_pattern', `Role ${name} cannot be bound there. It is bound to: ${placesOf(role)}`)
  }
  const isInBasic = bound.cluster !== null && bound.resource !== null && state.cluster.get(bound.cluster)?.type === 'BASIC'
  return isInBasic && !ADMIN_ROLES.has(name) ? invalid('/crn_pattern', BASIC_REFUSES) : null
}

/** Roles reach into Kafka clusters of the other types only. */
const BASIC_REFUSES = 'RBAC is not supported for resources of BASIC clusters: use ACLs, or a STANDARD or DEDICATED cluster'

function isBindableAt(role: Role, { level, resource }: BoundScope): boolean {
  return role.boundAt.includes(level) && (resource === null || resourceTypesOf(role).includes(resource.type))
}

function placesOf(role: Role): string {
  return [...role.boundAt.filter((level) => level !== 'resource'), ...resourceTypesOf(role)].join(', ')
}

function principalRefusal(state: ControlState, { organization }: Caller, principal: string): Refusal | null {
  const id = principal.startsWith('User:') ? principal.slice('User:'.length) : null
  if (id !== null && actorOf(state, organization, id) !== null) return null
  return invalid('/principal', `'${principal}' is no user (User:u-…) and no service account (User:sa-…) of this organization`)
}

function quotaRefusal(all: readonly RoleBinding[], bound: BoundScope): Refusal | null {
  const onCluster = bound.cluster === null ? 0 : all.filter((one) => one.crnPattern.includes(`/cloud-cluster=${bound.cluster}`)).length
  return (
    refusalAt(all.length, 'iam.max_rbac_role_bindings_all_roles.per_org') ?? refusalAt(onCluster, 'iam.max_rbac_role_bindings.per_cluster')
  )
}

function refusalAt(used: number, code: keyof typeof IAM_QUOTAS): Refusal | null {
  const { name, limit } = IAM_QUOTAS[code]
  return used < limit ? null : quotaExceeded(code, name)
}
