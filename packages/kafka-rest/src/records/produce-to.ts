import type { NodeId } from '@leat/base'
import type { Transport } from '@leat/client'
import type { Problem } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { Produce, type ProduceResponse } from '@leat/wire/messages/00-produce'
import { buildBatch } from '@leat/wire/records'
import type { Topic } from '../kafka/topics.ts'
import { kafkaProblem } from '../problems.ts'
import type { WishedRecord } from './record.ts'

/** What became of one record. `again`: nothing was stored, and elsewhere or later it may be. */
export type Outcome =
  | { readonly kind: 'stored'; readonly offset: number; readonly appendTimeMs: number | null }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'again'; readonly code: number; readonly said: string | null }

export interface ProduceItem {
  readonly record: WishedRecord
  readonly timestamp: number
  outcome: Outcome | null
}

export interface PartitionBatch {
  readonly partition: number
  /** In order; never empty. */
  readonly items: readonly ProduceItem[]
}

export interface ProduceTo {
  readonly topic: Topic
  readonly leader: NodeId
  readonly batches: readonly PartitionBatch[]
  readonly signal: AbortSignal
}

const ACKS_ALL = -1
/** How long a broker may wait for its replicas. */
const REPLICAS_MS_MAX = 30_000

/** Refusals that say for sure that nothing was stored: another leader, another topic of this name, a broker that cannot write now. */
const TRY_ELSEWHERE = new Set<number>([
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
  ErrorCode.LEADER_NOT_AVAILABLE,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.UNKNOWN_TOPIC_ID,
  ErrorCode.NOT_ENOUGH_REPLICAS,
])

/** Refusals of a batch for the sake of some of its records, or of its size. */
const FAULT_OF_RECORDS = new Set<number>([
  ErrorCode.INVALID_RECORD,
  ErrorCode.INVALID_TIMESTAMP,
  ErrorCode.MESSAGE_TOO_LARGE,
  ErrorCode.RECORD_LIST_TOO_LARGE,
])

/** Sends the batches of one leader in one request, and writes the outcome on each item. */
export async function produceTo(transport: Transport, { topic, leader, batches, signal }: ProduceTo): Promise<void> {
  const partitionData = batches.map(({ partition, items }) => ({ index: partition, records: batchOf(items) }))
  const topicData = [{ name: topic.name, topicId: topic.id, partitionData }]
  const answer = await transport.call(Produce, { acks: ACKS_ALL, timeoutMs: REPLICAS_MS_MAX, topicData }, { signal, node: leader })
  const results = new Map(answer.responses[0]?.partitionResponses.map((result) => [result.index, result]))
  for (const batch of batches) {
    const result = results.get(batch.partition)
    const rest = result === undefined ? unanswered(batch) : settle(batch, result)
    // In the order of the records: those that are left of a batch go before anything that follows.
    for (const part of rest) await produceTo(transport, { topic, leader, batches: [part], signal })
  }
}

type PartitionResult = ProduceResponse['responses'][number]['partitionResponses'][number]

/** What is still to be sent of the batch: a record that cannot be stored costs itself, and not those beside it. */
function settle({ partition, items }: PartitionBatch, result: PartitionResult): PartitionBatch[] {
  const { errorCode, errorMessage, baseOffset, logAppendTimeMs, recordErrors } = result
  if (errorCode === ErrorCode.NONE) {
    for (const [i, item] of items.entries())
      item.outcome = { kind: 'stored', offset: baseOffset + i, appendTimeMs: logAppendTimeMs < 0 ? null : logAppendTimeMs }
    return []
  }
  if (TRY_ELSEWHERE.has(errorCode)) {
    for (const item of items) item.outcome = { kind: 'again', code: errorCode, said: errorMessage }
    return []
  }
  const named = new Map(
    recordErrors.filter(({ batchIndex }) => batchIndex < items.length).map((error) => [error.batchIndex, error.batchIndexErrorMessage]),
  )
  if (!FAULT_OF_RECORDS.has(errorCode) || items.length === 1) {
    const problem = kafkaProblem(errorCode, named.get(0) ?? errorMessage)
    for (const item of items) item.outcome = { kind: 'refused', problem }
    return []
  }
  if (named.size === 0) return halves({ partition, items })
  for (const [i, said] of named) items[i]!.outcome = { kind: 'refused', problem: kafkaProblem(errorCode, said) }
  const sound = items.filter((_, i) => !named.has(i))
  return sound.length === 0 ? [] : [{ partition, items: sound }]
}

function halves({ partition, items }: PartitionBatch): PartitionBatch[] {
  const middle = items.length >> 1
  return [
    { partition, items: items.slice(0, middle) },
    { partition, items: items.slice(middle) },
  ]
}

function unanswered({ items }: PartitionBatch): PartitionBatch[] {
  const problem = kafkaProblem(ErrorCode.UNKNOWN_SERVER_ERROR)
  for (const item of items) item.outcome = { kind: 'refused', problem }
  return []
}

function batchOf(items: readonly ProduceItem[]): Buffer {
  return buildBatch({
    records: items.map(({ record, timestamp }) => ({
      key: record.key?.bytes ?? null,
      value: record.value?.bytes ?? null,
      timestamp,
      headers: record.headers,
    })),
  })
}
