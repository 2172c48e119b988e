import type { Caller } from '@leat/access'
import { ok, type Result } from '@leat/base'
import type { Authenticate, HttpRequest, Problem } from '@leat/rest'
import { DEFAULT_TENANT } from '../state/contract.ts'

/** Operations of the role catalogue on subjects. */
export type SubjectOperation = 'Read' | 'Write' | 'Delete' | 'ReadCompatibility' | 'WriteCompatibility'

/** A caller let into one logical registry. */
export interface Admission {
  /** `lsrc-…`, or `default` where there is one registry alone. */
  readonly tenant: string
  /** Versions that it may hold, soft-deleted ones too; null: no maximum. */
  readonly schemasMax: number | null
  /** As GET /clusterconfig tells; null: no maximum. */
  readonly writesPerSecondMax: number | null
  /** `subject` as clients write it: `orders-value`, `:.ctx:orders-value`; `__GLOBAL` is the registry as a whole. */
  may(operation: SubjectOperation, subject: string): boolean
}

/** Who calls, and which logical registry is meant. */
export interface RegistryAccess {
  readonly authenticate: Authenticate
  /** 401 or 404 where there is no such registry for the caller, 429 where it asks too often. `writes`: whether the call may change something. */
  admit(caller: Caller, request: HttpRequest, writes: boolean): Result<Admission, Problem>
  /** Told of each change, and of each refusal: for an audit log. Never waits, never throws. */
  record?(call: RecordedCall): void
}

export interface RecordedCall {
  readonly caller: Caller
  readonly request: HttpRequest
  readonly admission: Admission
  /** The endpoint's id: `register`. */
  readonly endpoint: string
  /** As clients write it; null: the registry as a whole. */
  readonly subject: string | null
  readonly modifies: boolean
  readonly granted: boolean
  readonly succeeded: boolean
}

/** Everybody may everything, in one registry: for a process that listens where only its operator comes, and for tests. */
export function openAccess(): RegistryAccess {
  const caller: Caller = { organization: '', id: 'anonymous', kind: 'user', principal: 'User:ANONYMOUS', via: { kind: 'session' } }
  const admission: Admission = { tenant: DEFAULT_TENANT, schemasMax: null, writesPerSecondMax: null, may: () => true }
  return { authenticate: async () => ok(caller), admit: () => ok(admission) }
}
