import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { list } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { refused } from '../refusals.ts'
import { TOPIC, topicRow } from './columns.ts'

export const topicList = command({
  path: 'kafka topic list',
  summary: 'List Kafka topics.',
  flags: { ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'List the topics of the current cluster.', line: 'kafka topic list' }],
  async run(context) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const topics = await cluster.rest.all('listKafkaTopics', { params })
    return topics.ok ? list(TOPIC, topics.value.map(topicRow)) : fail(refused(topics.error))
  },
})
