import { checkRegistration } from './check-registration.ts'
import { deleteConfig, putConfig } from './config.ts'
import type { RegistryDecisions } from './contract.ts'
import { deleteContext, deleteSubject, deleteVersion } from './delete.ts'
import { deleteMode, putMode } from './mode.ts'
import { planRegistration } from './plan-registration.ts'
import { register } from './register.ts'
import { changedRuleSet } from './rule-set.ts'

export * from './contract.ts'
export { problems } from './problems.ts'

export const decisions: RegistryDecisions = {
  planRegistration,
  checkRegistration,
  register,
  changedRuleSet,
  deleteSubject,
  deleteVersion,
  putConfig,
  deleteConfig,
  putMode,
  deleteMode,
  deleteContext,
}
