/**
 * The roles, as the metadata service (MDS) words them. One table for all: what is served as the catalogue, who may what in the control plane
 * (`../authorize.ts`), and what roles give within a Kafka cluster (`grants.ts`).
 *
 * A policy whose scope is one the role is bound at holds for a binding at exactly that scope. Any other comes along with the binding, for the
 * container of that kind that it stands in: a cluster's admin may see the users of the organization.
 */
import { BOUND_TYPES, type BoundType, type Level } from './bound-scope.ts'

export type BindingScope = 'organization' | 'environment' | 'cluster' | 'cloud-cluster' | 'schema-registry-cluster'
export type Namespace = 'public' | 'dataplane' | 'datagovernance' | 'identity'

export interface AllowedOperations {
  readonly resourceType: string
  readonly operations: readonly string[]
}

export interface Policy {
  readonly namespace: Namespace
  readonly bindingScope: BindingScope
  /** It says what may be done to the resource that a binding names, and nothing else. */
  readonly bindWithResource: boolean
  readonly allowedOperations: readonly AllowedOperations[]
}

export interface Role {
  readonly name: string
  readonly boundAt: readonly Level[]
  readonly policies: readonly Policy[]
}

const allow = (resourceType: string, ...operations: string[]): AllowedOperations => ({ resourceType, operations })
const all = (...resourceTypes: string[]): AllowedOperations[] => resourceTypes.map((type) => allow(type, 'All'))

const policy = (bindingScope: BindingScope, allowedOperations: readonly AllowedOperations[], namespace: Namespace = 'public'): Policy => ({
  namespace,
  bindingScope,
  bindWithResource: false,
  allowedOperations,
})
const onResource = (namespace: Namespace, bindingScope: BindingScope, ...allowedOperations: AllowedOperations[]): Policy => ({
  namespace,
  bindingScope,
  bindWithResource: true,
  allowedOperations,
})

const CLUSTER_ADMIN = [
  ...all('Topic', 'KsqlCluster', 'Subject', 'Connector', 'NetworkAccess', 'ClusterMetric', 'Cluster', 'ClusterApiKey'),
  allow('SecurityMetadata', 'Describe', 'Alter'),
]
const ENVIRONMENT_ADMIN = [...CLUSTER_ADMIN, ...all('SchemaRegistry', 'NetworkConfig', 'NetworkRegion', 'Deployment')]
/** Making service accounts came to those who own resources later than the published lists; what they make they own. */
const SEES_ORGANIZATION = policy('organization', [
  allow('User', 'Describe', 'Invite'),
  allow('ServiceAccount', 'Describe', 'Create'),
  allow('SupportPlan', 'Describe'),
])

/** Sees what there is and who may what; never data, never a change (as since 11 April 2025). */
const OPERATES = [
  allow('Topic', 'Describe', 'DescribeConfigs', 'DescribeAccess'),
  allow('Group', 'Describe', 'DescribeAccess'),
  allow('TransactionalId', 'Describe', 'DescribeAccess'),
  allow('Cluster', 'Describe', 'DescribeConfigs', 'DescribeAccess'),
  allow('Connector', 'ReadStatus'),
  allow('ClusterMetric', 'Describe'),
]
const OPERATES_ENVIRONMENT = [...OPERATES, allow('Environment', 'Describe', 'DescribeAccess'), allow('SchemaRegistry', 'Describe')]
const OWN_KEYS = ['Describe', 'Alter', 'Delete', 'Create']
/** What comes with any role on a resource of a cluster. */
const WITHIN_CLUSTER = [
  policy('cloud-cluster', [allow('CloudCluster', 'Describe')], 'dataplane'),
  policy(
    'cluster',
    [allow('Cluster', 'View', 'AccessWithToken'), allow('OwnKafkaClusterApiKey', ...OWN_KEYS), allow('OwnClusterApiKey', ...OWN_KEYS)],
    'dataplane',
  ),
]

const ROLE_TABLE: readonly Role[] = [
  {
    name: 'OrganizationAdmin',
    boundAt: ['organization'],
    policies: [
      policy('organization', [
        ...ENVIRONMENT_ADMIN,
        ...all('Environment', 'CloudApiKey', 'Billing', 'SupportPlan', 'SecuritySSO', 'ServiceAccount', 'User'),
        allow('Organization', 'Alter', 'CreateEnvironment', 'AlterAccess', 'DescribeAccess'),
      ]),
    ],
  },
  {
    name: 'EnvironmentAdmin',
    boundAt: ['environment'],
    policies: [
      policy('environment', [
        ...ENVIRONMENT_ADMIN,
        allow('Environment', 'Alter', 'Delete', 'CreateKafkaCluster', 'AlterAccess', 'DescribeAccess'),
      ]),
      SEES_ORGANIZATION,
    ],
  },
  { name: 'CloudClusterAdmin', boundAt: ['cluster'], policies: [policy('cluster', CLUSTER_ADMIN), SEES_ORGANIZATION] },
  {
    name: 'Operator',
    boundAt: ['organization', 'environment', 'cluster'],
    policies: [
      policy('organization', [...OPERATES_ENVIRONMENT, allow('Organization', 'DescribeAccess')]),
      policy('environment', OPERATES_ENVIRONMENT),
      policy('cluster', OPERATES),
    ],
  },
  {
    name: 'MetricsViewer',
    boundAt: ['organization', 'environment', 'cluster'],
    policies: (['organization', 'environment', 'cluster'] as const).map((scope) => policy(scope, [allow('ClusterMetric', 'Describe')])),
  },
  {
    name: 'ResourceOwner',
    boundAt: ['resource'],
    policies: [
      ...WITHIN_CLUSTER,
      onResource(
        'dataplane',
        'cluster',
        allow(
          'Topic',
          'Create',
          'Delete',
          'Read',
          'Write',
          'Describe',
          'DescribeConfigs',
          'Alter',
          'AlterConfigs',
          'DescribeAccess',
          'AlterAccess',
        ),
        allow('Group', 'Read', 'Describe', 'Delete', 'DescribeAccess', 'AlterAccess'),
        allow('TransactionalId', 'Describe', 'Write', 'DescribeAccess', 'AlterAccess'),
      ),
      onResource(
        'datagovernance',
        'schema-registry-cluster',
        allow('Subject', 'Read', 'Write', 'Delete', 'ReadCompatibility', 'WriteCompatibility', 'DescribeAccess', 'AlterAccess'),
      ),
      onResource(
        'identity',
        'organization',
        allow('ServiceAccount', 'Describe', 'DescribeAccess', 'AlterAccess'),
        ...all('ClusterApiKey', 'CloudApiKey'),
      ),
      policy('organization', [allow('ServiceAccount', 'Create')], 'identity'),
    ],
  },
  {
    name: 'DeveloperManage',
    boundAt: ['resource'],
    policies: [
      ...WITHIN_CLUSTER,
      onResource(
        'dataplane',
        'cluster',
        allow('Topic', 'Create', 'Delete', 'Describe', 'DescribeConfigs'),
        allow('Cluster', 'Create', 'DescribeConfigs'),
        allow('TransactionalId', 'Describe'),
        allow('Group', 'Describe', 'Delete'),
      ),
    ],
  },
  {
    name: 'DeveloperRead',
    boundAt: ['resource'],
    policies: [
      ...WITHIN_CLUSTER,
      onResource(
        'dataplane',
        'cluster',
        allow('Topic', 'Read', 'Describe'),
        allow('Group', 'Read', 'Describe'),
        allow('TransactionalId', 'Describe'),
      ),
      onResource('datagovernance', 'schema-registry-cluster', allow('Subject', 'Read', 'ReadCompatibility')),
    ],
  },
  {
    name: 'DeveloperWrite',
    boundAt: ['resource'],
    policies: [
      ...WITHIN_CLUSTER,
      onResource(
        'dataplane',
        'cluster',
        allow('Topic', 'Write', 'Describe'),
        allow('TransactionalId', 'Write', 'Describe'),
        allow('Cluster', 'IdempotentWrite'),
      ),
      onResource('datagovernance', 'schema-registry-cluster', allow('Subject', 'Write')),
    ],
  },
]

/** By name, in the order of the table. */
export const ROLES: ReadonlyMap<string, Role> = new Map(ROLE_TABLE.map((role) => [role.name, role]))

/** Bound to a cluster or above, they give all of it; the only ones that reach into a Basic cluster. */
export const ADMIN_ROLES: ReadonlySet<string> = new Set(['OrganizationAdmin', 'EnvironmentAdmin', 'CloudClusterAdmin'])

/** What resources a role can be bound to, by the catalogue's names. */
export function resourceTypesOf(role: Role): readonly BoundType[] {
  const named = role.policies.filter((one) => one.bindWithResource).flatMap((one) => one.allowedOperations)
  return BOUND_TYPES.filter((type) => named.some((entry) => entry.resourceType === type))
}
