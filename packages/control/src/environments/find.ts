import type { Caller } from '@leat/access'
import { ok, type Result } from '@leat/base'
import type { Problem } from '@leat/rest'
import type { ControlContext } from '../context.ts'
import type { Environment } from '../entities.ts'
import { notFound } from '../iam/problems.ts'
import type { ControlState } from '../state.ts'

/** Whoever has a role there, above it or within it, sees an environment. */
export function seesEnvironment({ may }: Pick<ControlContext, 'may'>, caller: Caller, { organization, id }: Environment): boolean {
  return may(caller, { operation: 'Describe', on: 'Environment', scope: { organization, environment: id } })
}

/** An unseen environment and an absent one look the same. */
export function findEnvironment(
  context: Pick<ControlContext, 'may'>,
  state: ControlState,
  caller: Caller,
  id: string,
): Result<Environment, Problem> {
  const environment = state.environment.get(id)
  const isSeen = environment?.organization === caller.organization && seesEnvironment(context, caller, environment)
  return isSeen ? ok(environment) : notFound('Environment', id)
}
