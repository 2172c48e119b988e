import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { record } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { unknownGroup } from '../refusals.ts'
import { GROUP, groupRow } from './columns.ts'

export const consumerGroupDescribe = command({
  path: 'kafka consumer group describe',
  summary: 'Describe a Kafka consumer group.',
  args: [{ name: 'group', summary: 'Consumer group ID.' }],
  flags: { ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'Describe the "my-consumer-group" consumer group.', line: 'kafka consumer group describe my-consumer-group' }],
  async run(context, { args: [group = ''] }) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const found = await cluster.rest.one('getKafkaConsumerGroup', { params: { ...params, consumer_group_id: group } })
    return found.ok ? record(GROUP, groupRow(found.value)) : fail(unknownGroup(found.error, group, cluster))
  },
})
