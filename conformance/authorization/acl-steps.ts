/** ACLs made, found and removed by the super user: what is accepted, in which words it is refused, which filters find what. */
import type { Api } from '@leat/wire'
import { CreateAcls, DeleteAcls, DescribeAcls } from '@leat/wire/messages'

export interface AclStep {
  readonly label: string
  readonly api: Api
  readonly version: number
  readonly body: unknown
}

interface Acl {
  readonly resourceType?: number
  readonly resourceName?: string
  readonly resourcePatternType?: number
  readonly principal?: string
  readonly host?: string
  readonly operation?: number
  readonly permissionType?: number
}

const acl = (given: Acl): Required<Acl> => ({
  resourceType: 2,
  resourceName: 'orders',
  resourcePatternType: 3,
  principal: 'User:steps',
  host: '*',
  operation: 3,
  permissionType: 3,
  ...given,
})

interface Filter {
  readonly resourceTypeFilter?: number
  readonly resourceNameFilter?: string | null
  readonly patternTypeFilter?: number
  readonly principalFilter?: string | null
  readonly hostFilter?: string | null
  readonly operation?: number
  readonly permissionType?: number
}

/** Only what these steps made: the principals of the cases have ACLs, too. */
const filter = (given: Filter): Required<Filter> => ({
  resourceTypeFilter: 1,
  resourceNameFilter: null,
  patternTypeFilter: 1,
  principalFilter: 'User:steps',
  hostFilter: null,
  operation: 1,
  permissionType: 1,
  ...given,
})

const create = (label: string, ...acls: readonly Acl[]): AclStep => ({
  label: `create ${label}`,
  api: CreateAcls,
  version: 3,
  body: { creations: acls.map(acl) },
})
const find = (label: string, given: Filter): AclStep => ({ label: `find ${label}`, api: DescribeAcls, version: 3, body: filter(given) })
const remove = (label: string, ...filters: readonly Filter[]): AclStep => ({
  label: `remove ${label}`,
  api: DeleteAcls,
  version: 3,
  body: { filters: filters.map(filter) },
})

export const ACL_STEPS: readonly AclStep[] = [
  create(
    'several, one of them twice',
    {},
    {},
    { resourceName: '*' },
    { resourceName: 'ord', resourcePatternType: 4 },
    { resourceName: 'ord', resourcePatternType: 3, operation: 4 },
    { resourceType: 3, resourceName: 'orders' },
    { resourceType: 4, resourceName: 'kafka-cluster', operation: 8 },
    { resourceType: 5, resourceName: 'tx', operation: 4 },
    { permissionType: 2, host: '10.0.0.1' },
    { operation: 2, resourceName: 'z' },
  ),
  create('for everybody', { principal: 'User:*', resourceName: 'steps' }),
  create('of any type', { resourceType: 1 }),
  create('of any pattern', { resourcePatternType: 1 }),
  create('of a matching pattern', { resourcePatternType: 2 }),
  create('of any operation', { operation: 1 }),
  create('of any permission', { permissionType: 1 }),
  create('without a name', { resourceName: '' }),
  create('of a cluster with another name', { resourceType: 4, resourceName: 'other' }),
  create('without a kind of principal', { principal: 'steps' }),
  create('without a principal', { principal: '' }),
  create('of an unknown type', { resourceType: 99 }),
  create('of an unknown operation', { operation: 99 }),
  create('of type 0', { resourceType: 0 }),
  create('of operation 0', { operation: 0 }),
  create('of an unknown pattern', { resourcePatternType: 99 }),
  create('of an unknown permission', { permissionType: 99 }),
  create('good and bad ones', { resourceName: '' }, { resourceName: 'good' }, { principal: 'steps' }),
  find('all', {}),
  find('topics', { resourceTypeFilter: 2 }),
  find('by name', { resourceTypeFilter: 2, resourceNameFilter: 'orders' }),
  find('by literal name', { resourceNameFilter: 'orders', patternTypeFilter: 3 }),
  find('by the name of a prefix', { resourceNameFilter: 'ord', patternTypeFilter: 4 }),
  find('what decides about a topic', { resourceTypeFilter: 2, resourceNameFilter: 'orders', patternTypeFilter: 2 }),
  find('what decides about another topic', { resourceTypeFilter: 2, resourceNameFilter: 'ordinary', patternTypeFilter: 2 }),
  find('the literal asterisk', { resourceNameFilter: '*', patternTypeFilter: 3 }),
  find('what decides about an asterisk', { resourceNameFilter: '*', patternTypeFilter: 2 }),
  find('a host', { hostFilter: '10.0.0.1' }),
  find('every host', { hostFilter: '*' }),
  find('an operation', { operation: 4 }),
  find('denials', { permissionType: 2 }),
  find('everybody', { principalFilter: 'User:*' }),
  find('of delegation tokens', { resourceTypeFilter: 6 }),
  find('of an operation of tokens', { operation: 13 }),
  find('of an unknown type', { resourceTypeFilter: 99 }),
  find('of type 0', { resourceTypeFilter: 0 }),
  find('of pattern 0', { patternTypeFilter: 0 }),
  find('of an unknown operation', { operation: 99 }),
  find('of an unknown pattern', { patternTypeFilter: 99 }),
  find('of an unknown permission', { permissionType: 99 }),
  { label: 'find literal ones, version 1', api: DescribeAcls, version: 1, body: filter({ patternTypeFilter: 3 }) },
  remove('of an unknown pattern', { patternTypeFilter: 9 }),
  remove('of permission 0', { permissionType: 0 }),
  remove('of an unknown type', { resourceTypeFilter: 99 }),
  remove('of an unknown operation', { operation: 99 }),
  remove('of an unknown permission', { permissionType: 99 }),
  remove('of delegation tokens', { resourceTypeFilter: 6 }),
  remove('with one unknown filter among good ones', { resourceNameFilter: 'good' }, { operation: 99 }),
  remove('what is not there', { resourceNameFilter: 'never' }),
  remove(
    'by several filters that meet',
    { resourceTypeFilter: 3 },
    { resourceTypeFilter: 2, resourceNameFilter: 'orders', patternTypeFilter: 2, operation: 3 },
    { permissionType: 2 },
  ),
  find('what is left', {}),
  remove('the rest', {}, { principalFilter: 'User:*', resourceNameFilter: 'steps' }),
  find('nothing', {}),
  // What Kafka has, and the cloud has not.
  create('of a delegation token', { resourceType: 6 }),
  create('of a user', { resourceType: 7, resourceName: 'User:a' }),
  create('of an operation of tokens', { operation: 13 }),
  create('of an operation that topics do not have', { operation: 12 }),
  create('of an operation of brokers', { resourceType: 4, resourceName: 'kafka-cluster', operation: 9 }),
  create('of another kind of principal', { principal: 'Group:steps' }),
]
