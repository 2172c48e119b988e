import { ErrorCode } from '@leat/wire'
import { Fetch, JoinGroup, OffsetCommit, SyncGroup } from '@leat/wire/messages'
import { baseOffset, batches, forEachRecord, lastOffset, sizeInBytes } from '@leat/wire/records'
import { type Life, ask, note, pick } from './crash-life.ts'
import { type Model, type PartitionModel, type SentBatch, type TopicModel, SURVIVES, sameBatch } from './crash-model.ts'

/** A group with one member, which joins, reads what it likes and commits. */
export interface Consumer {
  readonly group: string
  memberId: string
  generation: number
  node: number
  busy: boolean
  commits: number
}

export function consumer(group: string): Consumer {
  return { group, memberId: '', generation: -1, node: 0, busy: false, commits: 0 }
}

/** Reads a piece of some partition; everything that is served must be what somebody sent. */
export async function consume(life: Life, model: Model): Promise<void> {
  const topics = model.alive()
  if (topics.length === 0) return
  const topic = pick(life.random, topics)
  const partition = pick(life.random, topic.partitions)
  const from = life.random.below(
    1 + Math.max(0, ...[...partition.sent.values()].map(({ offset, records }) => (offset === null ? 0 : offset + records))),
  )
  await fetch(life, topic, partition, from, 1 + life.random.below(4_000), life.random.below(20))
}

export interface Fetched {
  readonly errorCode: number
  readonly startOffset: number
  readonly highWatermark: number
  readonly batches: readonly { readonly batch: SentBatch; readonly offset: number }[]
  /** Behind the last batch. */
  readonly next: number
}

/** Null: no answer. */
export async function fetch(
  life: Life,
  topic: TopicModel,
  partition: PartitionModel,
  fetchOffset: number,
  bytes: number,
  maxWaitMs: number,
): Promise<Fetched | null> {
  const partitions = [
    { partition: partition.index, currentLeaderEpoch: -1, fetchOffset, lastFetchedEpoch: -1, logStartOffset: -1, partitionMaxBytes: bytes },
  ]
  const request = {
    maxWaitMs,
    minBytes: 1,
    maxBytes: bytes,
    isolationLevel: 0,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [{ topicId: topic.id, partitions }],
    forgottenTopicsData: [],
    rackId: '',
  }
  const answer = await ask(life, Fetch, 13, request, partition.leader)
  const data = answer?.responses[0]?.partitions[0]
  if (data === undefined) return null
  const where = `${topic.name}-${partition.index}`
  const found: { batch: SentBatch; offset: number }[] = []
  let next = fetchOffset
  const records = data.records ?? Buffer.alloc(0)
  for (const at of batches(records)) {
    const stored = records.subarray(at, at + sizeInBytes(records, at))
    const batch = partition.sent.get(tagOf(stored))
    const offset = baseOffset(stored, 0)
    next = lastOffset(stored, 0) + 1
    if (batch === undefined || !sameBatch(batch.bytes, stored)) {
      note(life, [`served at ${offset} what nobody sent: ${tagOf(stored)}`], where)
      continue
    }
    if (next > data.highWatermark) note(life, [`served ${batch.tag} up to ${next} beyond the high watermark ${data.highWatermark}`], where)
    found.push({ batch, offset })
  }
  return { errorCode: data.errorCode, startOffset: data.logStartOffset, highWatermark: data.highWatermark, batches: found, next }
}

/** What was seen stays: a reader may have acted on it. */
export function seen(life: Life, topic: TopicModel, partition: PartitionModel, fetched: Fetched): void {
  const survives = life.world.durability === 'power' || topic.flushed ? SURVIVES.power : SURVIVES.kill
  for (const { batch, offset } of fetched.batches)
    note(life, partition.place(batch, offset, survives), `${topic.name}-${partition.index}, read`)
}

function tagOf(batch: Buffer): string {
  let tag: string | null = null
  forEachRecord(batch, 0, ({ key }) => void (tag ??= String(key)))
  return tag ?? ''
}

export async function commit(life: Life, model: Model, member: Consumer): Promise<void> {
  if (member.busy) return
  member.busy = true
  if (member.generation < 0) await join(life, model, member)
  const topics = model.alive()
  if (member.generation >= 0 && topics.length > 0) await commitSome(life, model, member, topics)
  member.busy = false
}

async function commitSome(life: Life, model: Model, member: Consumer, topics: readonly TopicModel[]): Promise<void> {
  const topic = pick(life.random, topics)
  const partition = pick(life.random, topic.partitions)
  const value = ++member.commits
  const own = model.offset(member.group, `${topic.id}/${partition.index}`)
  own.asked.push(value)
  const partitions = [{ partitionIndex: partition.index, committedOffset: value, committedLeaderEpoch: -1, committedMetadata: `m${value}` }]
  const request = {
    groupId: member.group,
    generationIdOrMemberEpoch: member.generation,
    memberId: member.memberId,
    groupInstanceId: null,
    topics: [{ name: topic.name, partitions }],
  }
  const answer = await ask(life, OffsetCommit, 8, request, member.node)
  if (answer === null) return
  const code = answer.topics[0]!.partitions[0]!.errorCode
  if (code === ErrorCode.NONE) own.acknowledged = value
  else if (code !== ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) member.generation = -1
}

async function join(life: Life, model: Model, member: Consumer): Promise<void> {
  for (const node of life.world.nodes) {
    member.node = node
    const request = (memberId: string) => ({
      groupId: member.group,
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 20_000,
      memberId,
      groupInstanceId: `${member.group}-static`,
      protocolType: 'consumer',
      protocols: [{ name: 'range', metadata: Buffer.from('metadata') }],
    })
    const joined = await ask(life, JoinGroup, 5, request(''), node)
    if (joined === null) return
    if (joined.errorCode === ErrorCode.NOT_COORDINATOR) continue
    if (joined.errorCode !== ErrorCode.NONE) return
    member.memberId = joined.memberId
    const assignments = [{ memberId: joined.memberId, assignment: Buffer.from('all') }]
    const sync = {
      groupId: member.group,
      generationId: joined.generationId,
      memberId: joined.memberId,
      groupInstanceId: `${member.group}-static`,
      assignments,
    }
    const synced = await ask(life, SyncGroup, 3, sync, node)
    if (synced?.errorCode !== ErrorCode.NONE) return
    const before = model.generations.get(member.group) ?? 0
    if (joined.generationId < before) note(life, [`${member.group} went from generation ${before} to ${joined.generationId}`])
    model.generations.set(member.group, joined.generationId)
    member.generation = joined.generationId
    return
  }
}
