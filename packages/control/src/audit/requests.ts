import type { Caller } from '@leat/access'
import type { Operation } from '@leat/rest'
import type { ControlContext } from '../context.ts'
import { crn } from '../crn.ts'
import { recordOutcome } from '../iam/record.ts'

/** A request that no logic records itself, because it is about no one thing of the organization. */
interface Recorded {
  /** As the cloud's audit log names it where it does, else a word of its own kind: `GetEnvironmentMetadata`. */
  readonly method: string
  readonly modifies?: true
}

/** By the id of the endpoint. All others record what they did themselves; a test calls each and looks for its event. */
const REQUESTS: Readonly<Record<string, Recorded>> = {
  createAccessToken: { method: 'CreateAccessToken', modifies: true },
  getMe: { method: 'GetMe' },
  getFreeTrialInfo: { method: 'GetFreeTrialInfo' },
  createCliV1Usage: { method: 'CreateUsage' },
  Roles: { method: 'GetRoles' },
  RoleDetail: { method: 'GetRole' },
  Rolenames: { method: 'GetRoleNames' },
  getExplanation: { method: 'ExplainAuthorization' },
  getEnvironmentMetadata: { method: 'GetEnvironmentMetadata' },
  getUsageLimits: { method: 'GetUsageLimits' },
  listServiceQuotaV1Scopes: { method: 'GetServiceQuotaScopes' },
  getServiceQuotaV1Scope: { method: 'GetServiceQuotaScope' },
  getConsoleSession: { method: 'GetMe' },
  deleteConsoleSession: { method: 'SignOut', modifies: true },
  listAuditEvents: { method: 'GetAuditEvents' },
}

/** The same operations; each call of those that are in the table is an event, however it ended. */
export function audited(context: Pick<ControlContext, 'audit' | 'clock'>, operations: readonly Operation[]): Operation[] {
  return operations.map(({ endpoint, logic }) => {
    const recorded = REQUESTS[endpoint.id]
    if (recorded === undefined) return { endpoint, logic }
    const { method, modifies = false } = recorded
    return {
      endpoint,
      async logic(input, signal) {
        const outcome = await logic(input, signal)
        const { caller, request } = input as typeof input & { readonly caller: Caller }
        return recordOutcome(
          context,
          { caller, request },
          { method, modifies, resource: crn([['organization', caller.organization]]) },
          outcome,
        )
      },
    }
  })
}
