import { AlterConfigs, DescribeConfigs, IncrementalAlterConfigs, ListConfigResources } from '@leat/wire/messages'
import { ask, type Script, type Step } from '../script.ts'
import { create } from './common.ts'

const TOPIC = 'configs-a'
const TOPIC_TYPE = 2
const BROKER_TYPE = 4
const OP = { set: 0, delete: 1, append: 2, subtract: 3 } as const

interface Which {
  readonly type?: number
  readonly name?: string
  readonly keys?: readonly string[] | null
  readonly version?: number
  readonly synonyms?: boolean
}

function describe(label: string, { type = TOPIC_TYPE, name = TOPIC, keys = null, version = 4, synonyms = false }: Which): Step {
  return ask(label, DescribeConfigs, version, {
    includeSynonyms: synonyms,
    resources: [{ resourceType: type, resourceName: name, configurationKeys: keys }],
  })
}

type Change = readonly [name: string, operation: keyof typeof OP | number, value: string | null]

function change(
  label: string,
  changes: readonly Change[],
  more: { type?: number; name?: string; version?: number; validateOnly?: boolean } = {},
): Step {
  return ask(label, IncrementalAlterConfigs, more.version ?? 1, {
    validateOnly: more.validateOnly ?? false,
    resources: [
      {
        resourceType: more.type ?? TOPIC_TYPE,
        resourceName: more.name ?? TOPIC,
        configs: changes.map(([name, operation, value]) => ({
          name,
          configOperation: typeof operation === 'number' ? operation : OP[operation],
          value,
        })),
      },
    ],
  })
}

function replace(
  label: string,
  configs: Readonly<Record<string, string | null>>,
  more: { type?: number; name?: string; version?: number; validateOnly?: boolean } = {},
): Step {
  return ask(label, AlterConfigs, more.version ?? 2, {
    validateOnly: more.validateOnly ?? false,
    resources: [
      {
        resourceType: more.type ?? TOPIC_TYPE,
        resourceName: more.name ?? TOPIC,
        configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
      },
    ],
  })
}

const LOOKED_AT = ['cleanup.policy', 'retention.ms', 'flush.messages', 'segment.bytes']
const BROKER_KEYS = [
  'num.partitions',
  'default.replication.factor',
  'auto.create.topics.enable',
  'message.max.bytes',
  'log.retention.ms',
  'offsets.topic.num.partitions',
  'group.max.session.timeout.ms',
]

export const configs: Script = {
  name: 'configs',
  moves: [
    create({ name: TOPIC, configs: { 'retention.ms': '1000000' } }, { name: 'configs-b' }),
    ...[1, 2, 3, 4].map((version) => describe(`everything, v${version}`, { version })),
    describe('everything with synonyms', { synonyms: true }),
    describe('two of them', { keys: ['retention.ms', 'compression.type'] }),
    describe('none of them', { keys: [] }),
    describe('an unknown one', { keys: ['no.such.thing'] }),
    describe('unknown topic', { name: 'configs-absent' }),
    describe('empty topic name', { name: '' }),
    describe('illegal topic name', { name: 'con figs' }),
    describe('unknown type', { type: 77 }),
    describe('type 0', { type: 0 }),
    describe('broker', { type: BROKER_TYPE, name: '1', keys: BROKER_KEYS }),
    describe('broker with synonyms', { type: BROKER_TYPE, name: '1', keys: BROKER_KEYS, synonyms: true }),
    describe('all brokers', { type: BROKER_TYPE, name: '' }),
    describe('an absent broker', { type: BROKER_TYPE, name: '9' }),
    describe('a broker that is no number', { type: BROKER_TYPE, name: 'one' }),
    describe('unknown group', { type: 32, name: 'configs-group' }),
    ask('two resources, one of them twice', DescribeConfigs, 4, {
      resources: [
        { resourceType: TOPIC_TYPE, resourceName: TOPIC, configurationKeys: ['retention.ms'] },
        { resourceType: TOPIC_TYPE, resourceName: 'configs-b', configurationKeys: ['retention.ms'] },
        { resourceType: TOPIC_TYPE, resourceName: TOPIC, configurationKeys: ['cleanup.policy'] },
      ],
    }),
    change('set', [['flush.messages', 'set', '5']]),
    change('set, v0', [['flush.ms', 'set', '5']], { version: 0 }),
    describe('after set', { keys: LOOKED_AT, synonyms: true }),
    change('set and not', [
      ['flush.messages', 'set', '6'],
      ['retention.ms', 'set', 'never'],
    ]),
    change('append', [['cleanup.policy', 'append', 'compact']]),
    describe('after append', { keys: LOOKED_AT }),
    change('append again', [['cleanup.policy', 'append', 'compact']]),
    change('subtract', [['cleanup.policy', 'subtract', 'delete']]),
    describe('after subtract', { keys: LOOKED_AT }),
    change('subtract what is not there', [['cleanup.policy', 'subtract', 'delete']]),
    change('subtract the last', [['cleanup.policy', 'subtract', 'compact']]),
    change('append to a number', [['retention.ms', 'append', '1']]),
    change('append null', [['cleanup.policy', 'append', null]]),
    change('set null', [['cleanup.policy', 'set', null]]),
    change('delete', [
      ['cleanup.policy', 'delete', null],
      ['retention.ms', 'delete', ''],
    ]),
    describe('after delete', { keys: LOOKED_AT }),
    change('delete again', [['cleanup.policy', 'delete', null]]),
    change('delete an unknown one', [['no.such.thing', 'delete', null]]),
    change('set an unknown one', [['no.such.thing', 'set', '1']]),
    change('operation 9', [['retention.ms', 9, '1']]),
    change('the same twice', [
      ['retention.ms', 'set', '1'],
      ['retention.ms', 'set', '2'],
    ]),
    change('only asked', [['retention.ms', 'set', '12345']], { validateOnly: true }),
    change('only asked, wrong', [['retention.ms', 'set', 'x']], { validateOnly: true }),
    change('change an unknown topic', [['retention.ms', 'set', '1']], { name: 'configs-absent' }),
    change('change an unknown type', [['retention.ms', 'set', '1']], { type: 77 }),
    change('no changes', []),
    change('min.insync.replicas 2', [['min.insync.replicas', 'set', '2']]),
    change('absent broker', [['message.max.bytes', 'set', '1000']], { type: BROKER_TYPE, name: '9' }),
    change('broker, a setting that cannot change', [['num.partitions', 'set', '3']], { type: BROKER_TYPE, name: '1', validateOnly: true }),
    change('broker, unknown setting', [['no.such.thing', 'set', '3']], { type: BROKER_TYPE, name: '1', validateOnly: true }),
    change('broker, a good one', [['log.retention.ms', 'set', '7000000']], { type: BROKER_TYPE, name: '1' }),
    describe('broker after that', { type: BROKER_TYPE, name: '1', keys: ['log.retention.ms'], synonyms: true }),
    describe('topic after that', { keys: ['retention.ms'], synonyms: true }),
    change('change all brokers', [['log.retention.ms', 'set', '8000000']], { type: BROKER_TYPE, name: '' }),
    describe('all brokers after that', { type: BROKER_TYPE, name: '' }),
    describe('topic after both', { keys: ['retention.ms'], synonyms: true }),
    change('broker, back', [['log.retention.ms', 'delete', null]], { type: BROKER_TYPE, name: '1' }),
    change('all brokers, back', [['log.retention.ms', 'delete', null]], { type: BROKER_TYPE, name: '' }),
    replace('replace', { 'max.message.bytes': '5000', 'segment.ms': '1000' }),
    describe('after replace', { keys: [...LOOKED_AT, 'max.message.bytes', 'segment.ms', 'flush.ms'] }),
    replace('replace, v0', { 'max.message.bytes': '6000' }, { version: 0 }),
    replace('replace, v1', { 'max.message.bytes': '7000' }, { version: 1 }),
    describe('after replace again', { keys: ['max.message.bytes', 'segment.ms'] }),
    replace('replace by nothing', {}),
    describe('after all', { keys: ['max.message.bytes', 'segment.ms'] }),
    replace('replace, wrong', { 'max.message.bytes': 'x' }),
    replace('replace by null', { 'max.message.bytes': null }),
    replace('replace of an unknown topic', {}, { name: 'configs-absent' }),
    replace('replace, only asked', { 'max.message.bytes': '1' }, { validateOnly: true }),
    ask('the same resource twice', IncrementalAlterConfigs, 1, {
      resources: [
        { resourceType: TOPIC_TYPE, resourceName: TOPIC, configs: [{ name: 'retention.ms', configOperation: 0, value: '1' }] },
        { resourceType: TOPIC_TYPE, resourceName: TOPIC, configs: [{ name: 'retention.ms', configOperation: 0, value: '2' }] },
      ],
    }),
    ask('resources of type 77', ListConfigResources, 1, { resourceTypes: [77] }),
    ask('broker resources', ListConfigResources, 1, { resourceTypes: [BROKER_TYPE] }),
    ask('client metrics, v0', ListConfigResources, 0, {}),
  ],
}
