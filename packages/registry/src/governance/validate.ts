import { type Result, fail, ok } from '@leat/base'
import type { Rule, RuleKind, RuleMode, RuleSet, UncheckedRule, UncheckedRuleSet } from './contract.ts'

const GOVERNANCE_LIMITS = {
  /** In characters. */
  ruleNameLengthMax: 64,
  /** Of one rule set. */
  rulesMax: 1_000,
} as const

const KINDS: readonly RuleKind[] = ['TRANSFORM', 'CONDITION']
const MIGRATION_MODES: readonly RuleMode[] = ['UPGRADE', 'DOWNGRADE', 'UPDOWN']
const DOMAIN_MODES: readonly RuleMode[] = ['WRITE', 'READ', 'WRITEREAD']
/** Two actions apply to the two halves of these. */
const TWOFOLD_MODES: readonly RuleMode[] = ['WRITEREAD', 'UPDOWN']

const LISTS = [
  { list: 'migrationRules', modes: MIGRATION_MODES, only: 'Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN' },
  { list: 'domainRules', modes: DOMAIN_MODES, only: 'Domain rules can only be WRITE, READ, WRITEREAD' },
  { list: 'encodingRules', modes: DOMAIN_MODES, only: 'Encoding rules can only be WRITE, READ, WRITEREAD' },
] as const

/** The message is the whole of a 42210. Names are unique over the three lists. */
export function checkedRuleSet(ruleSet: UncheckedRuleSet): Result<RuleSet, string> {
  const names = new Set<string>()
  const lists: { -readonly [List in (typeof LISTS)[number]['list']]?: readonly Rule[] } = {}
  for (const { list, modes, only } of LISTS) {
    const rules: Rule[] = []
    for (const unchecked of ruleSet[list] ?? []) {
      const rule = checkedRule(unchecked, names)
      if (!rule.ok) return rule
      if (!modes.includes(rule.value.mode ?? 'WRITEREAD')) return fail(only)
      names.add(rule.value.name)
      rules.push(rule.value)
    }
    if (rules.length > 0) lists[list] = rules
  }
  if (names.size > GOVERNANCE_LIMITS.rulesMax) return fail(`A rule set has ${GOVERNANCE_LIMITS.rulesMax} rules at most`)
  return ok({ ...lists, ...(ruleSet.enableAt === undefined ? {} : { enableAt: ruleSet.enableAt }) })
}

function checkedRule(rule: UncheckedRule, names: ReadonlySet<string>): Result<Rule, string> {
  const { name, type } = rule
  if (typeof name === 'string' && names.has(name)) return fail(`Found rule with duplicate name '${name}'`)
  const misnamed = nameProblem(name)
  if (misnamed !== null) return fail(misnamed)
  if (typeof type !== 'string') return fail('Missing rule type')
  const kind = rule.kind ?? 'TRANSFORM'
  if (!KINDS.some((known) => known === kind)) return fail(`Unknown rule kind: ${String(kind)}`)
  const mode = rule.mode ?? 'WRITEREAD'
  if (![...MIGRATION_MODES, ...DOMAIN_MODES].some((known) => known === mode)) return fail(`Unknown rule mode: ${String(mode)}`)
  for (const action of [rule.onSuccess, rule.onFailure]) {
    if (action?.includes(',') === true && !TWOFOLD_MODES.some((known) => known === mode)) {
      return fail('Multiple actions only valid with WRITEREAD and UPDOWN')
    }
  }
  const given = Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null && value !== undefined))
  return ok({ ...given, name, type, kind, mode, disabled: rule.disabled ?? false } as Rule)
}

function nameProblem(name: unknown): string | null {
  if (typeof name !== 'string') return 'Missing rule name'
  if (name === '') return 'Empty rule name'
  if (name.length > GOVERNANCE_LIMITS.ruleNameLengthMax) return 'Rule name too long'
  if (!/^[\p{L}_]/u.test(name)) return `Illegal initial character in rule name: ${name}`
  return /^[\p{L}\p{Nd}_-]*$/u.test(name) ? null : `Illegal character in rule name: ${name}`
}
