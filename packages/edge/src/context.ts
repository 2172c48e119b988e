import type { AuditSink } from '@leat/access'
import type { Bytes, Clock } from '@leat/base'
import type { Api, Backend } from '@leat/wire'
import type { AddressBook } from './addresses.ts'
import type { ByteBudget } from './byte-budget.ts'
import type { Report } from './events.ts'
import type { EdgeLimits } from './limits.ts'
import type { OwnApis } from './own-apis.ts'
import type { Limiter } from './quota/limiter.ts'
import type { Traffic } from './quota/traffic.ts'
import type { Places } from './quota/places.ts'
import type { HeldLogins } from './sasl/held-logins.ts'
import type { LoginThrottle } from './sasl/login-throttle.ts'

/** What all connections of an edge share. */
export interface EdgeContext {
  readonly clock: Clock
  readonly backend: Backend
  readonly own: OwnApis
  /** The APIs served here, by key: the backend's and the edge's own. Whoever asks for another one is closed on, as Kafka does. */
  readonly apiOf: (apiKey: number) => Api | undefined
  readonly addresses: AddressBook
  readonly limits: EdgeLimits
  readonly budget: ByteBudget
  /** Response bytes that no peer has taken yet. */
  readonly responses: { pendingBytes: Bytes }
  readonly throttle: LoginThrottle
  readonly held: HeldLogins
  /** Counted for who asks how much is going on. */
  readonly traffic: Traffic
  /** Null: nobody is limited. */
  readonly limiter: Limiter | null
  /** Of those who are asked for a key. */
  readonly places: Places
  /** Where logins are recorded. */
  readonly audit: { readonly sink: AuditSink; readonly cluster: string } | null
  readonly report: Report
}
