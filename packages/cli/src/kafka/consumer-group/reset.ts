import { fail, type Offset, type Result } from '@leat/base'
import { type CallError, KafkaError, type Transport } from '@leat/client'
import { type GroupOptions, groupOffsets, listOffsets, setGroupOffsets } from '@leat/client/consumer'
import { lookUpTopic, type TopicPlace } from '@leat/client/producer'
import { ErrorCode, errorMessage } from '@leat/wire'
import { command } from '../../command.ts'
import { type Complaint, complaint, failed } from '../../complaint.ts'
import { CLUSTER_FLAGS, OUTPUT_FLAG } from '../../flags.ts'
import { type Column, list } from '../../view.ts'
import { KEY_FLAGS } from '../key.ts'
import { withKafka } from '../with-kafka.ts'
import { newOffset, RESET_FLAGS, type ResetTo, resetToOf } from './reset-to.ts'

const MOVED: readonly Column[] = [
  { key: 'topic', title: 'Topic' },
  { key: 'partition', title: 'Partition' },
  { key: 'current_offset', title: 'Current Offset' },
  { key: 'new_offset', title: 'New Offset' },
]

export const consumerGroupReset = command({
  path: 'kafka consumer group reset',
  summary: 'Put a consumer group somewhere else in a topic.',
  more: 'The group must have no members. One that does not exist is made. Offsets that are not there become the nearest ones that are.',
  args: [{ name: 'group', summary: 'Consumer group ID.' }],
  flags: {
    topic: { type: 'text', summary: 'Topic name.', required: true },
    partition: { type: 'number', summary: 'Only in this partition.' },
    ...RESET_FLAGS,
    'dry-run': { type: 'switch', summary: 'Show what would be, and change nothing.' },
    ...KEY_FLAGS,
    ...CLUSTER_FLAGS,
    ...OUTPUT_FLAG,
  },
  examples: [
    { does: 'Let a group read a topic again.', line: 'kafka consumer group reset my-consumer-group --topic my-topic --to-earliest' },
    {
      does: 'Show where it would be an hour ago.',
      line: 'kafka consumer group reset my-consumer-group --topic my-topic --to-datetime 2026-01-31T12:00:00Z --dry-run',
    },
  ],
  async run(context, { args: [groupId = ''], flags }) {
    const to = resetToOf(flags)
    if (!to.ok) return failed(to.error)
    const { topic, partition } = flags
    const { clock, random, signal } = context
    return withKafka(context, { topic, given: flags }, async (transport) => {
      const group = { clock, random, signal, groupId }
      const place = orThrow(topic, await lookUpTopic(transport, topic, signal))
      const all = [...place.leaders.keys()]
      if (partition !== undefined && !all.includes(partition)) return failed(`topic "${topic}" has no partition ${partition}`)
      const moved = await movesOf(transport, group, place, partition === undefined ? all : [partition], to.value)
      if (flags['dry-run'] !== true) {
        const done = await setGroupOffsets(transport, group, place, new Map(moved.map(({ partition: one, next }) => [one, next])))
        if (!done.ok) return fail(whyNot(done.error, groupId))
      }
      return list(
        MOVED,
        moved.map(({ partition: one, current, next }) => ({ topic, partition: one, current_offset: current, new_offset: next })),
      )
    })
  },
})

interface Move {
  readonly partition: number
  readonly current: Offset | null
  readonly next: Offset
}

async function movesOf(
  transport: Transport,
  group: GroupOptions,
  place: TopicPlace,
  partitions: readonly number[],
  to: ResetTo,
): Promise<readonly Move[]> {
  const { signal } = group
  const { topic } = place
  const committed = orThrow(topic, await groupOffsets(transport, group, place, partitions))
  const earliest = orThrow(topic, await listOffsets(transport, place, partitions, 'earliest', signal))
  const latest = orThrow(topic, await listOffsets(transport, place, partitions, 'latest', signal))
  const found = to.to === 'position' ? orThrow(topic, await listOffsets(transport, place, partitions, to.which, signal)) : null
  return partitions.map((partition) => {
    const current = committed.get(partition) ?? null
    const range = { earliest: earliest.get(partition)!, latest: latest.get(partition)! }
    return { partition, current, next: newOffset(to, found?.get(partition), current, range) }
  })
}

function orThrow<T>(topic: string, answer: Result<T, CallError>): T {
  if (answer.ok) return answer.value
  throw new KafkaError(`asking for offsets of topic ${topic}`, answer.error.code, answer.error.detail ?? null)
}

function whyNot({ code }: CallError, group: string): Complaint {
  if (code !== ErrorCode.UNKNOWN_MEMBER_ID) return complaint(`consumer group "${group}" was not reset: ${errorMessage(code)}`)
  return complaint(
    `consumer group "${group}" has members`,
    `Stop them first; see who they are with "leat kafka consumer list --group ${group}".`,
  )
}
