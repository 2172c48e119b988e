import { expect, test } from 'vitest'
import type { UncheckedRule, UncheckedRuleSet } from './contract.ts'
import { checkedRuleSet } from './validate.ts'

const rule = (more: UncheckedRule = {}): UncheckedRule => ({ name: 'r', type: 'CEL', mode: 'WRITE', ...more })

test.for<[string, UncheckedRuleSet]>([
  ["Found rule with duplicate name 'r'", { domainRules: [rule(), rule()] }],
  ["Found rule with duplicate name 'r'", { migrationRules: [rule({ mode: 'UPGRADE' })], encodingRules: [rule()] }],
  ['Missing rule name', { domainRules: [rule({ name: null })] }],
  ['Empty rule name', { domainRules: [rule({ name: '' })] }],
  ['Rule name too long', { domainRules: [rule({ name: 'a'.repeat(65) })] }],
  ['Illegal initial character in rule name: 1a', { domainRules: [rule({ name: '1a' })] }],
  ['Illegal character in rule name: a b', { domainRules: [rule({ name: 'a b' })] }],
  ['Missing rule type', { domainRules: [rule({ type: null })] }],
  ['Multiple actions only valid with WRITEREAD and UPDOWN', { domainRules: [rule({ onFailure: 'NONE,DLQ' })] }],
  ['Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN', { migrationRules: [rule()] }],
  ['Domain rules can only be WRITE, READ, WRITEREAD', { domainRules: [rule({ mode: 'UPDOWN' })] }],
  ['Encoding rules can only be WRITE, READ, WRITEREAD', { encodingRules: [rule({ mode: 'UPGRADE' })] }],
  ['Unknown rule mode: SOMETIMES', { domainRules: [rule({ mode: 'SOMETIMES' })] }],
  ['Unknown rule kind: WISH', { domainRules: [rule({ kind: 'WISH' })] }],
])('"%s" is told', ([message, ruleSet]) => {
  expect(checkedRuleSet(ruleSet)).toEqual({ ok: false, error: message })
})

test('a rule gets its defaults, two actions where they may be, and names of letters, digits, - and _', () => {
  expect(checkedRuleSet({ domainRules: [{ name: '_é-9', type: 'CEL', doc: null, onFailure: 'NONE,DLQ' }], enableAt: 'ALL' })).toEqual({
    ok: true,
    value: {
      domainRules: [{ name: '_é-9', type: 'CEL', kind: 'TRANSFORM', mode: 'WRITEREAD', onFailure: 'NONE,DLQ', disabled: false }],
      enableAt: 'ALL',
    },
  })
})
