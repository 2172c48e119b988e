/** Principals, each with other rights: nothing, each single operation, everything, and everything with something denied. */
import { type AclBinding, type Operation, type Permission, type ResourceType } from '@leat/access'

export interface State {
  /** Also the name it logs in with; the password is the name again. */
  readonly user: string
  readonly acls: readonly AclBinding[]
}

/** Rights are given on names that begin with this; `z-…` is what nobody has a right to. */
export const PREFIX = 'a-'
export const CLUSTER = 'kafka-cluster'

const SINGLE: Readonly<Record<ResourceType, readonly Operation[]>> = {
  topic: ['read', 'write', 'create', 'delete', 'alter', 'describe', 'describe-configs', 'alter-configs', 'all'],
  group: ['read', 'delete', 'describe', 'all'],
  cluster: ['create', 'alter', 'describe', 'cluster-action', 'describe-configs', 'alter-configs', 'idempotent-write', 'all'],
  'transactional-id': ['write', 'describe', 'all'],
}
const TYPES = Object.keys(SINGLE) as ResourceType[]

function acl(user: string, resourceType: ResourceType, operation: Operation, permission: Permission = 'allow'): AclBinding {
  const pattern =
    resourceType === 'cluster' ? ({ patternType: 'literal', name: CLUSTER } as const) : ({ patternType: 'prefixed', name: PREFIX } as const)
  return { resourceType, ...pattern, principal: `User:${user}`, host: '*', operation, permission }
}

function single(resourceType: ResourceType, operation: Operation): State {
  const user = `${resourceType}.${operation}`
  return { user, acls: [acl(user, resourceType, operation)] }
}

/** All rights, but for those denied. */
function allBut(user: string, denied: readonly (readonly [ResourceType, Operation])[]): State {
  const allowed = TYPES.map((type) => acl(user, type, 'all'))
  return { user, acls: [...allowed, ...denied.map(([type, operation]) => acl(user, type, operation, 'deny'))] }
}

/** What a consumer has, what a producer has. */
const consumer: State = { user: 'consumer', acls: [acl('consumer', 'topic', 'read'), acl('consumer', 'group', 'read')] }
const producer: State = { user: 'producer', acls: [acl('producer', 'topic', 'write'), acl('producer', 'transactional-id', 'write')] }

export const STATES: readonly State[] = [
  { user: 'nothing', acls: [] },
  ...TYPES.flatMap((type) => SINGLE[type].map((operation) => single(type, operation))),
  consumer,
  producer,
  allBut('everything', []),
  allBut('no-describe', [
    ['topic', 'describe'],
    ['group', 'describe'],
    ['cluster', 'describe'],
    ['transactional-id', 'describe'],
  ]),
  allBut('no-read', [
    ['topic', 'read'],
    ['group', 'read'],
  ]),
  allBut('no-write', [
    ['topic', 'write'],
    ['cluster', 'idempotent-write'],
    ['transactional-id', 'write'],
  ]),
  allBut('no-topics', [['topic', 'all']]),
]
