import type { Caller } from '@leat/access'
import { ok, type Result } from '@leat/base'
import type { HttpRequest, Problem } from '@leat/rest'
import type { ControlContext, Permission } from '../context.ts'
import { crn } from '../crn.ts'
import { forbidden } from './problems.ts'

export interface Asked {
  readonly caller: Caller
  readonly request: HttpRequest
}

export interface Recorded {
  /** As the cloud's audit log names it: `CreateServiceAccount`. */
  readonly method: string
  /** CRN of what it was about; null where there is none, or none yet. */
  readonly resource: string | null
  readonly modifies?: boolean
  readonly granted?: boolean
  readonly succeeded?: boolean
  /** Names and ids only. */
  readonly data?: Readonly<Record<string, unknown>>
}

type Recording = Pick<ControlContext, 'audit' | 'clock'>

/** Writes what a caller did, or was refused, into the audit log. */
function record({ audit, clock }: Recording, { caller, request }: Asked, recorded: Recorded): void {
  const { method, resource, modifies = true, granted = true, succeeded = true, data = {} } = recorded
  audit.record({
    kind: 'control',
    atMs: clock.now(),
    organization: caller.organization,
    method,
    caller,
    identity: null,
    resource,
    modifies,
    granted,
    status: succeeded ? 'SUCCESS' : 'FAILURE',
    data,
    requestId: request.id,
    clientAddress: request.remoteAddress,
  })
}

/** Records how it ended, whatever it was. */
export function recordOutcome<T>(context: Recording, asked: Asked, recorded: Recorded, outcome: Result<T, Problem>): Result<T, Problem> {
  const granted = outcome.ok || outcome.error.status !== 403
  record(context, asked, { ...recorded, granted, succeeded: outcome.ok })
  return outcome
}

/** Records a reading of many things of a kind: those that the caller may see, which is always granted. */
export function recordListing(context: Recording, asked: Asked, method: string): void {
  record(context, asked, { method, resource: crn([['organization', asked.caller.organization]]), modifies: false })
}

/** Whether the caller may; a refusal as it is answered. */
export function permit(context: Pick<ControlContext, 'may'>, caller: Caller, permission: Permission): Result<null, Problem> {
  return context.may(caller, permission) ? ok(null) : forbidden(caller, permission)
}
