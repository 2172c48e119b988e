import type { Millis } from '@leat/base'
import type { Operation, PatternType, PrincipalName, ResourceType, RoleSource } from './vocabulary.ts'

/** Why somebody may or may not. Null where no rule says anything: then it is refused. */
export type Reason =
  | {
      readonly kind: 'acl'
      readonly permission: 'allow' | 'deny'
      readonly host: string
      readonly patternType: PatternType
      readonly name: string
    }
  | { readonly kind: 'role'; readonly source: RoleSource }
  /** The operator's own listener or a service of Leat itself: not asked. */
  | { readonly kind: 'operator' }

interface Occurrence {
  /** Since the Unix epoch. */
  readonly atMs: Millis
  /** The logical cluster. */
  readonly cluster: string
  /** Without port. */
  readonly clientAddress: string
  readonly connectionId: string
}

/** Somebody logged in to a Kafka cluster, or tried to. `identity` is the API key's id. */
export interface AuthenticationEvent extends Occurrence {
  readonly kind: 'authentication'
  readonly mechanism: 'SASL_PLAIN'
  readonly identity: string
  readonly principal: PrincipalName | null
  readonly granted: boolean
  /** Of a refusal, without any secret. */
  readonly message: string | null
}

/** What an authorizer decided about one resource of one request. Fetch and Produce are left out when allowed, as in the cloud. */
export interface AuthorizationEvent extends Occurrence {
  readonly kind: 'authorization'
  readonly principal: PrincipalName
  /** Kafka's name of the API: `CreateTopics`. */
  readonly api: string
  readonly operation: Operation
  readonly resourceType: ResourceType
  readonly resourceName: string
  readonly granted: boolean
  readonly reason: Reason | null
  readonly clientId: string | null
  readonly correlationId: number
}

/** Events of the data plane that were not recorded because too many came at once. */
export interface AuditGap {
  readonly kind: 'gap'
  readonly atMs: Millis
  readonly cluster: string
  readonly dropped: number
}

export type DataPlaneEvent = AuthenticationEvent | AuthorizationEvent | AuditGap

/** Where a data plane's events go. Never blocks, never throws; what is too much is counted and told as a gap. */
export interface AuditSink {
  record(event: AuthenticationEvent | AuthorizationEvent): void
}
