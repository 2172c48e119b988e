import { ok, type Offset, type Result } from '@leat/base'
import type { Input, Problem, Success } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { OffsetCommit } from '@leat/wire/messages/08-offset-commit'
import type { Group } from '../kafka/groups.ts'
import { findTopic, listTopics, type Topic } from '../kafka/topics.ts'
import { answer, type Cluster } from '../on-cluster.ts'
import { badRequest, refused } from '../problems.ts'
import type { resetGroupOffsets } from './api.ts'
import { type Committed, committedOf } from './committed.ts'
import { at, type ByPartition, EARLIEST, LATEST, offsetsAt } from './offsets.ts'

type Wish = Input<typeof resetGroupOffsets>['body']

interface Change {
  readonly topic: Topic
  readonly partition: number
  readonly from: Offset | null
  readonly to: Offset
}

/**
 * Where a group without members goes on reading: of one topic, or of all that it has committed; the same offsets as `kafka-consumer-groups --reset-offsets` (KIP-122). What
 * lies outside a partition is brought to its nearer end; a time after the last record is the end.
 */
export async function resetOffsets(cluster: Cluster, group: Group, wish: Wish): Promise<Result<Success, Problem>> {
  if (group.members.length > 0)
    return badRequest(`Consumer group ${group.id} has ${group.members.length} members. Stop its consumers, then reset its offsets.`)
  const { transport, signal } = cluster
  const topics = await topicsOf(cluster, wish)
  if (!topics.ok) return topics
  const committed = (await committedOf(transport, [group], topics.value, signal)).get(group.id) ?? new Map<string, never>()
  const wanted = wish.topic_name === undefined ? topics.value.filter(({ name }) => committed.has(name)) : topics.value
  const absent = wish.partitions?.find((partition) => wanted.some(({ partitions }) => partitions.every(({ id }) => id !== partition)))
  if (absent !== undefined) return badRequest(`Topic ${wanted[0]!.name} has no partition ${absent}.`)
  const changes = await changesOf(cluster, wanted, committed, wish)
  if (wish.dry_run !== true) {
    const code = await commit(cluster, group, changes)
    if (code !== ErrorCode.NONE) return refused(code)
  }
  return answer({
    data: changes.map(({ topic, partition, from, to }) => ({ topic_name: topic.name, partition_id: partition, from, to })),
  })
}

async function topicsOf(
  { transport, signal }: Cluster,
  { topic_name: name, partitions }: Wish,
): Promise<Result<readonly Topic[], Problem>> {
  if (name === undefined)
    return partitions === undefined
      ? ok(await listTopics(transport, signal))
      : badRequest('partitions are those of a topic: name it in topic_name.')
  const topic = await findTopic(transport, name, { signal })
  return topic.ok ? ok([topic.value]) : topic
}

async function changesOf(
  { transport, signal }: Cluster,
  topics: readonly Topic[],
  committed: ByPartition<Committed>,
  { to, partitions: only, topic_name: named }: Wish,
): Promise<readonly Change[]> {
  const [starts, ends, times] = await Promise.all([
    offsetsAt(transport, topics, EARLIEST, signal),
    offsetsAt(transport, topics, LATEST, signal),
    to.kind === 'time' ? offsetsAt(transport, topics, to.at_ms, signal) : null,
  ])
  return topics.flatMap((topic) =>
    topic.partitions.flatMap(({ id: partition }): Change[] => {
      const from = at(committed, topic.name, partition)?.offset ?? null
      const start = at(starts, topic.name, partition)
      const end = at(ends, topic.name, partition)
      const isWanted = only?.includes(partition) ?? (named !== undefined || from !== null)
      if (!isWanted || start === undefined || end === undefined) return []
      const goal = goalOf(to, { from, start, end, atTime: times === null ? undefined : at(times, topic.name, partition) })
      return goal === null ? [] : [{ topic, partition, from, to: Math.min(end, Math.max(start, goal)) }]
    }),
  )
}

interface Known {
  readonly from: Offset | null
  readonly start: Offset
  readonly end: Offset
  readonly atTime: Offset | undefined
}

/** Null: there is nothing to shift. */
function goalOf(to: Wish['to'], { from, start, end, atTime }: Known): Offset | null {
  switch (to.kind) {
    case 'earliest':
      return start
    case 'latest':
      return end
    case 'time':
      return atTime ?? end
    case 'shift':
      return from === null ? null : from + to.by
    case 'offset':
      return to.offset
  }
}

/** As a consumer that assigns itself: a group that has got members meanwhile refuses it. Answers the first error. */
async function commit({ transport, signal }: Cluster, group: Group, changes: readonly Change[]): Promise<number> {
  if (changes.length === 0) return ErrorCode.NONE
  const topics = [...Map.groupBy(changes, ({ topic }) => topic)].map(([{ name, id }, some]) => ({
    name,
    topicId: id,
    partitions: some.map(({ partition, to }) => ({ partitionIndex: partition, committedOffset: to, committedMetadata: null })),
  }))
  const request = { groupId: group.id, memberId: '', generationIdOrMemberEpoch: -1, topics }
  const answered = await transport.call(OffsetCommit, request, { signal, node: group.coordinator })
  const codes = answered.topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))
  return codes.find((code) => code !== ErrorCode.NONE) ?? ErrorCode.NONE
}
