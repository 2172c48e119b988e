import type { Caller } from '@leat/access'

/** A change or a read of the control plane, or a login to it; becomes `io.confluent.cloud/request` (or `…/authentication`) in the audit log. */
export interface ControlEvent {
  readonly kind: 'control'
  readonly atMs: number
  readonly organization: string
  /** As the cloud names them: `CreateKafkaCluster`, `CreateAPIKey`, `SignIn`. */
  readonly method: string
  /** Null: nobody could be told apart (a failed login). */
  readonly caller: Caller | null
  /** E-mail of a login; never a secret. */
  readonly identity: string | null
  /** CRN of what it was about. */
  readonly resource: string | null
  readonly modifies: boolean
  readonly granted: boolean
  readonly status: 'SUCCESS' | 'FAILURE'
  /** Fields of the request that are safe to show: names, ids, never secrets or passwords. */
  readonly data: Readonly<Record<string, unknown>>
  readonly requestId: string
  readonly clientAddress: string
}
