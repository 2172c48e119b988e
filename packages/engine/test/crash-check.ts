import { ErrorCode } from '@leat/wire'
import { DescribeConfigs, ListOffsets, Metadata, OffsetFetch } from '@leat/wire/messages'
import { OFFSETS_TOPIC } from '../src/topics/topic-name.ts'
import { checkLeader } from './crash-brokers.ts'
import { type Fetched, fetch, seen } from './crash-consumers.ts'
import { type Life, ask, note } from './crash-life.ts'
import { type Model, PartitionModel, type SentBatch, type Survives, type TopicModel, SURVIVES } from './crash-model.ts'

const TOPIC = 2
const EARLIEST = -2
const LATEST = -1
const FETCH_BYTES = 20_000

/** Compares what a start found with what the clients know. `loss`: the hardest end since the last check. */
export async function checkAll(life: Life, model: Model, loss: Survives): Promise<void> {
  await checkTopics(life, model)
  for (const topic of model.alive()) {
    await checkConfig(life, topic)
    for (const partition of topic.partitions) await checkPartition(life, topic, partition, loss)
  }
  for (const group of model.offsets.keys()) await checkOffsets(life, model, group, loss)
}

/** What was acknowledged is there, what was deleted is not; what nobody was told is settled now. */
async function checkTopics(life: Life, model: Model): Promise<void> {
  const answer = await ask(life, Metadata, 12, { topics: null, allowAutoTopicCreation: false })
  if (answer === null) return
  const found = answer.topics.filter(({ name }) => name !== OFFSETS_TOPIC)
  for (const { name, topicId, errorCode, partitions } of found) {
    if (errorCode !== ErrorCode.NONE) note(life, [`${name} has error ${errorCode}`])
    const leaders = partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex).map(({ replicaNodes }) => replicaNodes[0]!)
    const topic = model.topics.get(topicId)
    if (topic === undefined) checkWish(life, model, name!, topicId, leaders)
    else settleTopic(life, topic, leaders)
  }
  for (const topic of model.topics.values()) {
    if (topic.deletion === 'done' || found.some(({ topicId }) => topicId === topic.id)) continue
    if (topic.deletion === 'none') note(life, [`${topic.name} (${topic.id}) is gone`])
    topic.deletion = 'done'
  }
  model.wishes.clear()
}

function checkWish(life: Life, model: Model, name: string, id: string, leaders: readonly number[]): void {
  const wish = model.wishes.get(name)
  if (wish === undefined) return note(life, [`${name} (${id}) is there, and nobody made it`])
  if (leaders.length !== wish.partitions) note(life, [`${name} has ${leaders.length} partitions, asked for were ${wish.partitions}`])
  model.adopt(wish, id, leaders)
}

function settleTopic(life: Life, topic: TopicModel, leaders: readonly number[]): void {
  if (topic.deletion === 'done') note(life, [`${topic.name} (${topic.id}) is there again after its deletion`])
  topic.deletion = 'none'
  topic.busy = false
  if (!topic.partitionCounts.includes(leaders.length))
    note(life, [`${topic.name} has ${leaders.length} partitions, not ${topic.partitionCounts.join(' or ')}`])
  topic.partitionCounts = [leaders.length]
  for (const [index, leader] of leaders.entries()) {
    const known = topic.partitions[index]
    checkLeader(life, `${topic.name}-${index}`, known?.leader ?? null, leader)
    if (known === undefined) topic.partitions.push(new PartitionModel(index, leader))
    else known.leader = leader
  }
}

async function checkConfig(life: Life, topic: TopicModel): Promise<void> {
  const resources = [{ resourceType: TOPIC, resourceName: topic.name, configurationKeys: ['retention.ms', 'flush.messages'] }]
  const answer = await ask(life, DescribeConfigs, 4, { resources, includeSynonyms: false, includeDocumentation: false })
  if (answer === null) return
  const configs = new Map(answer.results[0]!.configs.map(({ name, value }) => [name, value]))
  const retentionMs = configs.get('retention.ms') ?? 'nothing'
  if (!topic.retentionMs.includes(retentionMs))
    note(life, [`${topic.name} has retention.ms ${retentionMs}, not ${topic.retentionMs.join(' or ')}`])
  if ((configs.get('flush.messages') === '1') !== topic.flushed)
    note(life, [`${topic.name} has flush.messages ${configs.get('flush.messages')}`])
  topic.retentionMs = [retentionMs]
}

async function checkPartition(life: Life, topic: TopicModel, partition: PartitionModel, loss: Survives): Promise<void> {
  const where = `${topic.name}-${partition.index}, after a loss of ${['nothing', 'process', 'power'][loss]}`
  const start = await offsetAt(life, topic, partition, EARLIEST)
  const end = await offsetAt(life, topic, partition, LATEST)
  if (start === null || end === null) return
  if (start > partition.startMax) note(life, [`starts at ${start}, never moved beyond ${partition.startMax}`], where)
  if (start < Math.min(partition.startPromised, end)) note(life, [`starts at ${start}, promised ${partition.startPromised}`], where)
  const pieces = await readAll(life, topic, partition, start, end, where)
  if (pieces === null) return

  const found = pieces.flatMap((piece) => piece.batches)
  for (const batch of partition.sent.values()) {
    if (batch.offset === null || batch.offset + batch.records <= start) continue
    if (found.some((one) => one.batch === batch && one.offset === batch.offset)) continue
    if (batch.survives >= loss && batch.survives > SURVIVES.nothing)
      note(life, [`${batch.tag} at ${batch.offset} is lost; the log is ${start} to ${end}`], where)
    batch.offset = null
    batch.survives = SURVIVES.nothing
  }
  note(life, [...repeated(found), ...outOfOrder(found)], where)
  for (const piece of pieces) seen(life, topic, partition, piece)
}

type Found = Fetched['batches']

async function readAll(
  life: Life,
  topic: TopicModel,
  partition: PartitionModel,
  start: number,
  end: number,
  where: string,
): Promise<Fetched[] | null> {
  const pieces: Fetched[] = []
  for (let next = start; next < end;) {
    const piece = await fetch(life, topic, partition, next, FETCH_BYTES, 0)
    if (piece === null) return null
    if (piece.errorCode !== ErrorCode.NONE || piece.next <= next) {
      note(life, [`reading at ${next} of ${end}: error ${piece.errorCode}, up to ${piece.next}`], where)
      return null
    }
    const first = piece.batches[0]
    if (first !== undefined && first.offset > next) note(life, [`a gap from ${next} to ${first.offset}`], where)
    pieces.push(piece)
    next = piece.next
  }
  return pieces
}

/** Whoever is idempotent is there once; who is not, at most as often as it was sent. */
function repeated(found: Found): string[] {
  const times = new Map<SentBatch, number>()
  for (const { batch } of found) times.set(batch, (times.get(batch) ?? 0) + 1)
  return [...times].flatMap(([batch, count]) =>
    count > (batch.producer === null ? batch.sends : 1) ? [`${batch.tag} is there ${count} times`] : [],
  )
}

/** Per producer and epoch without gaps, in the order of sending. */
function outOfOrder(found: Found): string[] {
  const next = new Map<string, number>()
  const problems: string[] = []
  for (const { batch } of found) {
    if (batch.producer === null) continue
    const { id, epoch, sequence } = batch.producer
    const expected = next.get(`${id}/${epoch}`)
    if (expected !== undefined && expected !== sequence) problems.push(`${batch.tag} has sequence ${sequence} where ${expected} belongs`)
    next.set(`${id}/${epoch}`, sequence + batch.records)
  }
  return problems
}

async function offsetAt(life: Life, topic: TopicModel, partition: PartitionModel, timestamp: number): Promise<number | null> {
  const topics = [{ name: topic.name, partitions: [{ partitionIndex: partition.index, currentLeaderEpoch: -1, timestamp }] }]
  const answer = await ask(life, ListOffsets, 7, { replicaId: -1, isolationLevel: 0, topics }, partition.leader)
  if (answer === null) return null
  const result = answer.topics[0]!.partitions[0]!
  if (result.errorCode === ErrorCode.NONE) return result.offset
  note(life, [`${topic.name}-${partition.index} does not tell its offsets: error ${result.errorCode}`])
  return null
}

async function checkOffsets(life: Life, model: Model, group: string, loss: Survives): Promise<void> {
  const promised = loss < SURVIVES.power || life.world.durability === 'power'
  const found = await committed(life, group)
  if (found === null) return
  for (const topic of model.alive()) {
    for (const partition of topic.partitions) {
      const own = model.offset(group, `${topic.id}/${partition.index}`)
      const value = found.get(`${topic.name}/${partition.index}`) ?? null
      const problem = offsetProblem(own.acknowledged, own.asked, value, promised)
      if (problem !== null) note(life, [`${group}, ${topic.name}-${partition.index}: ${problem}`])
      own.acknowledged = value
    }
  }
}

function offsetProblem(acknowledged: number | null, asked: readonly number[], value: number | null, promised: boolean): string | null {
  if (value === null) return promised && acknowledged !== null ? `offset ${acknowledged} is lost` : null
  if (!asked.includes(value)) return `offset ${value} was never committed`
  return promised && acknowledged !== null && value < acknowledged ? `offset went back from ${acknowledged} to ${value}` : null
}

/** By `topic/partition`. */
async function committed(life: Life, group: string): Promise<Map<string, number> | null> {
  for (const node of life.world.nodes) {
    const answer = await ask(life, OffsetFetch, 8, { groups: [{ groupId: group, topics: null }], requireStable: false }, node)
    if (answer === null) return null
    const { errorCode, topics } = answer.groups[0]!
    if (errorCode === ErrorCode.NOT_COORDINATOR) continue
    if (errorCode !== ErrorCode.NONE) {
      note(life, [`${group} does not tell its offsets: error ${errorCode}`])
      return null
    }
    return new Map(
      topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex, committedOffset }) => [`${name}/${partitionIndex}`, committedOffset] as const),
      ),
    )
  }
  note(life, [`no broker coordinates ${group}`])
  return null
}
