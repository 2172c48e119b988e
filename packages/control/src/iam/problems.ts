import type { Caller } from '@leat/access'
import { fail } from '@leat/base'
import * as rest from '@leat/rest'
import type { Permission } from '../context.ts'

/** What IAM refuses, in the words that tools know where they know any. */
export interface Refusal {
  readonly ok: false
  readonly error: rest.Problem
}

/** Also for what the caller may not see: an unseen object and an absent one look the same. */
export function notFound(kind: string, id: string): Refusal {
  return fail(rest.notFound(`${kind} '${id}': resource not found`))
}

export function forbidden(caller: Caller, { operation, on }: Pick<Permission, 'operation' | 'on'>): Refusal {
  return fail(rest.forbidden(`Forbidden Access: '${caller.principal}' has no role here that allows '${operation}' on '${on}'`))
}

export function invalid(pointer: string, detail: string): Refusal {
  return fail(rest.badRequest(detail, { pointer }))
}

/** `quota` is the name that 402 answers use, or the service quota's code where they have none. */
export function quotaExceeded(quota: string, title: string): Refusal {
  return fail(rest.quotaExceeded(quota, `${title} Quota Exceeded`))
}

export function conflict(detail: string): Refusal {
  return fail(rest.conflict(detail))
}

/** Nobody locks an organization out of itself. */
export function lastAdmin(): Refusal {
  return fail(rest.badRequest('The last OrganizationAdmin who can log in cannot be removed: bind the role to another user first'))
}
