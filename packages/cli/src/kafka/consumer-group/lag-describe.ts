import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { record } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { refused } from '../refusals.ts'
import { LAG, lagRow } from './columns.ts'

export const consumerGroupLagDescribe = command({
  path: 'kafka consumer group lag describe',
  summary: 'Describe how far a consumer group is behind in one partition.',
  args: [{ name: 'group', summary: 'Consumer group ID.' }],
  flags: {
    topic: { type: 'text', summary: 'Topic name.', required: true },
    partition: { type: 'number', summary: 'Partition ID.', required: true },
    ...CLUSTER_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    {
      does: 'Describe the lag of consumer group "my-consumer-group" in partition "0" of topic "my-topic".',
      line: 'kafka consumer group lag describe my-consumer-group --topic my-topic --partition 0',
    },
  ],
  async run(context, { args: [group = ''], flags: { topic, partition } }) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster } = on.value
    const params = { ...on.value.params, consumer_group_id: group, topic_name: topic, partition_id: String(partition) }
    const lag = await cluster.rest.one('getKafkaConsumerLag', { params })
    if (lag.ok) return record(LAG, lagRow(lag.value))
    if (lag.error.status !== 404) return fail(refused(lag.error))
    const text = `consumer group "${group}" has no lag in partition ${partition} of topic "${topic}"`
    return fail({ ...lag.error, text, suggestions: [`To list where it has some, use "leat kafka consumer group lag list ${group}".`] })
  },
})
