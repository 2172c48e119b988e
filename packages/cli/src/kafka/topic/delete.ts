import { fail, ok } from '@leat/base'
import { command } from '../../command.ts'
import { deleteEach } from '../../confirm.ts'
import { CLUSTER_FLAGS, FORCE_FLAG } from '../../flags.ts'
import { onCluster } from '../on-cluster.ts'
import { unknownTopic } from '../refusals.ts'

export const topicDelete = command({
  path: 'kafka topic delete',
  summary: 'Delete Kafka topics with their records.',
  args: [{ name: 'topic', summary: 'Its name.', repeated: true }],
  flags: { ...FORCE_FLAG, ...CLUSTER_FLAGS },
  examples: [{ does: 'Delete two topics. Their records are lost.', line: 'kafka topic delete my_topic my_topic_avro' }],
  async run(context, { args, flags }) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    return deleteEach(context, {
      noun: 'topic',
      ids: args,
      force: flags.force === true,
      async nameOf(topic) {
        const found = await cluster.rest.one('getKafkaTopic', { params: { ...params, topic_name: topic } })
        return found.ok ? ok(topic) : fail(unknownTopic(found.error, topic, cluster))
      },
      async remove(topic) {
        const removed = await cluster.rest.one('deleteKafkaTopic', { params: { ...params, topic_name: topic } })
        return removed.ok ? removed : fail(unknownTopic(removed.error, topic, cluster))
      },
    })
  },
})
