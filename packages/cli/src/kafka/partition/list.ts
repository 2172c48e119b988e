import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { list } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { unknownTopic } from '../refusals.ts'
import { PARTITION, partitionRow } from './columns.ts'

export const partitionList = command({
  path: 'kafka partition list',
  summary: 'List the partitions of a topic.',
  flags: { topic: { type: 'text', summary: 'Topic name to list partitions of.', required: true }, ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'List the partitions of topic "my_topic".', line: 'kafka partition list --topic my_topic' }],
  async run(context, { flags: { topic } }) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const partitions = await cluster.rest.all('listKafkaPartitions', { params: { ...params, topic_name: topic } })
    return partitions.ok ? list(PARTITION, partitions.value.map(partitionRow)) : fail(unknownTopic(partitions.error, topic, cluster))
  },
})
