import type { Operation } from '@leat/rest'
import { audited } from './audit/requests.ts'
import { clusterOperations } from './clusters/logic.ts'
import type { ControlContext } from './context.ts'
import { environmentOperations } from './environments/logic.ts'
import { organizationOperations } from './organizations/logic.ts'
import { clientQuotaOperations } from './quotas/client-logic.ts'
import { serviceQuotaOperations } from './quotas/service-logic.ts'
import { usageLimitOperations } from './quotas/usage-limits.ts'
import { regionOperations } from './regions/logic.ts'
import { registryClusterOperations } from './registry-clusters/logic.ts'

/** The operations of what an organization owns. */
export function resourceOperations(context: ControlContext): readonly Operation[] {
  return audited(context, [
    ...organizationOperations(context),
    ...environmentOperations(context),
    ...clusterOperations(context),
    ...registryClusterOperations(context),
    ...regionOperations(),
    ...clientQuotaOperations(context),
    ...serviceQuotaOperations(context),
    ...usageLimitOperations(context),
  ])
}
