import { expect, test } from 'vitest'
import { openRegistry, subject } from '../decide/testing/fixture.ts'
import type { SchemaJobOutcome } from '../schemas/work.ts'
import { type CompatibilityLevel, type ConfigInScope, type StoredVersion, queries } from '../state/index.ts'
import type { Candidate } from './contract.ts'
import { comparisonJobs, comparisonMessages, comparisonPlan, judge } from './index.ts'

function candidate(more: Partial<Candidate> = {}, fieldNames: readonly string[] = []): Candidate {
  return {
    schemaType: 'AVRO',
    facts: { schema: '"new"', references: [], name: null, fieldNames },
    resolved: new Map(),
    metadata: null,
    ...more,
  }
}

const stored = (version: number, more: Partial<StoredVersion> = {}): StoredVersion => ({
  subject: subject('s'),
  version,
  id: version,
  guid: String(version),
  schemaType: 'AVRO',
  schema: `"v${version}"`,
  references: [],
  metadata: null,
  ruleSet: null,
  deleted: false,
  ts: null,
  ...more,
})

const group = (value: string) => ({ metadata: { properties: { major: value } } })

test.for<[CompatibilityLevel, readonly number[], readonly string[]]>([
  ['NONE', [], []],
  ['BACKWARD', [3], ['backward']],
  ['BACKWARD_TRANSITIVE', [3, 2, 1], ['backward']],
  ['FORWARD', [3], ['forward']],
  ['FORWARD_TRANSITIVE', [3, 2, 1], ['forward']],
  ['FULL', [3], ['forward', 'backward']],
  ['FULL_TRANSITIVE', [3, 2, 1], ['forward', 'backward']],
])('%s compares with versions %j', ([compatibilityLevel, versions, directions]) => {
  const plan = comparisonPlan(
    { compatibilityLevel },
    candidate(),
    [1, 2, 3].map((version) => stored(version)),
  )
  expect(plan.comparisons.map(({ version }) => version.version)).toEqual(versions)
  for (const comparison of plan.comparisons) expect(comparison.directions).toEqual(directions)
})

test('a group compares with its own versions alone, and those without the property are a group too', () => {
  const previous = [stored(1, group('1')), stored(2, group('2')), stored(3)]
  const compared = (level: CompatibilityLevel, metadata: Candidate['metadata']) =>
    comparisonPlan({ compatibilityLevel: level, compatibilityGroup: 'major' }, candidate({ metadata }), previous).comparisons.map(
      ({ version }) => version.version,
    )
  expect(compared('BACKWARD', group('1').metadata)).toEqual([1])
  expect(compared('BACKWARD_TRANSITIVE', null)).toEqual([3])
  expect(compared('BACKWARD', group('9').metadata)).toEqual([])
})

test('jobs carry texts, closures, policy and words', () => {
  const registry = openRegistry()
  registry.register({ subject: subject('base'), schema: '"base"' })
  registry.register({ subject: subject('s'), schema: '"old"', references: [{ name: 'base', subject: 'base', version: 1 }] })
  const fresh = candidate({ resolved: new Map([['n', '"n"']]) })
  const plan = comparisonPlan(
    { compatibilityLevel: 'FULL', compatibilityPolicy: 'LENIENT' },
    fresh,
    queries.versions(registry.state, subject('s'), 'active'),
  )
  const old = { schema: '"old"', references: [{ name: 'base', subject: 'base', version: 1 }], resolved: new Map([['base', '"base"']]) }
  const ours = { schema: '"new"', references: [], resolved: fresh.resolved }
  expect(comparisonJobs(registry.state, plan, plan.comparisons[0]!)).toEqual([
    { kind: 'compare', type: 'AVRO', policy: 'LENIENT', reader: old, writer: ours, words: { reader: 'old', writer: 'new' } },
    { kind: 'compare', type: 'AVRO', policy: 'LENIENT', reader: ours, writer: old, words: { reader: 'new', writer: 'old' } },
  ])
})

const compared = (...messages: readonly string[]): SchemaJobOutcome => ({
  kind: 'compared',
  incompatibilities: messages.map((message) => ({ type: 'T', path: '/', message })),
})

test.for<[string, CompatibilityLevel, readonly SchemaJobOutcome[], Partial<StoredVersion>, readonly string[]]>([
  ['nothing found', 'BACKWARD', [compared()], {}, []],
  [
    'findings, then the old version and schema',
    'BACKWARD',
    [compared('a', 'b')],
    {},
    ['a', 'b', '{oldSchemaVersion: 7}', `{oldSchema: '"v7"'}`, "{validateFields: 'false', compatibility: 'BACKWARD'}"],
  ],
  [
    'the old schema cut',
    'FORWARD',
    [compared('a')],
    { schema: 'x'.repeat(10_241) },
    [
      'a',
      '{oldSchemaVersion: 7}',
      `{oldSchema: <truncated> '${'x'.repeat(10_240)}...'}`,
      "{validateFields: 'false', compatibility: 'FORWARD'}",
    ],
  ],
  [
    'both directions',
    'FULL',
    [compared('old cannot'), compared('new cannot')],
    {},
    ['old cannot', 'new cannot', '{oldSchemaVersion: 7}', `{oldSchema: '"v7"'}`, "{validateFields: 'false', compatibility: 'FULL'}"],
  ],
  [
    'one direction of two',
    'FULL',
    [compared('old cannot'), compared()],
    {},
    ['old cannot', "{validateFields: 'false', compatibility: 'FULL'}"],
  ],
  [
    'another type',
    'BACKWARD',
    [],
    { schemaType: 'JSON' },
    ['Incompatible because of different schema type', "{validateFields: 'false', compatibility: 'BACKWARD'}"],
  ],
])('a verdict tells %s', ([, compatibilityLevel, outcomes, more, messages]) => {
  const plan = comparisonPlan({ compatibilityLevel }, candidate(), [stored(7, more)])
  const [comparison] = plan.comparisons
  expect(comparison!.directions).toHaveLength(outcomes.length)
  expect(judge(plan, comparisonMessages(plan, comparison!, outcomes))).toEqual(messages)
})

const reserved = (names: string) => ({ metadata: { properties: { 'confluent:reserved': names } } })

test.for<[string, Candidate, readonly StoredVersion[], readonly string[]]>([
  ['kept and unused', candidate(reserved('a,b'), ['c']), [stored(1, reserved('b'))], []],
  ['used', candidate(reserved('a'), ['a', 'b']), [], ['The new schema has field that conflicts with the reserved field a.']],
  [
    'dropped',
    candidate(reserved('a')),
    [stored(1, reserved('z')), stored(2, reserved('a, b'))],
    ["The new schema has reserved field b removed from its metadata which is present in the old schema's metadata."],
  ],
])('reserved fields: %s', ([, fresh, previous, findings]) => {
  const config: ConfigInScope = { compatibilityLevel: 'NONE', validateFields: true }
  const trailer = findings.length === 0 ? [] : ["{validateFields: 'true', compatibility: 'NONE'}"]
  expect(judge(comparisonPlan(config, fresh, previous), [])).toEqual([...findings, ...trailer])
  expect(judge(comparisonPlan({ compatibilityLevel: 'NONE' }, fresh, previous), [])).toEqual([])
})
