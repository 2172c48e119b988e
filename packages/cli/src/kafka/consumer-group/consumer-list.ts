import { fail } from '@leat/base'
import { command } from '../../command.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { type Column, list } from '../../view.ts'
import { onCluster } from '../on-cluster.ts'
import { unknownGroup } from '../refusals.ts'

const CONSUMER: readonly Column[] = [
  { key: 'consumer_group', title: 'Consumer Group' },
  { key: 'consumer', title: 'Consumer' },
  { key: 'instance', title: 'Instance' },
  { key: 'client', title: 'Client' },
]

export const consumerList = command({
  path: 'kafka consumer list',
  summary: 'List the consumers of a group.',
  flags: { group: { type: 'text', summary: 'Consumer group ID.', required: true }, ...CLUSTER_FLAGS, ...OUTPUT_FLAG },
  examples: [{ does: 'List all consumers in consumer group "my-consumer-group".', line: 'kafka consumer list --group my-consumer-group' }],
  async run(context, { flags: { group } }) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const consumers = await cluster.rest.all('listKafkaConsumers', { params: { ...params, consumer_group_id: group } })
    if (!consumers.ok) return fail(unknownGroup(consumers.error, group, cluster))
    return list(
      CONSUMER,
      consumers.value.map((one) => ({
        consumer_group: one.consumer_group_id,
        consumer: one.consumer_id,
        instance: one.instance_id ?? '',
        client: one.client_id,
      })),
    )
  },
})
