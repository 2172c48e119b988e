import type { ConfigRules, Fact } from '@leat/access'
import { virtualClock } from '@leat/base/sim'
import { type Call, decode, ErrorCode, type Reply } from '@leat/wire'
import { AlterConfigs, CreateTopics, IncrementalAlterConfigs } from '@leat/wire/messages'
import { expect, test } from 'vitest'
import { NO_ACL_WRITER } from '../acls/acl-writer.ts'
import { factTable } from '../facts/fact-table.ts'
import { aclFact, callOf, messageOf, recorder, topicView } from '../testing/access.ts'
import { fakeBackend } from '../testing/fake-backend.ts'
import { authorizing } from './authorizing.ts'

const BASIC: ConfigRules = { topic: { 'retention.ms': {}, 'segment.bytes': { min: 52_428_800 } }, cluster: null }
const DEDICATED: ConfigRules = { ...BASIC, cluster: { 'num.partitions': { max: 100 } } }
const TOPIC = 2
const BROKER = 4
const TOO_SMALL = "Config property 'segment.bytes' with value '1048576' is lower than the minimum allowed value of 52428800."

interface Answer {
  readonly responses: readonly { readonly errorCode?: number; readonly errorMessage?: string | null }[]
}

/** An edge whose backend takes what it is given, and whose caller may do everything that the rules of settings do not forbid. */
function setUp(rules: ConfigRules | null, allowed: readonly Fact[] = ALL) {
  const backend = fakeBackend()
  const facts = factTable('lkc-1')
  facts.apply([...allowed, { kind: 'config-rules', rules }])
  const reached: string[] = []
  backend.respond = (call: Call): Reply => {
    if (call.api.key === CreateTopics.key) {
      const { topics } = decode(call, CreateTopics)
      reached.push(...topics.map(({ name }) => name))
      return { kind: 'message', message: { topics: topics.map(({ name }) => ({ name, errorCode: 0 })) } }
    }
    const { resources } = decode(call, call.api) as { readonly resources: readonly { resourceType: number; resourceName: string }[] }
    reached.push(...resources.map(({ resourceName }) => resourceName))
    return { kind: 'message', message: { responses: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName })) } }
  }
  const step = authorizing({
    backend,
    cluster: 'lkc-1',
    rules: facts.rules,
    topics: topicView(new Map()),
    acls: NO_ACL_WRITER,
    audit: recorder(),
    clock: virtualClock(),
    limits: () => facts.limits,
    configRules: () => facts.configRules,
  })
  return { step, reached }
}

const ALL: readonly Fact[] = [
  aclFact({ name: '*', operation: 'all' }),
  aclFact({ resourceType: 'cluster', name: 'kafka-cluster', operation: 'all' }),
]

test('a topic with a setting that may not be is refused, the others of the request are made', async () => {
  const { step, reached } = setUp(BASIC)
  const topic = (name: string, setting: string, value: string) => ({
    name,
    numPartitions: 1,
    replicationFactor: 1,
    assignments: [],
    configs: [{ name: setting, value }],
  })
  const topics = [topic('a', 'segment.bytes', '1048576'), topic('b', 'retention.ms', '-1'), topic('c', 'flush.ms', '5')]
  const answer = messageOf(CreateTopics, 7, await step.dispatch(callOf(CreateTopics, 7, { topics, timeoutMs: 1 })))
  expect(answer.topics).toMatchObject([
    { name: 'a', errorCode: ErrorCode.POLICY_VIOLATION, errorMessage: TOO_SMALL },
    { name: 'b', errorCode: 0 },
    { name: 'c', errorCode: ErrorCode.POLICY_VIOLATION, errorMessage: "Altering config property 'flush.ms' is disallowed." },
  ])
  expect(reached).toEqual(['b'])
})

const BROKERS_FIXED = 'Altering resources of type BROKER is not permitted'
const ALL_BROKERS =
  '`ConfigResource.name` must be empty when updating broker configs in order to update the configuration of all brokers consistently.'

test.for([
  ['a topic’s range', BASIC, TOPIC, 'mine', 'segment.bytes', '1048576', TOO_SMALL],
  ['a topic’s own', BASIC, TOPIC, 'mine', 'retention.ms', '60000', null],
  ['a topic’s fixed one', BASIC, TOPIC, 'mine', 'flush.ms', '5', "Altering config property 'flush.ms' is disallowed."],
  ['a cluster’s, where none may be', BASIC, BROKER, '', 'num.partitions', '3', BROKERS_FIXED],
  ['a cluster’s, where some may be', DEDICATED, BROKER, '', 'num.partitions', '3', null],
  [
    'a cluster’s range',
    DEDICATED,
    BROKER,
    '',
    'num.partitions',
    '101',
    "Config property 'num.partitions' with value '101' exceeded max limit of 100.",
  ],
  [
    'a cluster’s fixed one',
    DEDICATED,
    BROKER,
    '',
    'log.flush.interval.ms',
    '1',
    "Altering config property 'log.flush.interval.ms' is disallowed.",
  ],
  ['one broker’s', DEDICATED, BROKER, '1', 'num.partitions', '3', ALL_BROKERS],
  ['a client metrics subscription', DEDICATED, 16, 'x', 'metrics', '*', 'Altering resources of type CLIENT_METRICS is not permitted'],
  ['Kafka’s own rules', null, BROKER, '1', 'log.flush.interval.ms', '1', null],
] as const)('%s', async ([, rules, resourceType, resourceName, name, value, refusal]) => {
  for (const api of [IncrementalAlterConfigs, AlterConfigs]) {
    const { step, reached } = setUp(rules)
    const configs = api === AlterConfigs ? [{ name, value }] : [{ name, configOperation: 0, value }]
    const message = { resources: [{ resourceType, resourceName, configs }], validateOnly: false }
    const answer = messageOf(api, 1, await step.dispatch(callOf(api, 1, message as never))) as unknown as Answer
    expect(answer.responses[0]?.errorMessage ?? null, api.name).toBe(refusal)
    expect(answer.responses[0]?.errorCode ?? 0, api.name).toBe(refusal === null ? 0 : ErrorCode.POLICY_VIOLATION)
    expect(reached, api.name).toEqual(refusal === null ? [resourceName] : [])
  }
})

test('a setting may always go back to what the cluster gives', async () => {
  const { step, reached } = setUp(BASIC)
  const resources = [{ resourceType: TOPIC, resourceName: 'mine', configs: [{ name: 'flush.ms', configOperation: 1, value: null }] }]
  await step.dispatch(callOf(IncrementalAlterConfigs, 1, { resources, validateOnly: false }))
  expect(reached).toEqual(['mine'])
})

test('who may not change it is told that, and nothing of the rules', async () => {
  const { step } = setUp(BASIC, [])
  const resources = [{ resourceType: TOPIC, resourceName: 'mine', configs: [{ name: 'flush.ms', configOperation: 0, value: '1' }] }]
  const answer = messageOf(
    IncrementalAlterConfigs,
    1,
    await step.dispatch(callOf(IncrementalAlterConfigs, 1, { resources, validateOnly: false })),
  )
  expect(answer.responses).toMatchObject([{ errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED }])
})
