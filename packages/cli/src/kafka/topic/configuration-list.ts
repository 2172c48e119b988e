import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { list } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { unknownTopic } from '../refusals.ts'
import { NUM_PARTITIONS, TOPIC_CONFIGURATION } from './columns.ts'

export const topicConfigurationList = command({
  path: 'kafka topic configuration list',
  summary: 'List Kafka topic configurations.',
  args: [{ name: 'topic', summary: 'Its name.' }],
  flags: { ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'List configurations for topic "my-topic".', line: 'kafka topic configuration list my-topic' }],
  async run(context, { args: [topic = ''] }) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster } = on.value
    const params = { ...on.value.params, topic_name: topic }
    const found = await cluster.rest.one('getKafkaTopic', { params })
    if (!found.ok) return fail(unknownTopic(found.error, topic, cluster))
    const configs = await cluster.rest.all('listKafkaTopicConfigs', { params })
    if (!configs.ok) return fail(unknownTopic(configs.error, topic, cluster))
    return list(TOPIC_CONFIGURATION, [
      ...configs.value.map((one) => ({ name: one.name, value: one.value ?? '', read_only: one.is_read_only })),
      { name: NUM_PARTITIONS, value: String(found.value.partitions_count), read_only: false },
    ])
  },
})
