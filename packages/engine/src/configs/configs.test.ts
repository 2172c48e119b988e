import { expect, test } from 'vitest'
import { emptyState } from '../cluster/state.ts'
import { decideAlterConfigs } from '../cluster/alter-configs.ts'
import { apply } from '../cluster/apply.ts'
import { alter, topicConfigFault } from './alter.ts'
import { BROKER_CONFIGS, brokerConfigDef } from './broker-configs.ts'
import { brokerSettings } from './broker-settings.ts'
import { configFault } from './config-type.ts'
import { resolveTopicConfig, staticConfigs } from './resolve.ts'
import { TOPIC_CONFIGS, topicConfigDef } from './topic-configs.ts'
import { topicSettings } from './topic-settings.ts'

test('every default is a value that its own rule takes, and every broker name has a setting', () => {
  for (const def of [...TOPIC_CONFIGS, ...BROKER_CONFIGS]) if (def.default !== null) expect(configFault(def, def.default)).toBeNull()
  for (const { broker } of TOPIC_CONFIGS) if (broker !== null) expect(brokerConfigDef(broker)).toBeDefined()
  expect(TOPIC_CONFIGS).toHaveLength(33)
})

test.for([
  ['retention.ms', '-1', null],
  ['retention.ms', '-2', 40],
  ['retention.ms', '9223372036854775808', 40],
  ['segment.bytes', '1048575', 40],
  ['cleanup.policy', 'compact, delete', null],
  ['cleanup.policy', '', null],
  ['cleanup.policy', 'keep', 40],
  ['compression.gzip.level', '-1', null],
  ['compression.gzip.level', '0', 40],
  ['remote.storage.enable', 'true', 40],
  ['remote.storage.enable', 'false', null],
  ['preallocate', 'TRUE', null],
  ['min.cleanable.dirty.ratio', '1.1', 40],
  ['bogus', '1', 40],
] as const)('topic setting %s=%s is answered with %s', ([name, value, code]) => {
  expect(topicConfigFault(new Map([[name, value]]))?.code ?? null).toBe(code)
})

test('lists are appended to and subtracted from, starting with what holds', () => {
  const run = (op: 'APPEND' | 'SUBTRACT', value: string, set: [string, string][] = []) =>
    alter(new Map(set), [{ name: 'cleanup.policy', op, value }], topicConfigDef, () => 'delete')
  expect(run('APPEND', 'compact')).toMatchObject({ ok: true, value: new Map([['cleanup.policy', 'delete,compact']]) })
  expect(run('APPEND', 'delete')).toMatchObject({ value: new Map([['cleanup.policy', 'delete']]) })
  expect(run('SUBTRACT', 'delete', [['cleanup.policy', 'compact,delete']])).toMatchObject({
    value: new Map([['cleanup.policy', 'compact']]),
  })
  expect(alter(new Map(), [{ name: 'retention.ms', op: 'APPEND', value: '1' }], topicConfigDef, () => null)).toMatchObject({
    ok: false,
    error: { code: 40 },
  })
})

test('a value comes from the topic, then this broker, then all brokers, then the start, then the default', () => {
  const state = emptyState()
  const statics = staticConfigs({ 'log.segment.bytes': '2000000' })
  const set = (node: number | null, value: string) =>
    apply(state, { type: 'broker-configs-set', node, configs: { 'log.segment.bytes': value } })
  const resolve = (own: [string, string][] = []) => resolveTopicConfig(topicConfigDef('segment.bytes')!, new Map(own), state, statics, 1)
  expect(resolve()).toMatchObject({ value: '2000000', source: 'STATIC_BROKER' })
  set(null, '3000000')
  expect(resolve()).toMatchObject({ value: '3000000', source: 'DYNAMIC_DEFAULT_BROKER' })
  set(1, '4000000')
  expect(resolve([['segment.bytes', '5000000']])).toMatchObject({
    value: '5000000',
    source: 'DYNAMIC_TOPIC',
    synonyms: [
      { value: '5000000' },
      { value: '4000000', source: 'DYNAMIC_BROKER' },
      { value: '3000000' },
      { value: '2000000' },
      { value: '1073741824', source: 'DEFAULT' },
    ],
  })
})

test('no default of retention.ms is shown as a synonym, as in Kafka, but the default holds', () => {
  expect(resolveTopicConfig(topicConfigDef('retention.ms')!, new Map(), emptyState(), new Map(), 1)).toMatchObject({
    value: '604800000',
    source: 'DEFAULT',
    synonyms: [],
  })
})

test('unknown broker settings and bad values are refused at start', () => {
  expect(() => staticConfigs({ 'num.partition': '3' })).toThrow(/unknown broker setting num.partition/)
  expect(() => staticConfigs({ 'num.partitions': '0' })).toThrow(/at least 1/)
})

test('Long.MAX_VALUE means no limit', () => {
  const settings = topicSettings(new Map(), emptyState(), new Map(), 1)
  expect([settings.timestampBeforeMaxMs, settings.timestampAfterMaxMs]).toEqual([Infinity, 3_600_000])
})

test('read-only broker settings, unknown brokers and repeated resources are refused', () => {
  const wish = (name: string) => ({ kind: 'alter' as const, alterations: [{ name, op: 'SET' as const, value: '5' }] })
  const decide = (...resources: [number, string, string][]) =>
    decideAlterConfigs(emptyState(), {
      resources: resources.map(([type, name, config]) => ({ type, name, wish: wish(config) })),
      validateOnly: false,
      nodes: [1],
      statics: new Map(),
    })
  expect(decide([4, '1', 'num.partitions']).answer[0]?.code).toBe(42)
  expect(decide([4, '7', 'log.retention.ms']).answer[0]?.code).toBe(42)
  expect(decide([2, 'absent', 'retention.ms']).answer[0]?.code).toBe(3)
  expect(decide([4, '', 'log.retention.ms'], [4, '', 'log.retention.ms']).answer.map((refusal) => refusal?.code)).toEqual([42, 42])
  expect(decide([4, '1', 'log.retention.ms']).answer).toEqual([null])
})

test('what Confluent Cloud lets Dedicated clusters change may change where a cluster was started with it, and holds at once', () => {
  const state = emptyState()
  const statics = staticConfigs({ 'num.partitions': '6', 'auto.create.topics.enable': 'false' })
  const settings = brokerSettings(statics, () => state)
  expect([settings.numPartitions, settings.autoCreateTopics]).toEqual([6, false])
  const wish = {
    kind: 'alter',
    alterations: [
      { name: 'num.partitions', op: 'SET', value: '3' },
      { name: 'auto.create.topics.enable', op: 'SET', value: 'true' },
    ],
  } as const
  const { events, answer } = decideAlterConfigs(state, {
    resources: [{ type: 4, name: '', wish }],
    validateOnly: false,
    nodes: [1],
    statics,
  })
  expect(answer).toEqual([null])
  for (const event of events) apply(state, event)
  expect([settings.numPartitions, settings.autoCreateTopics]).toEqual([3, true])
  apply(state, { type: 'broker-configs-set', node: null, configs: {} })
  expect([settings.numPartitions, settings.autoCreateTopics]).toEqual([6, false])
})
