import { fail, ok, type Result } from '@leat/base'
import type { Complaint } from '../complaint.ts'
import type { ControlCalls } from '@leat/api/calls'
import { CONTROL_ROUTES } from '@leat/api/routes'
import { asking } from '../session/asking.ts'
import type { Http } from '../session/http.ts'
import { NOT_LOGGED_IN } from '../session/tokens.ts'

/** The environment that is current after a first login; null when the organization has none. */
export async function firstEnvironment(http: Http, url: string, token: string): Promise<Result<{ readonly id: string } | null, Complaint>> {
  const control = asking<ControlCalls>(CONTROL_ROUTES, { http, url, token: async () => ok(token), renew: async () => fail(NOT_LOGGED_IN) })
  const me = await control.one('getMe', {})
  return me.ok ? ok(me.value.accounts[0] ?? null) : me
}
