import { expect, test } from 'vitest'
import type { AclBinding, Operation, RoleGrant } from './vocabulary.ts'
import { type Question, type Rules, rulesOf } from './rules.ts'

const ALICE = 'User:alice'
const ask = (question: Partial<Question> = {}): Question => ({
  principal: ALICE,
  host: '10.0.0.1',
  operation: 'read',
  resourceType: 'topic',
  name: 'orders',
  ...question,
})
const acl = (entry: Partial<AclBinding> = {}): AclBinding => ({
  resourceType: 'topic',
  patternType: 'literal',
  name: 'orders',
  principal: ALICE,
  host: '*',
  operation: 'read',
  permission: 'allow',
  ...entry,
})
const grant = (entry: Partial<RoleGrant> = {}): RoleGrant => ({
  resourceType: 'topic',
  patternType: 'prefixed',
  name: 'ord',
  operations: ['read', 'describe'],
  source: { binding: 'rb-1', role: 'DeveloperRead', scope: 'crn://leat/kafka=lkc-1/topic=ord*' },
  ...entry,
})

function rulesWith(...acls: readonly AclBinding[]): Rules {
  const rules = rulesOf()
  for (const one of acls) rules.setAcl(one, true)
  return rules
}

test('without a rule everything is refused, and no rule is named', () => {
  expect(rulesOf().decide(ask())).toEqual({ granted: false, reason: null })
})

test.for([
  ['the same name', acl(), true],
  ['another name', acl({ name: 'order' }), false],
  ['the wildcard', acl({ name: '*' }), true],
  ['a prefix', acl({ patternType: 'prefixed', name: 'ord' }), true],
  ['the whole name as a prefix', acl({ patternType: 'prefixed' }), true],
  ['a longer prefix', acl({ patternType: 'prefixed', name: 'orders-eu' }), false],
  ['an asterisk as a prefix is a letter', acl({ patternType: 'prefixed', name: '*' }), false],
  ['another type', acl({ resourceType: 'group' }), false],
  ['another principal', acl({ principal: 'User:bob' }), false],
  ['everybody', acl({ principal: 'User:*' }), true],
  ['everybody of another kind', acl({ principal: 'Group:*' }), false],
  ['this host', acl({ host: '10.0.0.1' }), true],
  ['another host', acl({ host: '10.0.0.2' }), false],
  ['every operation', acl({ operation: 'all' }), true],
  ['another operation', acl({ operation: 'write' }), false],
] as const)('an ALLOW on %s', ([, entry, granted]) => {
  expect(rulesWith(entry).decide(ask()).granted).toBe(granted)
})

test.for(['allow', 'deny'] as const)('what a right to act implies is implied where it is allowed only (%s)', (permission) => {
  const implied = (has: Operation, operation: Operation): boolean => {
    const rules = rulesWith(acl({ operation: has, permission }))
    // A DENY shows by its reason; that nothing is granted shows nothing.
    return rules.decide(ask({ operation })).reason !== null
  }
  for (const has of ['read', 'write', 'delete', 'alter'] as const) expect(implied(has, 'describe')).toBe(permission === 'allow')
  expect(implied('alter-configs', 'describe-configs')).toBe(permission === 'allow')
  expect(implied('create', 'describe')).toBe(false)
  expect(implied('describe', 'read')).toBe(false)
  expect(implied('alter', 'describe-configs')).toBe(false)
})

test('a DENY is final: over ALLOW, over roles, for everybody, by prefix', () => {
  const rules = rulesWith(acl(), acl({ permission: 'deny', principal: 'User:*', patternType: 'prefixed', name: 'o' }))
  rules.setGrants(ALICE, [grant()])
  expect(rules.decide(ask())).toEqual({
    granted: false,
    reason: { kind: 'acl', permission: 'deny', host: '*', patternType: 'prefixed', name: 'o' },
  })
  expect(rules.decide(ask({ operation: 'describe' })).granted).toBe(true)
})

test('a role grants what its operations and pattern say, and is named', () => {
  const rules = rulesOf()
  rules.setGrants(ALICE, [grant(), grant({ resourceType: 'group', name: 'g', patternType: 'literal', operations: ['all'] })])
  expect(rules.decide(ask())).toEqual({ granted: true, reason: { kind: 'role', source: grant().source } })
  expect(rules.decide(ask({ operation: 'write' })).granted).toBe(false)
  expect(rules.decide(ask({ resourceType: 'group', name: 'g', operation: 'delete' })).granted).toBe(true)
  rules.setGrants(ALICE, [])
  expect(rules.decide(ask()).granted).toBe(false)
})

test('what is taken away is gone, once, however often it was given', () => {
  const rules = rulesWith(acl(), acl(), acl({ operation: 'write' }), acl({ permission: 'deny', operation: 'write' }))
  expect(rules.acls()).toHaveLength(3)
  rules.setAcl(acl(), false)
  rules.setAcl(acl({ permission: 'deny', operation: 'write' }), false)
  expect(rules.decide(ask()).granted).toBe(false)
  expect(rules.decide(ask({ operation: 'write' })).granted).toBe(true)
  expect(rules.acls()).toEqual([acl({ operation: 'write' })])
})

test('every change can be seen by the version', () => {
  const rules = rulesOf()
  const versions = [rules.version]
  rules.setAcl(acl(), true)
  versions.push(rules.version)
  rules.setGrants(ALICE, [grant()])
  versions.push(rules.version)
  rules.setAcl(acl(), false)
  versions.push(rules.version)
  expect(new Set(versions).size).toBe(4)
})

test.for([
  ['nothing', [], false],
  ['an ALLOW on one topic', [acl({ operation: 'write' })], true],
  ['an ALLOW to read', [acl()], false],
  ['an ALLOW that a DENY of the same name covers', [acl({ operation: 'write' }), acl({ operation: 'write', permission: 'deny' })], false],
  [
    'an ALLOW that a DENY of a prefix covers',
    [acl({ operation: 'write' }), acl({ operation: 'all', permission: 'deny', patternType: 'prefixed', name: 'o' })],
    false,
  ],
  [
    'a prefix that a longer DENY does not cover',
    [
      acl({ operation: 'write', patternType: 'prefixed', name: 'o' }),
      acl({ operation: 'write', permission: 'deny', patternType: 'prefixed', name: 'ord' }),
    ],
    true,
  ],
  [
    'an ALLOW on all that a DENY of a prefix does not cover',
    [acl({ operation: 'write', name: '*' }), acl({ operation: 'write', permission: 'deny', patternType: 'prefixed', name: 'o' })],
    true,
  ],
  [
    'an ALLOW on all under a DENY of all',
    [acl({ operation: 'write', name: '*' }), acl({ operation: 'write', permission: 'deny', name: '*' })],
    false,
  ],
  ['a DENY for another host', [acl({ operation: 'write' }), acl({ operation: 'write', permission: 'deny', host: '10.9.9.9' })], true],
] as const)('on any topic at all with %s', ([, entries, granted]) => {
  expect(rulesWith(...entries).decideAny({ principal: ALICE, host: '10.0.0.1', operation: 'write', resourceType: 'topic' }).granted).toBe(
    granted,
  )
})

test('on any topic at all by a role', () => {
  const rules = rulesOf()
  rules.setGrants(ALICE, [grant({ operations: ['write'] })])
  const any = { principal: ALICE, host: '10.0.0.1', operation: 'write', resourceType: 'topic' } as const
  expect(rules.decideAny(any).granted).toBe(true)
  rules.setAcl(acl({ operation: 'write', permission: 'deny', patternType: 'prefixed', name: 'or' }), true)
  expect(rules.decideAny(any).granted).toBe(false)
})
