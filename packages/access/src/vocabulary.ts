/** The words of Kafka's authorization: resources, patterns, operations (KIP-11, KIP-290). Codes as on the wire. */

export const RESOURCE_TYPES = { topic: 2, group: 3, cluster: 4, 'transactional-id': 5 } as const
/** What Leat's clusters have rules for. Delegation tokens and users are no resources here, as in the cloud. */
export type ResourceType = keyof typeof RESOURCE_TYPES

export const PATTERN_TYPES = { literal: 3, prefixed: 4 } as const
export type PatternType = keyof typeof PATTERN_TYPES

export const OPERATIONS = {
  all: 2,
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  'cluster-action': 9,
  'describe-configs': 10,
  'alter-configs': 11,
  'idempotent-write': 12,
} as const
export type Operation = keyof typeof OPERATIONS

/** The operations that ACLs of a resource may name in the cloud, besides `all`: fewer than Kafka's (no CLUSTER_ACTION, nothing for brokers). */
export const ACL_OPERATIONS = {
  topic: ['read', 'write', 'create', 'delete', 'alter', 'describe', 'describe-configs', 'alter-configs'],
  group: ['read', 'delete', 'describe'],
  cluster: ['create', 'alter', 'describe', 'idempotent-write'],
  'transactional-id': ['write', 'describe'],
} as const satisfies Record<ResourceType, readonly Operation[]>

export const PERMISSIONS = { deny: 2, allow: 3 } as const
export type Permission = keyof typeof PERMISSIONS

/** The one resource of type `cluster`. */
export const CLUSTER_RESOURCE = 'kafka-cluster'
/** As a literal name: every resource of its type. */
export const WILDCARD = '*'

export interface ResourcePattern {
  readonly resourceType: ResourceType
  readonly patternType: PatternType
  readonly name: string
}

/** A principal as rules name it: `User:sa-123abc`, `User:u-123abc`, `User:*`. */
export type PrincipalName = string

/** One ACL entry. `host` is `*` or an address. */
export interface AclBinding extends ResourcePattern {
  readonly principal: PrincipalName
  readonly host: string
  readonly operation: Operation
  readonly permission: Permission
}

/** Where a grant that comes from a role comes from: what audit events and explanations name. */
export interface RoleSource {
  /** `rb-…` */
  readonly binding: string
  readonly role: string
  /** The CRN pattern the role is bound to. */
  readonly scope: string
}

/** What a role allows within one Kafka cluster. Roles only ever allow. */
export interface RoleGrant extends ResourcePattern {
  /** With `all` in it: every operation. */
  readonly operations: readonly Operation[]
  readonly source: RoleSource
}
