/** Life of a topic through kafkajs' admin client. */
import kafkajs from 'kafkajs'
import type { KafkaJsClient } from './kafkajs-client.ts'
import { describe, expect, refusal, same, scenario, until } from './report.ts'

const TOPIC = kafkajs.ConfigResourceTypes.TOPIC

export async function topics(client: KafkaJsClient): Promise<void> {
  const { admin, setting } = client
  const topic = setting.name('topics')
  const partitions = async (): Promise<number> => (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]!.partitions.length
  const config = async (key: string): Promise<{ configValue: string; isDefault: boolean }> => {
    const described = await admin.describeConfigs({ includeSynonyms: false, resources: [{ type: TOPIC, name: topic }] })
    const entry = described.resources[0]!.configEntries.find((one) => one.configName === key)
    if (entry === undefined) throw new Error(`no config ${key}`)
    return entry
  }

  await scenario('topics.create', async () => {
    await client.topic('topics', 3, { 'retention.ms': '3600000' })
    // kafkajs answers false where the broker says TOPIC_ALREADY_EXISTS.
    same(false, await admin.createTopics({ topics: [{ topic }] }), 'created twice')
    return 'created; a second time refused'
  })
  await scenario('topics.describe', async () => {
    const described = (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]!
    same(3, described.partitions.length, 'partitions')
    expect(
      described.partitions.every((one) => one.leader >= 0 && one.isr.length === 1),
      'leader and replica of each partition',
    )
    return '3 partitions with a leader'
  })
  await scenario('topics.configs', async () => {
    same('3600000', (await config('retention.ms')).configValue, 'retention.ms')
    same('delete', (await config('cleanup.policy')).configValue, 'cleanup.policy')
    return 'retention.ms and cleanup.policy'
  })
  await scenario('topics.alter', async () => {
    const configEntries = [{ name: 'retention.ms', value: '7200000' }]
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: TOPIC, name: topic, configEntries }] })
    await until(async () => (await config('retention.ms')).configValue === '7200000', 'the new value of retention.ms')
    return 'retention.ms 7200000 (AlterConfigs)'
  })
  await scenario('topics.partitions', async () => {
    await admin.createPartitions({ topicPartitions: [{ topic, count: 5 }] })
    await until(async () => (await partitions()) === 5, 'five partitions')
    return '3 to 5'
  })
  await scenario('topics.delete', async () => {
    await admin.deleteTopics({ topics: [topic] })
    await until(async () => !(await admin.listTopics()).includes(topic), 'the topic to go')
    return 'gone from the list'
  })
  await scenario('topics.auto-create', async () => {
    const producer = client.kafka.producer({ allowAutoTopicCreation: true })
    await producer.connect()
    const sent = await producer.send({ topic: setting.name('auto'), messages: [{ value: '1' }] }).finally(() => producer.disconnect())
    return `offset ${sent[0]!.baseOffset}`
  })
  await scenario('error.unknown-topic', async () => {
    const error = await refusal(() => admin.fetchTopicMetadata({ topics: [setting.name('nowhere')] }))
    expect(describe(error).includes('UNKNOWN_TOPIC_OR_PARTITION'), `refused with ${describe(error)}`)
    return 'UNKNOWN_TOPIC_OR_PARTITION'
  })
}
