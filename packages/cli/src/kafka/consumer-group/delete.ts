import { fail, ok, type Result } from '@leat/base'
import type { CallError } from '@leat/client'
import { deleteGroup } from '@leat/client/consumer'
import { ErrorCode, errorMessage } from '@leat/wire'
import { command } from '../../command.ts'
import { type Complaint, complaint } from '../../complaint.ts'
import { deleteEach } from '../../confirm.ts'
import { CLUSTER_FLAGS, FORCE_FLAG } from '../../flags.ts'
import { KEY_FLAGS } from '../key.ts'
import { onCluster } from '../on-cluster.ts'
import { unknownGroup } from '../refusals.ts'
import { withKafka } from '../with-kafka.ts'

export const consumerGroupDelete = command({
  path: 'kafka consumer group delete',
  summary: 'Delete consumer groups that have no members, with their offsets.',
  args: [{ name: 'group', summary: 'Consumer group ID.', repeated: true }],
  flags: { ...FORCE_FLAG, ...KEY_FLAGS, ...CLUSTER_FLAGS },
  examples: [{ does: 'Delete a consumer group.', line: 'kafka consumer group delete my-consumer-group' }],
  async run(context, { args, flags }) {
    const on = await onCluster(context)
    if (!on.ok) return on
    const { cluster, params } = on.value
    const { clock, random, signal } = context
    return withKafka(context, { topic: '', given: flags }, async (transport) =>
      deleteEach(context, {
        noun: 'consumer group',
        ids: args,
        force: flags.force === true,
        async nameOf(group) {
          const found = await cluster.rest.one('getKafkaConsumerGroup', { params: { ...params, consumer_group_id: group } })
          return found.ok ? ok(group) : fail(unknownGroup(found.error, group, cluster))
        },
        async remove(groupId): Promise<Result<null, Complaint>> {
          const removed = await deleteGroup(transport, { clock, random, signal, groupId })
          return removed.ok ? removed : fail(whyNot(removed.error, groupId))
        },
      }),
    )
  },
})

function whyNot({ code }: CallError, group: string): Complaint {
  if (code !== ErrorCode.NON_EMPTY_GROUP) return complaint(`consumer group "${group}" was not deleted: ${errorMessage(code)}`)
  return complaint(
    `consumer group "${group}" has members`,
    `Stop them first; see who they are with "leat kafka consumer list --group ${group}".`,
  )
}
