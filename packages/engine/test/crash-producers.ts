import { ErrorCode } from '@leat/wire'
import { InitProducerId, Produce } from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'
import { type Life, ask, note, pick } from './crash-life.ts'
import { type Model, type PartitionModel, type SentBatch, type Survives, type TopicModel, SURVIVES } from './crash-model.ts'

const ACKS_ALL = -1
const BATCHES_PER_ROUND_MAX = 3
/** What an idempotent client may see while it retries in order: everything else means that the broker forgot something. */
const RETRY = new Set<number>([
  ErrorCode.KAFKA_STORAGE_ERROR,
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.UNKNOWN_TOPIC_ID,
  ErrorCode.LEADER_NOT_AVAILABLE,
])

interface Target {
  readonly topic: TopicModel
  readonly partition: PartitionModel
}

/** A producer that retries until it is told, over crashes too. It has one target at a time. */
export interface IdempotentProducer {
  readonly name: string
  identity: { readonly id: number; readonly epoch: number } | null
  target: Target | null
  nextSequence: number
  /** Sent or to be sent, oldest first, not acknowledged yet. */
  queue: SentBatch[]
  busy: boolean
  count: number
  /** Data this producer was told to be safe may be gone by right: what the broker remembers of it too. */
  mayBeForgotten: boolean
}

export function idempotentProducer(name: string): IdempotentProducer {
  return { name, identity: null, target: null, nextSequence: 0, queue: [], busy: false, count: 0, mayBeForgotten: false }
}

function makeBatch(life: Life, tag: string, producer: SentBatch['producer']): SentBatch {
  const { random, clock } = life
  const records = Array.from({ length: 1 + random.below(3) }, (_, i) => ({
    key: Buffer.from(i === 0 ? tag : `${tag}+${i}`),
    value: Buffer.from(`${tag} `.repeat(1 + random.below(20))),
    timestamp: clock.now(),
  }))
  const identity = producer === null ? {} : { producerId: producer.id, producerEpoch: producer.epoch, baseSequence: producer.sequence }
  return {
    tag,
    bytes: buildBatch({ records, ...identity, compression: pick(random, ['none', 'none', 'gzip'] as const) }),
    records: records.length,
    producer,
    sends: 0,
    survives: SURVIVES.nothing,
    offset: null,
  }
}

/** What an answer promises. */
function promised(life: Life, topic: TopicModel, acks: number): Survives {
  return acks === ACKS_ALL && (life.world.durability === 'power' || topic.flushed) ? SURVIVES.power : SURVIVES.kill
}

/** Answers the error code; null when nobody was told. */
async function send(life: Life, { topic, partition }: Target, batch: SentBatch, acks: number): Promise<number | null> {
  batch.sends++
  const topicData = [{ topicId: topic.id, partitionData: [{ index: partition.index, records: batch.bytes }] }]
  const answer = await ask(life, Produce, 13, { transactionalId: null, acks, timeoutMs: 30_000, topicData }, partition.leader)
  if (answer === null) return null
  const { errorCode, baseOffset } = answer.responses[0]!.partitionResponses[0]!
  if (errorCode === ErrorCode.NONE)
    note(life, partition.place(batch, baseOffset, promised(life, topic, acks)), `${topic.name}-${partition.index}`)
  return errorCode
}

/** Fire and forget, or acknowledged and never retried. */
export async function producePlain(life: Life, model: Model, name: string, counter: { next: number }): Promise<void> {
  const target = targetOf(life, model)
  if (target === null) return
  const acks = pick(life.random, [ACKS_ALL, ACKS_ALL, 1])
  const batches = Array.from({ length: 1 + life.random.below(BATCHES_PER_ROUND_MAX) }, () =>
    makeBatch(life, `${name}:${counter.next++}`, null),
  )
  for (const batch of batches) target.partition.sent.set(batch.tag, batch)
  await Promise.all(batches.map((batch) => send(life, target, batch, acks)))
}

/** One round: what is not acknowledged yet goes out in order, pipelined, some of it twice. */
export async function produceIdempotent(life: Life, model: Model, producer: IdempotentProducer): Promise<void> {
  if (producer.busy) return
  producer.busy = true
  await round(life, model, producer)
  producer.busy = false
}

async function round(life: Life, model: Model, producer: IdempotentProducer): Promise<void> {
  const { random } = life
  if (producer.target === null || producer.target.topic.deletion !== 'none' || (producer.queue.length === 0 && random.below(8) === 0)) {
    // Another partition, another identity: sequences are counted per partition.
    await begin(life, model, producer)
  }
  const { identity, target, queue } = producer
  if (identity === null || target === null) return
  while (queue.length < 1 + random.below(BATCHES_PER_ROUND_MAX)) {
    const batch = makeBatch(life, `${producer.name}:${producer.count++}`, { ...identity, sequence: producer.nextSequence })
    producer.nextSequence += batch.records
    queue.push(batch)
    target.partition.sent.set(batch.tag, batch)
  }
  const attempts = queue.flatMap((batch) => {
    // A client whose patience ended sends again while the first request is still on its way.
    const times = random.below(5) === 0 ? 2 : 1
    return Array.from({ length: times }, async () => ({ batch, code: await send(life, target, batch, ACKS_ALL) }))
  })
  const outcomes = await Promise.all(attempts)
  const acknowledged = new Set(outcomes.filter(({ code }) => code === ErrorCode.NONE).map(({ batch }) => batch))
  producer.queue = queue.filter((batch) => !acknowledged.has(batch))
  const head = producer.queue[0]
  const code = outcomes.find(({ batch }) => batch === head)?.code ?? null
  if (code === null || RETRY.has(code)) return
  if (!producer.mayBeForgotten)
    note(
      life,
      [`${head!.tag} (${JSON.stringify(head!.producer)}) was refused with ${code}`],
      `${target.topic.name}-${target.partition.index}`,
    )
  producer.target = null
}

async function begin(life: Life, model: Model, producer: IdempotentProducer): Promise<void> {
  producer.target = null
  producer.queue = []
  producer.mayBeForgotten = false
  const given = await initProducerId(life, model, null)
  if (given === null) return
  producer.identity = given
  producer.nextSequence = 0
  producer.target = targetOf(life, model)
}

/** Null: no answer, or an error. */
export async function initProducerId(
  life: Life,
  model: Model,
  transactionalId: string | null,
): Promise<{ readonly id: number; readonly epoch: number } | null> {
  const { nodes } = life.world
  for (const node of nodes) {
    const answer = await ask(life, InitProducerId, 4, { transactionalId, transactionTimeoutMs: 1_000 }, node)
    if (answer === null) return null
    if (answer.errorCode === ErrorCode.NOT_COORDINATOR) continue
    if (answer.errorCode !== ErrorCode.NONE) return null
    note(life, model.producerGiven(transactionalId, answer.producerId, answer.producerEpoch))
    return { id: answer.producerId, epoch: answer.producerEpoch }
  }
  // Brokers that changed while they were asked may all have answered for each other.
  if (nodes === life.world.nodes) note(life, [`no broker coordinates ${transactionalId}`])
  return null
}

function targetOf(life: Life, model: Model): Target | null {
  const topics = model.alive()
  if (topics.length === 0) return null
  const topic = pick(life.random, topics)
  return { topic, partition: pick(life.random, topic.partitions) }
}
