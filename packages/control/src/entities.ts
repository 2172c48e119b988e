import type { AclBinding, ClientQuota, KeyResource, PrincipalName } from '@leat/access'

/**
 * What the control plane keeps: whole entities on a compacted topic (decision 2). Times are ISO 8601. Ids are never reused. Every entity but the
 * organization names its organization: nothing is found outside it.
 */
interface Entity {
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
}

interface Owned extends Entity {
  readonly organization: string
}

/** `id` is a UUID; `number` is what the undocumented v1 paths call it by. */
export interface Organization extends Entity {
  readonly number: number
  readonly name: string
}

/** `env-…` */
export interface Environment extends Owned {
  readonly name: string
  readonly governance: 'ESSENTIALS' | 'ADVANCED'
}

export type ClusterType = 'BASIC' | 'STANDARD' | 'DEDICATED'
export type Availability = 'SINGLE_ZONE' | 'MULTI_ZONE' | 'LOW' | 'HIGH'
export type Cloud = 'AWS' | 'GCP' | 'AZURE'

/**
 * `lkc-…`. The phase is also the state of the long operation: what is found PROVISIONING or DELETING at a start is carried on with
 * (`clusters/reconcile.ts`), so that a crash between any two steps leaves nothing half done.
 */
export interface Cluster extends Owned {
  readonly environment: string
  readonly name: string
  readonly type: ClusterType
  readonly availability: Availability
  readonly cloud: Cloud
  /** `us-east-1` */
  readonly region: string
  readonly zones: readonly string[]
  /** Dedicated: what is wanted, and what runs. Null for the others. */
  readonly cku: { readonly wanted: number; readonly actual: number } | null
  /** Elastic types: the ceiling that was asked for; null: the type's. */
  readonly eckuMax: number | null
  readonly phase: 'PROVISIONING' | 'PROVISIONED' | 'FAILED' | 'DELETING'
  /** What went wrong, for people; with phase FAILED. */
  readonly failure: string | null
  readonly deletionProtection: boolean
  /** The cluster the platform starts with: it has the PLAINTEXT listener too, and its ports are the platform's. */
  readonly first: boolean
  /** Of brokers 1, 2, … on SASL_SSL: kept, so that clients find the cluster again after a restart. 0: the system chooses at each start. */
  readonly ports: readonly number[]
}

/** `lsrc-…`: appears with the first Kafka cluster of its environment. */
export interface RegistryCluster extends Owned {
  readonly environment: string
  readonly cloud: Cloud
  readonly region: string
}

/** `u-…` */
export interface User extends Owned {
  readonly number: number
  readonly email: string
  readonly fullName: string
  /** scrypt; base64. */
  readonly password: { readonly salt: string; readonly hash: string; readonly cost: number }
  readonly authType: 'AUTH_TYPE_LOCAL'
}

/** `sa-…` */
export interface ServiceAccount extends Owned {
  readonly number: number
  readonly name: string
  readonly description: string
}

/** 16 upper-case letters and digits. `hash` is SHA-256 of salt and secret, both base64: the secrets are random, so a slow hash would protect nothing. */
export interface ApiKey extends Owned {
  /** `u-…` or `sa-…` */
  readonly owner: string
  readonly resource: KeyResource
  readonly name: string
  readonly description: string
  readonly salt: string
  readonly hash: string
}

/** `rb-…` */
export interface RoleBinding extends Owned {
  readonly principal: PrincipalName
  readonly role: string
  /** `crn://confluent.cloud/organization=…/environment=…/cloud-cluster=…/kafka=…/topic=orders*` */
  readonly crnPattern: string
}

/** One ACL entry of one cluster; the id is derived from all of it, so that the same entry is the same entity. */
export interface ClusterAcl extends Owned {
  readonly cluster: string
  readonly acl: AclBinding
}

/** `cq-…` */
export interface ClusterQuota extends Owned {
  readonly environment: string
  readonly cluster: string
  readonly name: string
  readonly description: string
  readonly quota: ClientQuota
}

/** A login that may be refreshed; the token itself is not kept. */
export interface LoginSession extends Owned {
  readonly user: string
  /** SHA-256 of the refresh token, base64. */
  readonly tokenHash: string
  readonly expiresAt: string
}

/** By kind; the kind and the id make the entity's key: `environment/env-123abc`. */
export interface Entities {
  readonly organization: Organization
  readonly environment: Environment
  readonly cluster: Cluster
  readonly 'registry-cluster': RegistryCluster
  readonly user: User
  readonly 'service-account': ServiceAccount
  readonly 'api-key': ApiKey
  readonly 'role-binding': RoleBinding
  readonly acl: ClusterAcl
  readonly 'client-quota': ClusterQuota
  readonly session: LoginSession
}
export type Kind = keyof Entities
