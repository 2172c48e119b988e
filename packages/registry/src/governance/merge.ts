import type { Metadata, Rule, RuleSet } from './contract.ts'

/** Maps key by key, sensitive names together; the later wins. */
export function mergeMetadata(before: Metadata | null, after: Metadata | null): Metadata | null {
  if (before === null || after === null) return after ?? before
  const tags = { ...before.tags, ...after.tags }
  const properties = { ...before.properties, ...after.properties }
  const sensitive = [...new Set([...(before.sensitive ?? []), ...(after.sensitive ?? [])])].sort()
  return {
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(sensitive.length === 0 ? {} : { sensitive }),
  }
}

/** A rule replaces the one of its name in the same list and comes last. */
export function mergeRuleSets(before: RuleSet | null, after: RuleSet | null): RuleSet | null {
  if (before === null || after === null) return after ?? before
  const enableAt = after.enableAt ?? before.enableAt
  return rulesOf({
    migrationRules: mergeRules(before.migrationRules, after.migrationRules),
    domainRules: mergeRules(before.domainRules, after.domainRules),
    encodingRules: mergeRules(before.encodingRules, after.encodingRules),
    ...(enableAt === undefined ? {} : { enableAt }),
  })
}

function mergeRules(before: readonly Rule[] = [], after: readonly Rule[] = []): readonly Rule[] {
  const names = new Set(after.map(({ name }) => name))
  return [...before.filter(({ name }) => !names.has(name)), ...after]
}

export function withoutRules(ruleSet: RuleSet, names: readonly string[]): RuleSet {
  const keep = (rules: readonly Rule[] = []): readonly Rule[] => rules.filter(({ name }) => !names.includes(name))
  return rulesOf({
    ...ruleSet,
    migrationRules: keep(ruleSet.migrationRules),
    domainRules: keep(ruleSet.domainRules),
    encodingRules: keep(ruleSet.encodingRules),
  })
}

/** Empty lists are as none. */
function rulesOf({ migrationRules = [], domainRules = [], encodingRules = [], enableAt }: RuleSet): RuleSet {
  return {
    ...(migrationRules.length === 0 ? {} : { migrationRules }),
    ...(domainRules.length === 0 ? {} : { domainRules }),
    ...(encodingRules.length === 0 ? {} : { encodingRules }),
    ...(enableAt === undefined ? {} : { enableAt }),
  }
}
