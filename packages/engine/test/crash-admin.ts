import { ErrorCode } from '@leat/wire'
import { CreatePartitions, CreateTopics, DeleteRecords, DeleteTopics, IncrementalAlterConfigs, Metadata } from '@leat/wire/messages'
import { type Life, ask, note, pick } from './crash-life.ts'
import { type Model, PartitionModel, type TopicModel, type TopicWish } from './crash-model.ts'

const NAMES = ['orders', 'payments', 'clicks', 'audit']
const PARTITIONS_MAX = 4
const TOPIC = 2
const SET = 0

export async function createTopic(life: Life, model: Model): Promise<void> {
  const { random } = life
  const name = pick(random, NAMES)
  if (!model.isFree(name)) return
  const wish: TopicWish = {
    name,
    partitions: 1 + random.below(2),
    flushed: random.below(4) === 0,
    retentionMs: retention(life),
  }
  model.wishes.set(name, wish)
  const configs = [
    { name: 'retention.ms', value: wish.retentionMs },
    ...(wish.flushed ? [{ name: 'flush.messages', value: '1' }] : []),
    ...(random.below(2) === 0 ? [{ name: 'segment.ms', value: String(1 + random.below(200)) }] : []),
  ]
  const topics = [{ name, numPartitions: wish.partitions, replicationFactor: 1, assignments: [], configs }]
  const answer = await ask(life, CreateTopics, 7, { topics, timeoutMs: 30_000, validateOnly: false })
  const result = answer?.topics[0]
  if (result === undefined || result.errorCode !== ErrorCode.NONE) {
    if (result !== undefined) expectStorageTrouble(life, 'CreateTopics', result.errorCode)
    return
  }
  // Until its leaders are known it stays a wish: a crash in between leaves that to the check.
  const leaders = await leadersOf(life, name)
  if (leaders === null) return
  if (leaders.length !== wish.partitions) note(life, [`${name} was made with ${leaders.length} partitions, not ${wish.partitions}`])
  model.adopt(wish, result.topicId, leaders)
}

/** In life `life` no two topics ever have the same retention: what is read back tells which request it came from. */
function retention(life: Life): string {
  return String(600_000_000 + life.number * 10_000_000 + life.random.below(10_000_000))
}

export async function leadersOf(life: Life, name: string): Promise<number[] | null> {
  const answer = await ask(life, Metadata, 12, { topics: [{ name }], allowAutoTopicCreation: false })
  const topic = answer?.topics[0]
  if (topic === undefined || topic.errorCode !== ErrorCode.NONE) return null
  return topic.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex).map(({ replicaNodes }) => replicaNodes[0]!)
}

export async function deleteTopic(life: Life, model: Model): Promise<void> {
  const topic = freeTopic(life, model)
  if (topic === null) return
  topic.deletion = 'asked'
  const answer = await ask(life, DeleteTopics, 6, { topics: [{ name: null, topicId: topic.id }], timeoutMs: 30_000 })
  const code = answer?.responses[0]?.errorCode
  if (code === ErrorCode.NONE) topic.deletion = 'done'
  else if (code !== undefined) expectStorageTrouble(life, 'DeleteTopics', code)
}

export async function alterConfig(life: Life, model: Model): Promise<void> {
  await withTopic(life, model, async (topic) => {
    const value = retention(life)
    topic.retentionMs.push(value)
    const configs = [{ name: 'retention.ms', configOperation: SET, value }]
    const resources = [{ resourceType: TOPIC, resourceName: topic.name, configs }]
    const answer = await ask(life, IncrementalAlterConfigs, 1, { resources, validateOnly: false })
    const code = answer?.responses[0]?.errorCode
    if (code === ErrorCode.NONE) topic.retentionMs = [value]
    else if (code !== undefined) expectStorageTrouble(life, 'IncrementalAlterConfigs', code)
  })
}

export async function addPartition(life: Life, model: Model): Promise<void> {
  await withTopic(life, model, async (topic) => {
    const count = Math.max(...topic.partitionCounts) + 1
    if (count > PARTITIONS_MAX) return
    topic.partitionCounts.push(count)
    const answer = await ask(life, CreatePartitions, 3, {
      topics: [{ name: topic.name, count, assignments: null }],
      timeoutMs: 30_000,
      validateOnly: false,
    })
    const code = answer?.results[0]?.errorCode
    if (code === ErrorCode.NONE) {
      topic.partitionCounts = [count]
      const leaders = await leadersOf(life, topic.name)
      for (const leader of leaders?.slice(topic.partitions.length) ?? [])
        topic.partitions.push(new PartitionModel(topic.partitions.length, leader))
    } else if (code !== undefined) expectStorageTrouble(life, 'CreatePartitions', code)
  })
}

export async function deleteRecords(life: Life, model: Model): Promise<void> {
  await withTopic(life, model, async (topic) => {
    const partition = pick(life.random, topic.partitions)
    const known = [...partition.sent.values()].filter(({ offset }) => offset !== null)
    if (known.length === 0) return
    const offset = pick(life.random, known).offset!
    partition.startMax = Math.max(partition.startMax, offset)
    const topics = [{ name: topic.name, partitions: [{ partitionIndex: partition.index, offset }] }]
    const answer = await ask(life, DeleteRecords, 2, { topics, timeoutMs: 30_000 }, partition.leader)
    const result = answer?.topics[0]?.partitions[0]
    if (result?.errorCode === ErrorCode.NONE) partition.startPromised = Math.max(partition.startPromised, offset)
  })
}

async function withTopic(life: Life, model: Model, work: (topic: TopicModel) => Promise<void>): Promise<void> {
  const topic = freeTopic(life, model)
  if (topic === null) return
  topic.busy = true
  await work(topic)
  topic.busy = false
}

/** One admin request per topic at a time, so that the order of what is acknowledged is known. */
function freeTopic(life: Life, model: Model): TopicModel | null {
  const topics = model.alive().filter(({ busy }) => !busy)
  return topics.length === 0 ? null : pick(life.random, topics)
}

/** A sound disk leaves no reason to refuse. */
function expectStorageTrouble(life: Life, what: string, code: number): void {
  if (!life.hadTrouble) note(life, [`${what} was refused with ${code} on a sound disk`])
}
