/**
 * Metadata and rule sets within records. Empty lists and maps are not written; sets and maps are sorted; kind, mode and `disabled` of a rule always are.
 *
 *   metadata  tags, properties, sensitive
 *   ruleSet   migrationRules, domainRules, encodingRules, enableAt
 *   rule      name, doc, kind, mode, type, tags, params, expr, onSuccess, onFailure, disabled
 */
import type { Metadata, Rule, RuleKind, RuleMode, RuleSet } from '../governance/contract.ts'
import { javaArray, javaMap, javaObject, javaSet, javaString } from './java-json.ts'
import { asArray, asBoolean, asMap, asObject, asOneOf, asString, optional, present } from './read.ts'

const RULE_KINDS = ['TRANSFORM', 'CONDITION'] as const satisfies readonly RuleKind[]
const RULE_MODES = ['UPGRADE', 'DOWNGRADE', 'UPDOWN', 'WRITE', 'READ', 'WRITEREAD'] as const satisfies readonly RuleMode[]

export function printMetadata({ tags, properties, sensitive }: Metadata): string {
  return javaObject([
    ['tags', isEmpty(tags) ? undefined : javaMap(tags, javaSet)],
    ['properties', isEmpty(properties) ? undefined : javaMap(properties, javaString)],
    ['sensitive', sensitive === undefined || sensitive.length === 0 ? undefined : javaSet(sensitive)],
  ])
}

export function printRuleSet({ migrationRules, domainRules, encodingRules, enableAt }: RuleSet): string {
  return javaObject([
    ['migrationRules', printRules(migrationRules)],
    ['domainRules', printRules(domainRules)],
    ['encodingRules', printRules(encodingRules)],
    ['enableAt', text(enableAt)],
  ])
}

function printRules(rules: readonly Rule[] | undefined): string | undefined {
  return rules === undefined || rules.length === 0 ? undefined : javaArray(rules.map(printRule))
}

function printRule(rule: Rule): string {
  return javaObject([
    ['name', text(rule.name)],
    ['doc', text(rule.doc)],
    ['kind', `"${rule.kind ?? 'TRANSFORM'}"`],
    ['mode', `"${rule.mode ?? 'WRITEREAD'}"`],
    ['type', text(rule.type)],
    ['tags', rule.tags === undefined || rule.tags.length === 0 ? undefined : javaSet(rule.tags)],
    ['params', isEmpty(rule.params) ? undefined : javaMap(rule.params, javaString)],
    ['expr', text(rule.expr)],
    ['onSuccess', text(rule.onSuccess)],
    ['onFailure', text(rule.onFailure)],
    ['disabled', String(rule.disabled ?? false)],
  ])
}

function text(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : javaString(value)
}

function isEmpty<T>(map: Readonly<Record<string, T>> | undefined): map is undefined {
  return map === undefined || Object.keys(map).length === 0
}

export function readMetadata(value: unknown): Metadata {
  const metadata = asObject(value)
  return present<Metadata>({
    tags: optional(metadata, 'tags', (tags) => asMap(tags, (set) => asArray(set, asString))),
    properties: optional(metadata, 'properties', (properties) => asMap(properties, asString)),
    sensitive: optional(metadata, 'sensitive', (names) => asArray(names, asString)),
  })
}

export function readRuleSet(value: unknown): RuleSet {
  const ruleSet = asObject(value)
  return present<RuleSet>({
    migrationRules: optional(ruleSet, 'migrationRules', readRules),
    domainRules: optional(ruleSet, 'domainRules', readRules),
    encodingRules: optional(ruleSet, 'encodingRules', readRules),
    enableAt: optional(ruleSet, 'enableAt', asString),
  })
}

function readRules(value: unknown): readonly Rule[] {
  return asArray(value, (item) => {
    const rule = asObject(item)
    return present<Rule>({
      name: asString(rule['name']),
      doc: optional(rule, 'doc', asString),
      kind: optional(rule, 'kind', asOneOf(RULE_KINDS)),
      mode: optional(rule, 'mode', asOneOf(RULE_MODES)),
      type: asString(rule['type']),
      tags: optional(rule, 'tags', (tags) => asArray(tags, asString)),
      params: optional(rule, 'params', (params) => asMap(params, asString)),
      expr: optional(rule, 'expr', asString),
      onSuccess: optional(rule, 'onSuccess', asString),
      onFailure: optional(rule, 'onFailure', asString),
      disabled: optional(rule, 'disabled', asBoolean),
    })
  })
}
