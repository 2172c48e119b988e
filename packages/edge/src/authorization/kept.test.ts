import { type Rules, rulesOf } from '@leat/access'
import { expect, test } from 'vitest'
import { aclFact, ALICE, sessionOf } from '../testing/access.ts'
import { merged } from './elements.ts'
import { FetchSessions } from './fetch-sessions.ts'
import { VerdictCache } from './verdict-cache.ts'

/** Rules that count how often they are asked. */
function counting(): { rules: Rules; asked: () => number } {
  const rules = rulesOf()
  let asked = 0
  const decide: Rules['decide'] = (question) => {
    asked += 1
    return rules.decide(question)
  }
  const counted: Rules = {
    ...rules,
    decide,
    get version() {
      return rules.version
    },
  }
  return { rules: counted, asked: () => asked }
}

test('rules are asked once per question, until one changes', () => {
  const { rules, asked } = counting()
  const cache = new VerdictCache(rules)
  const ask = () => cache.of(ALICE, 'h').decide('read', 'topic', 'mine').granted
  expect([ask(), ask(), ask()]).toEqual([false, false, false])
  expect(asked()).toBe(1)
  const fact = aclFact()
  if (fact.kind === 'acl') rules.setAcl(fact.acl, true)
  expect([ask(), ask()]).toEqual([true, true])
  expect(asked()).toBe(2)
})

test('questions are told apart by principal, host, operation, type and name', () => {
  const { rules, asked } = counting()
  const cache = new VerdictCache(rules)
  cache.of(ALICE, 'h').decide('read', 'topic', 'mine')
  cache.of('User:bob', 'h').decide('read', 'topic', 'mine')
  cache.of(ALICE, 'g').decide('read', 'topic', 'mine')
  cache.of(ALICE, 'h').decide('write', 'topic', 'mine')
  cache.of(ALICE, 'h').decide('read', 'group', 'mine')
  cache.of(ALICE, 'h').decide('read', 'topic', 'other')
  expect(asked()).toBe(6)
})

test('a bounded number of verdicts is kept, and none about names that no topic has', () => {
  const { rules, asked } = counting()
  const cache = new VerdictCache(rules)
  const asker = cache.of(ALICE, 'h')
  asker.decide('read', 'topic', 'mine')
  for (let i = 0; i < 100_000; i++) asker.decide('read', 'topic', `t-${i}`)
  asker.decide('read', 'topic', 'mine')
  expect(asked()).toBe(100_002)
  const long = 'x'.repeat(1_000)
  asker.decide('read', 'topic', long)
  asker.decide('read', 'topic', long)
  expect(asked()).toBe(100_004)
})

test('of too many sessions those longest not used are forgotten', () => {
  const sessions = new FetchSessions()
  const alice = sessionOf()
  for (let id = 1; id <= 10_000; id++) sessions.opened(alice, id, ['mine'], 0)
  expect(sessions.find(alice, 1)).not.toBeNull()
  sessions.opened(alice, 10_001, ['mine'], 0)
  expect([1, 2, 3, 10_001].map((id) => sessions.find(alice, id) !== null)).toEqual([true, false, true, true])
})

test('a session with more topics than can be remembered is forgotten', () => {
  const sessions = new FetchSessions()
  const alice = sessionOf()
  const names = Array.from({ length: 10_001 }, (_, i) => `t-${i}`)
  sessions.opened(alice, 1, names, 0)
  expect(sessions.find(alice, 1)).toBeNull()
  sessions.opened(alice, 2, names.slice(1), 0)
  const session = sessions.find(alice, 2)!
  expect(sessions.grew(alice, 2, session, ['t-0'])).toBe(false)
  expect(sessions.find(alice, 2)).toBeNull()
})

test.for([
  [[], [], []],
  [['a'], [], ['a']],
  [[], [0, 1], ['r0', 'r1']],
  [
    ['a', 'b'],
    [0, 2, 4],
    ['r0', 'a', 'r2', 'b', 'r4'],
  ],
  [['a'], [3], ['a', 'r3']],
  [['a', 'b', 'c'], [1], ['a', 'r1', 'b', 'c']],
] as const)('answers %j with refusals at %j', ([answers, at, expected]) => {
  expect(
    merged(
      answers,
      at.map((one) => ({ at: one, answer: `r${one}` })),
    ),
  ).toEqual(expected)
})
