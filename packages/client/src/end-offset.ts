import { type Offset, type Result, fail, ok } from '@leat/base'
import { ErrorCode, isRetriable } from '@leat/wire'
import { ListOffsets } from '@leat/wire/messages/02-list-offsets'
import { Backoff, type Pace } from './backoff.ts'
import { KafkaError } from './errors.ts'
import { type LocateError, type PartitionName, type PartitionPlace, locatePartition, partitionText } from './locate-partition.ts'
import { orLost } from './or-lost.ts'
import type { Transport } from './transport.ts'

export interface EndOffsetOptions extends PartitionName, Pace {
  readonly signal: AbortSignal
}

const UNAVAILABLE_MS_MAX = 30_000
const CONSUMER = -1
const LATEST = -1

/** Where the next record that consumers see will stand. @throws KafkaError, TransportClosed, the signal's reason */
export async function endOffset(transport: Transport, options: EndOffsetOptions): Promise<Offset> {
  const { signal } = options
  const backoff = new Backoff(options)
  for (;;) {
    const located = await locatePartition(transport, options, signal)
    const end = located.ok ? await orLost(askEnd(transport, located.value, signal)) : located
    if (end.ok) return end.value
    const { code } = end.error
    if (!isRetriable(code) || backoff.failingMs >= UNAVAILABLE_MS_MAX)
      throw new KafkaError(`asking for the end of ${partitionText(options)}`, code)
    await backoff.wait(signal)
  }
}

async function askEnd(
  transport: Transport,
  { topic, partition, leader }: PartitionPlace,
  signal: AbortSignal,
): Promise<Result<Offset, LocateError>> {
  const topics = [{ name: topic, partitions: [{ partitionIndex: partition, timestamp: LATEST }] }]
  const answer = await transport.call(ListOffsets, { replicaId: CONSUMER, topics }, { signal, node: leader })
  const found = answer.topics[0]?.partitions[0]
  if (found === undefined) return fail({ code: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION })
  return found.errorCode === ErrorCode.NONE ? ok(found.offset) : fail({ code: found.errorCode })
}
