/** Life of a topic through the admin client of @platformatic/kafka. */
import { ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka'
import type { PlatformaticClient } from './platformatic-client.ts'
import { describe, expect, refusal, same, scenario, until } from './report.ts'

const TOPIC = ConfigResourceTypes.TOPIC
/** Sources in a DescribeConfigs answer: set on the topic, and Kafka's own default. */
const SOURCE = { topic: 1, default: 5 } as const

export async function topics(client: PlatformaticClient): Promise<void> {
  const { admin, setting } = client
  const topic = setting.name('topics')
  const partitions = async (): Promise<number> =>
    (await admin.metadata({ topics: [topic], forceUpdate: true })).topics.get(topic)!.partitionsCount
  const config = async (key: string): Promise<{ readonly value: string | null | undefined; readonly configSource: number }> => {
    const [described] = await admin.describeConfigs({ resources: [{ resourceType: TOPIC, resourceName: topic }] })
    const entry = described!.configs.find((one) => one.name === key)
    if (entry === undefined) throw new Error(`no config ${key}`)
    return entry
  }

  await scenario('topics.create', async () => {
    await client.topic('topics', 3, { 'retention.ms': '3600000' })
    const error = describe(await refusal(() => admin.createTopics({ topics: [topic], partitions: 3, replicas: 1 })))
    expect(error.includes('TOPIC_ALREADY_EXISTS'), `refused with ${error}`)
    return 'created; a second time refused'
  })
  await scenario('topics.describe', async () => {
    const described = (await admin.metadata({ topics: [topic], forceUpdate: true })).topics.get(topic)!
    same(3, described.partitions.length, 'partitions')
    expect(
      described.partitions.every((one) => one.leader >= 0 && one.isr.length === 1),
      'leader and replica of each partition',
    )
    return `id ${described.id}`
  })
  await scenario('topics.configs', async () => {
    const [retention, policy] = [await config('retention.ms'), await config('cleanup.policy')]
    same(['3600000', SOURCE.topic], [retention.value, retention.configSource], 'retention.ms')
    same(['delete', SOURCE.default], [policy.value, policy.configSource], 'cleanup.policy')
    return 'retention.ms and cleanup.policy'
  })
  await scenario('topics.alter', async () => {
    const configs = [{ name: 'retention.ms', configOperation: IncrementalAlterConfigOperationTypes.SET, value: '7200000' }]
    await admin.incrementalAlterConfigs({ resources: [{ resourceType: TOPIC, resourceName: topic, configs }] })
    await until(async () => (await config('retention.ms')).value === '7200000', 'the new value of retention.ms')
    return 'retention.ms 7200000'
  })
  await scenario('topics.partitions', async () => {
    await admin.createPartitions({ topics: [{ name: topic, count: 5, assignments: null }] })
    await until(async () => (await partitions()) === 5, 'five partitions')
    return '3 to 5'
  })
  await scenario('topics.delete', async () => {
    await admin.deleteTopics({ topics: [topic] })
    await until(async () => !(await admin.listTopics()).includes(topic), 'the topic to go')
    return 'gone from the list'
  })
  await scenario('topics.auto-create', async () => {
    const producer = client.producer({ autocreateTopics: true, retries: 20 })
    await producer.send({ messages: [{ topic: setting.name('auto'), value: Buffer.from('1') }], acks: -1 }).finally(() => producer.close())
    return 'produced to a new topic'
  })
  await scenario('error.unknown-topic', async () => {
    const error = describe(await refusal(() => admin.deleteTopics({ topics: [setting.name('nowhere')] })))
    expect(error.includes('UNKNOWN_TOPIC_OR_PARTITION'), `refused with ${error}`)
    return 'UNKNOWN_TOPIC_OR_PARTITION'
  })
}
