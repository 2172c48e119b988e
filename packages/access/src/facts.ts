import type { Bytes } from '@leat/base'
import type { ConfigRules } from './config-rules.ts'
import type { AclBinding, PrincipalName, RoleGrant } from './vocabulary.ts'

/**
 * Facts are what an edge must know to serve one Kafka cluster while the control plane is away: plain data that crosses threads, told as changes.
 * Each fact replaces the one before with the same kind and key.
 */
export type Fact =
  /** An API key that may log in; null: it may not any more, and its connections are cut. */
  | { readonly kind: 'login'; readonly username: string; readonly login: Login | null }
  /** All that roles allow this principal; empty: nothing. */
  | { readonly kind: 'grants'; readonly principal: PrincipalName; readonly grants: readonly RoleGrant[] }
  | { readonly kind: 'acl'; readonly acl: AclBinding; readonly present: boolean }
  | { readonly kind: 'limits'; readonly limits: ClusterLimits }
  /** Which settings clients may change; null: those that Kafka lets them. */
  | { readonly kind: 'config-rules'; readonly rules: ConfigRules | null }
  | { readonly kind: 'client-quota'; readonly id: string; readonly quota: ClientQuota | null }

/** What is kept of a key: never the secret itself. `hash` is SHA-256 of salt and secret, both base64. */
export interface Login {
  readonly principal: PrincipalName
  readonly salt: string
  readonly hash: string
}

/** Caps of one cluster over all its brokers; null: none. Operator's listeners (PLAINTEXT on loopback) are not under them. */
export interface ClusterLimits {
  readonly partitionsMax: number | null
  readonly connectionsMax: number | null
  readonly connectionAttemptsPerSecondMax: number | null
  readonly requestsPerSecondMax: number | null
  readonly ingressBytesPerSecondMax: Bytes | null
  readonly egressBytesPerSecondMax: Bytes | null
  readonly aclsMax: number | null
}

export const NO_LIMITS: ClusterLimits = {
  partitionsMax: null,
  connectionsMax: null,
  connectionAttemptsPerSecondMax: null,
  requestsPerSecondMax: null,
  ingressBytesPerSecondMax: null,
  egressBytesPerSecondMax: null,
  aclsMax: null,
}

/** Throughput of some principals of a cluster, each on its own; `<default>` stands for those that no quota names. */
export interface ClientQuota {
  readonly principals: readonly PrincipalName[]
  readonly ingressBytesPerSecondMax: Bytes
  readonly egressBytesPerSecondMax: Bytes
}
