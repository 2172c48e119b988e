import { type DecideContext, type Decision, Draft } from './decision.ts'
import { prepareRebalance } from './rebalance.ts'
import type { GroupState } from './state.ts'

/** After a start: members have a whole session to show that they are still there; a group above a limit that was lowered since shrinks. */
export function decideLoaded(state: GroupState, context: DecideContext): Decision {
  const draft = new Draft(state, context)
  for (const member of state.members.values()) draft.keepAlive(member)
  if (state.members.size > context.config.sizeMax)
    prepareRebalance(draft, `${state.members.size} members, ${context.config.sizeMax} are allowed`)
  return draft.decision()
}
