import type { Millis, TlsMaterial } from '@leat/base'
import type { Durability } from '@leat/log'
import type { PlannedListener } from './listeners.ts'
import type { StartProblem } from './problem.ts'

/** What control and data thread say to each other: plain data, copied on its way. */

/** One API key as the data thread knows it: never the secret itself. */
export interface CredentialFact {
  readonly username: string
  readonly principal: { readonly type: string; readonly name: string }
  readonly tenant: string
  /** Base64. */
  readonly salt: string
  readonly hash: string
}

export interface DataStart {
  /** Absolute directory of the cluster's data. */
  readonly dir: string
  readonly cluster: string
  readonly durability: Durability
  readonly listeners: readonly PlannedListener[]
  readonly tls: TlsMaterial
  readonly credentials: readonly CredentialFact[]
  /** Makes ids reproducible; different at each start of the same data, or ids would come twice. */
  readonly seed: string | null
}

export type ToData =
  | { readonly type: 'start'; readonly start: DataStart }
  /** The whole table of keys, replacing the one before. */
  | { readonly type: 'credentials'; readonly credentials: readonly CredentialFact[] }
  /** Finish what is in flight, up to the deadline; then close everything. */
  | { readonly type: 'drain'; readonly deadlineMs: Millis }

export interface BoundListener extends PlannedListener {
  readonly port: number
}

export type FromData =
  | { readonly type: 'ready'; readonly listeners: readonly BoundListener[] }
  | { readonly type: 'refused'; readonly problem: StartProblem }
  | { readonly type: 'stopped' }
  /** A fault: the data thread has ended, or will at once. */
  | { readonly type: 'failed'; readonly message: string }
