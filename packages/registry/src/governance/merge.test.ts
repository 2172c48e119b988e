import { expect, test } from 'vitest'
import type { Metadata, RuleSet } from './contract.ts'
import { mergeMetadata, mergeRuleSets, withoutRules } from './merge.ts'

test.for<[string, Metadata | null, Metadata | null, Metadata | null]>([
  ['nothing and nothing', null, null, null],
  ['nothing and something', null, { properties: { a: '1' } }, { properties: { a: '1' } }],
  ['something and nothing', { sensitive: ['a'] }, null, { sensitive: ['a'] }],
  [
    'maps by key and names together',
    { tags: { f: ['A'], g: ['B'] }, properties: { a: '1', b: '1' }, sensitive: ['b'] },
    { tags: { f: ['C'] }, properties: { b: '2' }, sensitive: ['a', 'b'] },
    { tags: { f: ['C'], g: ['B'] }, properties: { a: '1', b: '2' }, sensitive: ['a', 'b'] },
  ],
])('metadata merges: %s', ([, before, after, merged]) => {
  expect(mergeMetadata(before, after)).toEqual(merged)
})

const rules = (...names: readonly string[]) => names.map((name) => ({ name: name[0]!, type: name }))

test.for<[string, RuleSet | null, RuleSet | null, RuleSet | null]>([
  ['nothing and something', null, { domainRules: rules('a') }, { domainRules: rules('a') }],
  ['a name anew goes last', { domainRules: rules('a', 'b') }, { domainRules: rules('a2') }, { domainRules: rules('b', 'a2') }],
  ['lists apart', { domainRules: rules('a') }, { migrationRules: rules('a2') }, { migrationRules: rules('a2'), domainRules: rules('a') }],
  ['where it is enabled', { enableAt: 'ALL' }, { encodingRules: rules('e') }, { encodingRules: rules('e'), enableAt: 'ALL' }],
])('rule sets merge: %s', ([, before, after, merged]) => {
  expect(mergeRuleSets(before, after)).toEqual(merged)
})

test('rules go by name from every list', () => {
  expect(withoutRules({ migrationRules: rules('a'), domainRules: rules('b', 'c'), enableAt: 'ALL' }, ['a', 'b'])).toEqual({
    domainRules: rules('c'),
    enableAt: 'ALL',
  })
})
