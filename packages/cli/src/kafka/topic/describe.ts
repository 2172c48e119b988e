import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { record } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { unknownTopic } from '../refusals.ts'
import { TOPIC, topicRow } from './columns.ts'

export const topicDescribe = command({
  path: 'kafka topic describe',
  summary: 'Describe a Kafka topic.',
  args: [{ name: 'topic', summary: 'Its name.' }],
  flags: { ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'Describe the "my_topic" topic.', line: 'kafka topic describe my_topic' }],
  async run(context, { args: [topic = ''] }) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const found = await cluster.rest.one('getKafkaTopic', { params: { ...params, topic_name: topic } })
    return found.ok ? record(TOPIC, topicRow(found.value)) : fail(unknownTopic(found.error, topic, cluster))
  },
})
