import { unreachable } from '@leat/base'
import type { AclProblem, Control } from '@leat/control'
import { ErrorCode } from '@leat/wire'
import type { AclChange, AclChanged } from '../data/protocol.ts'

/** ACLs that clients change over Kafka's protocol: their edge has asked whether they may. `control` is null while it opens. */
export async function writeAcls(control: Control | null, change: AclChange): Promise<readonly AclChanged[]> {
  const away = [...change.create, ...change.delete].map((): AclChanged => ({ kind: 'away' }))
  if (control === null) return away
  try {
    const { created, deleted } = await control.writeAcls(change.cluster, change)
    return [...created.map((one): AclChanged => (one.ok ? DONE : changedOf(one.error))), ...deleted.map(() => DONE)]
  } catch (error) {
    // The state is not written now: the control plane is stopped, or the disk is full.
    if (error instanceof Error && error.name === 'StoreUnavailable') return away
    throw error
  }
}

const DONE: AclChanged = { kind: 'done' }

function changedOf(problem: AclProblem): AclChanged {
  switch (problem.kind) {
    case 'unknown-cluster':
      return { kind: 'away' }
    case 'too-many':
      return {
        kind: 'refused',
        errorCode: ErrorCode.POLICY_VIOLATION,
        message: `You may not create more than the maximum number of ACLs (${problem.limit}).`,
      }
    default:
      return unreachable(problem)
  }
}
