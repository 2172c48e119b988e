import { type Result, fail, ok } from '@leat/base'
import { checkedRuleSet } from '../governance/validate.ts'
import type { RuleSet, UncheckedRuleSet } from '../governance/contract.ts'
import { COMPATIBILITY_LEVELS, COMPATIBILITY_POLICIES } from '../records/values.ts'
import { type QualifiedSubject, type RegistryConfig, type RegistryState, isValidSubject, queries } from '../state/index.ts'
import { registryOf, scopeText, tenantOf } from '../state/model.ts'
import { settingChanges } from './changes.ts'
import type { ConfigUpdate, Decided, Problem } from './contract.ts'
import { isReadOnly } from './plan-registration.ts'
import { problems } from './problems.ts'

/** Absent fields keep what they are, null ones are cleared. */
export function putConfig(
  state: RegistryState,
  { scope, update }: { readonly scope: QualifiedSubject; readonly update: ConfigUpdate },
): Decided<RegistryConfig> {
  if (!isValidSubject(scope, 'settings', state.options)) return fail(problems.invalidSubject(scope))
  const checked = checkedUpdate(update)
  if (!checked.ok) return checked
  if (isReadOnly(queries.modeInScope(state, scope))) return fail(problems.notInMode(scope, 'read-only'))
  const registry = registryOf(state)
  const before = tenantOf(registry, scope.tenant)?.configs.get(scopeText(scope)) ?? {}
  const merged: RegistryConfig = Object.fromEntries(
    Object.entries({ ...before, ...checked.value }).filter(([, value]) => value !== null && value !== undefined),
  )
  return ok({ changes: settingChanges(registry, 'CONFIG', scope, merged), answer: merged })
}

export function deleteConfig(state: RegistryState, { scope }: { readonly scope: QualifiedSubject }): Decided<RegistryConfig> {
  const before = queries.config(state, scope)
  if (before === null) return fail(problems.subjectNotFound(scope))
  if (isReadOnly(queries.modeInScope(state, scope))) return fail(problems.notInMode(scope, 'read-only'))
  return ok({ changes: settingChanges(registryOf(state), 'CONFIG', scope, null), answer: before })
}

type CheckedUpdate = { readonly [Key in keyof RegistryConfig]?: RegistryConfig[Key] | null }

function checkedUpdate(update: ConfigUpdate): Result<CheckedUpdate, Problem> {
  const { compatibilityLevel: level, compatibilityPolicy: policy, defaultRuleSet, overrideRuleSet, ...rest } = update
  const knownLevel = COMPATIBILITY_LEVELS.find((known) => known === level?.toUpperCase())
  if (typeof level === 'string' && knownLevel === undefined) return fail(problems.invalidCompatibilityLevel())
  const knownPolicy = COMPATIBILITY_POLICIES.find((known) => known === policy?.toUpperCase())
  if (typeof policy === 'string' && knownPolicy === undefined) return fail(problems.invalidCompatibilityPolicy())
  const rules = [checkedRules(defaultRuleSet), checkedRules(overrideRuleSet)] as const
  for (const checked of rules) if (!checked.ok) return checked
  const [defaults, overrides] = rules
  return ok({
    ...rest,
    ...(level === undefined ? {} : { compatibilityLevel: knownLevel ?? null }),
    ...(policy === undefined ? {} : { compatibilityPolicy: knownPolicy ?? null }),
    ...(defaults.ok && defaults.value !== undefined ? { defaultRuleSet: defaults.value } : {}),
    ...(overrides.ok && overrides.value !== undefined ? { overrideRuleSet: overrides.value } : {}),
  })
}

function checkedRules(ruleSet: UncheckedRuleSet | null | undefined): Result<RuleSet | null | undefined, Problem> {
  if (ruleSet === null || ruleSet === undefined) return ok(ruleSet)
  const checked = checkedRuleSet(ruleSet)
  return checked.ok ? checked : fail(problems.invalidRuleSet(checked.error))
}
