import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { list } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { refused } from '../refusals.ts'
import { GROUP, groupRow } from './columns.ts'

export const consumerGroupList = command({
  path: 'kafka consumer group list',
  summary: 'List Kafka consumer groups.',
  flags: { ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'List the consumer groups of the current cluster.', line: 'kafka consumer group list' }],
  async run(context) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const groups = await cluster.rest.all('listKafkaConsumerGroups', { params })
    return groups.ok ? list(GROUP, groups.value.map(groupRow)) : fail(refused(groups.error))
  },
})
