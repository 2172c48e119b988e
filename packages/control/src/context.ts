import type { Caller, DataPlaneEvent } from '@leat/access'
import type { Clock, Logger, Millis, Random } from '@leat/base'
import type { Problem } from '@leat/rest'
import type { Store } from '@leat/store'
import type { ClusterHost } from './cluster-host.ts'
import type { ControlEvent } from './audit/event.ts'
import type { ControlState } from './state.ts'

/** What operations of the control plane work with. */
export interface ControlContext {
  readonly store: Store<ControlState>
  readonly host: ClusterHost
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  /** Facts of this platform that answers carry. */
  readonly platform: PlatformFacts
  readonly audit: AuditLog
  /** Who may what. */
  may(caller: Caller, question: Permission): boolean
}

export interface PlatformFacts {
  /** Where Kafka REST of a cluster is reached: `http://localhost:9021`. */
  readonly restEndpoint: string
  /** Host that clients are told for SASL_SSL. */
  readonly advertisedHost: string
  readonly registryEndpoint: string | null
  /** The system cluster's id and addresses: the audit log. */
  readonly auditCluster: { readonly id: string; readonly bootstrap: string } | null
  /** How many brokers a Basic or Standard cluster shows. */
  readonly brokers: 1 | 3
  /** Signs session and data-plane tokens; 32 random bytes kept in the secrets file. */
  readonly tokenSecret: Buffer
  readonly sessionMs: Millis
}

/** An operation of the role catalogue on an object: `Alter` on `Environment` within this scope. */
export interface Permission {
  readonly operation: string
  readonly on: string
  readonly scope: Scope
}

/** Where something stands. Roles bound above it hold for it. */
export interface Scope {
  readonly organization: string
  readonly environment?: string
  readonly cluster?: string
  readonly registry?: string
  readonly serviceAccount?: string
  /** Within a Kafka cluster. */
  readonly resource?: { readonly type: 'topic' | 'group' | 'transactional-id'; readonly name: string }
}

/** Bounded; never fails a request. */
export interface AuditLog {
  record(event: ControlEvent | DataPlaneEvent): void
}

export type Refused = Problem
