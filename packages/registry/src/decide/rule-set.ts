import { type Result, fail, ok } from '@leat/base'
import { mergeRuleSets, withoutRules } from '../governance/merge.ts'
import { checkedRuleSet } from '../governance/validate.ts'
import type { RuleSet, UncheckedRuleSet } from '../governance/contract.ts'
import { type QualifiedSubject, type RegistryState, queries } from '../state/index.ts'
import type { Problem, RuleSetChange } from './contract.ts'
import { problems } from './problems.ts'

export function changedRuleSet(
  state: RegistryState,
  subject: QualifiedSubject,
  newVersion: number | null,
  { ruleSet, rulesToMerge, rulesToRemove }: RuleSetChange,
): Result<RuleSet | null, Problem> {
  if (rulesToMerge === null && rulesToRemove === null) return checked(ruleSet)
  const previous = queries.version(state, subject, newVersion === null ? 'latest' : newVersion - 1, 'active')
  const toMerge = checked(rulesToMerge)
  if (!toMerge.ok) return toMerge
  const merged = mergeRuleSets(previous?.ruleSet ?? null, toMerge.value)
  return ok(merged === null || rulesToRemove === null ? merged : withoutRules(merged, rulesToRemove))
}

function checked(ruleSet: UncheckedRuleSet | null): Result<RuleSet | null, Problem> {
  if (ruleSet === null) return ok(null)
  const outcome = checkedRuleSet(ruleSet)
  return outcome.ok ? outcome : fail(problems.invalidRuleSet(outcome.error))
}
