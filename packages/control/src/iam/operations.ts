import type { Operation } from '@leat/rest'
import { audited } from '../audit/requests.ts'
import type { ControlContext } from '../context.ts'
import { auditEventOperations } from '../console/audit-events.ts'
import { consoleOperations } from '../console/logic.ts'
import { apiKeyOperations } from './api-keys/logic.ts'
import { explanationOperations } from './explanations/logic.ts'
import { mdsOperations } from './mds/logic.ts'
import { peopleOperations } from './people/logic.ts'
import { roleBindingOperations } from './role-bindings/logic.ts'
import { serviceAccountOperations } from './service-accounts/logic.ts'
import { logins } from './sessions/login.ts'
import { sessionOperations } from './sessions/logic.ts'
import { userOperations } from './users/logic.ts'

/** Who there is, who may what, and how one proves to be who one is. */
export function iamOperations(context: ControlContext): Operation[] {
  // One guard against guessing for all that take passwords.
  const login = logins(context)
  return audited(context, [
    ...sessionOperations(context, login),
    ...consoleOperations(context, login),
    ...auditEventOperations(context),
    ...userOperations(context),
    ...serviceAccountOperations(context),
    ...apiKeyOperations(context),
    ...roleBindingOperations(context),
    ...mdsOperations(),
    ...peopleOperations(context),
    ...explanationOperations(context),
  ])
}
