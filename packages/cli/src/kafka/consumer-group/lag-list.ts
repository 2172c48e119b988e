import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { list } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { unknownGroup } from '../refusals.ts'
import { LAG, lagRow } from './columns.ts'

export const consumerGroupLagList = command({
  path: 'kafka consumer group lag list',
  summary: 'List consumer lags for a Kafka consumer group.',
  args: [{ name: 'group', summary: 'Consumer group ID.' }],
  flags: { ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [
    { does: 'List consumer lags in consumer group "my-consumer-group".', line: 'kafka consumer group lag list my-consumer-group' },
  ],
  async run(context, { args: [group = ''] }) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const lags = await cluster.rest.all('listKafkaConsumerLags', { params: { ...params, consumer_group_id: group } })
    return lags.ok ? list(LAG, lags.value.map(lagRow)) : fail(unknownGroup(lags.error, group, cluster))
  },
})
