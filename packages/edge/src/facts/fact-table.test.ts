import { NO_LIMITS } from '@leat/access'
import { expect, test } from 'vitest'
import { aclFact, ALICE, loginFact } from '../testing/access.ts'
import { factTable } from './fact-table.ts'

function setUp() {
  const facts = factTable('lkc-1')
  const [revoked, known]: [string[], string[]] = [[], []]
  facts.credentials.onRevoked((username) => revoked.push(username))
  facts.credentials.onSet!((username) => known.push(username))
  return { facts, revoked, known }
}

test('a login is known by its name, for this cluster and this principal', () => {
  const { facts, known } = setUp()
  expect(facts.credentials.lookup('KEY', 'SASL')).toBeNull()
  facts.apply([loginFact('KEY', 'secret')])
  expect(facts.credentials.lookup('KEY', 'SASL')).toMatchObject({ principal: { type: 'User', name: 'alice' }, tenant: 'lkc-1' })
  expect(known).toEqual(['KEY'])
})

test('a key that is gone, has another secret or belongs to another principal now is revoked; the same again is not', () => {
  const { facts, revoked } = setUp()
  facts.apply([loginFact('KEY', 'secret'), loginFact('KEY', 'secret'), loginFact('NEVER', null)])
  expect(revoked).toEqual([])
  facts.apply([loginFact('KEY', 'another')])
  facts.apply([loginFact('KEY', 'another', 'User:bob')])
  facts.apply([loginFact('KEY', null)])
  expect(revoked).toEqual(['KEY', 'KEY', 'KEY'])
  expect(facts.credentials.lookup('KEY', 'SASL')).toBeNull()
})

test('grants and ACLs become rules, caps replace caps', () => {
  const { facts } = setUp()
  const source = { binding: 'rb-1', role: 'DeveloperRead', scope: 'crn://leat' }
  const grants = [{ resourceType: 'topic', patternType: 'prefixed', name: 'm', operations: ['describe'], source }] as const
  facts.apply([{ kind: 'grants', principal: ALICE, grants }, aclFact()])
  const ask = (operation: 'read' | 'describe' | 'write') =>
    facts.rules.decide({ principal: ALICE, host: 'h', operation, resourceType: 'topic', name: 'mine' }).granted
  expect([ask('read'), ask('describe'), ask('write')]).toEqual([true, true, false])
  facts.apply([aclFact({}, false), { kind: 'grants', principal: ALICE, grants: [] }])
  expect([ask('read'), ask('describe')]).toEqual([false, false])

  expect(facts.limits).toBe(NO_LIMITS)
  const limits = { ...NO_LIMITS, partitionsMax: 7 }
  facts.apply([{ kind: 'limits', limits }])
  expect(facts.limits).toEqual(limits)
})

test('of several quotas the tightest holds; the default is for whom none names', () => {
  const { facts } = setUp()
  const quota = (id: string, principals: readonly string[], ingress: number, egress: number) =>
    ({ kind: 'client-quota', id, quota: { principals, ingressBytesPerSecondMax: ingress, egressBytesPerSecondMax: egress } }) as const
  facts.apply([quota('cq-1', [ALICE], 10, 300), quota('cq-2', [ALICE, 'User:bob'], 20, 200), quota('cq-3', ['<default>'], 1, 1)])
  expect(facts.quotas.of(ALICE)).toEqual({ ingressBytesPerSecondMax: 10, egressBytesPerSecondMax: 200 })
  expect(facts.quotas.of('User:bob')).toMatchObject({ ingressBytesPerSecondMax: 20 })
  expect(facts.quotas.of('User:carol')).toMatchObject({ ingressBytesPerSecondMax: 1 })
  facts.apply([
    { kind: 'client-quota', id: 'cq-3', quota: null },
    { kind: 'client-quota', id: 'cq-1', quota: null },
  ])
  expect(facts.quotas.of('User:carol')).toBeNull()
  expect(facts.quotas.of(ALICE)).toMatchObject({ ingressBytesPerSecondMax: 20 })
})

test('a principal is written with its kind', () => {
  const { facts } = setUp()
  expect(() => facts.apply([loginFact('KEY', 'secret', 'alice')])).toThrow(/Type:name/)
})
