import type { Caller, DataPlaneEvent } from '@leat/access'
import type { Clock, Logger, Millis, Random } from '@leat/base'
import type { Store } from '@leat/store'
import type { ClusterAddresses, ClusterHost } from './cluster-host.ts'
import type { ControlEvent } from './audit/event.ts'
import type { AuditTrail } from './audit/trail.ts'
import type { AuditReader } from './audit/reader.ts'
import type { ConsoleLinks } from './console/links.ts'
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
  readonly auditReader: AuditReader
  /** What was written into the audit log. */
  readonly auditTrail: AuditTrail
  /** One-time links into the console. */
  readonly consoleLinks: ConsoleLinks
  /** Who may what. */
  may(caller: Caller, question: Permission): boolean
  /**
   * Resolves when every edge has what was durable at the call (keys, bindings, ACLs): what creates or deletes them awaits it before it answers.
   */
  factsDelivered(): Promise<void>
  /** Where a cluster that is open in this process is reached; null until it is. */
  addressOf(cluster: string): ClusterAddresses | null
}

export interface PlatformFacts {
  /** Where Kafka REST of a cluster is reached: `http://localhost:9021`. */
  readonly restEndpoint: string
  /** The CA that clients of SASL_SSL must trust; null when the certificate was given, and its CA is the owner's. */
  readonly caFile: string | null
  /** Host that clients are told for SASL_SSL. */
  readonly advertisedHost: string
  readonly registryEndpoint: string | null
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
  /** Within a Kafka cluster or, for subjects, a registry. `prefixed`: all whose names begin so. */
  readonly resource?: {
    readonly type: 'topic' | 'group' | 'transactional-id' | 'cluster' | 'subject'
    readonly name: string
    readonly patternType?: 'literal' | 'prefixed'
  }
}

/** Bounded; never fails a request. */
export interface AuditLog {
  record(event: ControlEvent | DataPlaneEvent): void
}
