import { type Offset, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { Produce } from '@leat/wire/messages/00-produce'
import type { PartitionPlace } from './locate-partition.ts'
import { orLost } from './or-lost.ts'
import type { Transport } from './transport.ts'

export interface ProduceError {
  readonly code: number
  readonly detail?: string | null
}

const ACKS_ALL = -1
/** How long a broker may wait for its replicas. */
const REPLICAS_MS_MAX = 30_000

/** One batch to one partition, acks=all. Answers its base offset; -1 when the broker has it and no longer knows where. A connection that is lost is NETWORK_EXCEPTION. */
export function produceBatch(
  transport: Transport,
  place: PartitionPlace,
  records: Buffer,
  signal: AbortSignal,
): Promise<Result<Offset, ProduceError>> {
  return orLost(produce(transport, place, records, signal))
}

async function produce(
  transport: Transport,
  { topic, topicId, partition, leader }: PartitionPlace,
  records: Buffer,
  signal: AbortSignal,
): Promise<Result<Offset, ProduceError>> {
  const topicData = [{ name: topic, topicId, partitionData: [{ index: partition, records }] }]
  const answer = await transport.call(Produce, { acks: ACKS_ALL, timeoutMs: REPLICAS_MS_MAX, topicData }, { signal, node: leader })
  const result = answer.responses[0]?.partitionResponses[0]
  if (result === undefined) return fail({ code: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, detail: null })
  const { errorCode, errorMessage, baseOffset } = result
  if (errorCode === ErrorCode.NONE || errorCode === ErrorCode.DUPLICATE_SEQUENCE_NUMBER) return ok(baseOffset)
  return fail({ code: errorCode, detail: errorMessage })
}
