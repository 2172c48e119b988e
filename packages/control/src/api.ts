import type { Authenticate, Operation } from '@leat/rest'
import type { ControlContext } from './context.ts'
import { authenticate } from './iam/authenticate.ts'
import { iamOperations } from './iam/operations.ts'
import { resourceOperations } from './operations.ts'

/** All operations of the control plane, and who calls them. Loaded with the first HTTP request. */
export function apiOf(context: ControlContext): { readonly operations: readonly Operation[]; readonly authenticate: Authenticate } {
  return { operations: [...resourceOperations(context), ...iamOperations(context)], authenticate: authenticate(context) }
}
