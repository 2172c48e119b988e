import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { failed } from '../../complaint.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { record } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { refused } from '../refusals.ts'
import { PARTITION, partitionRow } from './columns.ts'

export const partitionDescribe = command({
  path: 'kafka partition describe',
  summary: 'Describe a partition of a topic.',
  args: [{ name: 'id', summary: 'Number of the partition; the first is 0.' }],
  flags: { topic: { type: 'text', summary: 'Topic name to describe a partition of.', required: true }, ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'Describe partition "1" for topic "my_topic".', line: 'kafka partition describe 1 --topic my_topic' }],
  async run(context, { args: [id = ''], flags: { topic } }) {
    if (!/^\d+$/.test(id)) return failed(`invalid partition "${id}": it is a whole number`)
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const found = await cluster.rest.one('getKafkaPartition', { params: { ...params, topic_name: topic, partition_id: id } })
    if (found.ok) return record(PARTITION, partitionRow(found.value))
    if (found.error.status !== 404) return fail(refused(found.error))
    const suggestions = [`To list the partitions there are, use "leat kafka partition list --topic ${topic}".`]
    return fail({ ...found.error, text: `unknown partition "${id}" of topic "${topic}"`, suggestions })
  },
})
