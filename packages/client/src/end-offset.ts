import type { Offset } from '@leat/base'
import { ErrorCode, isRetriable } from '@leat/wire'
import { ListOffsets } from '@leat/wire/messages/02-list-offsets'
import { Backoff, type Pace } from './backoff.ts'
import { KafkaError } from './errors.ts'
import { type PartitionName, locatePartition, partitionText } from './locate-partition.ts'
import type { Transport } from './transport.ts'

export interface EndOffsetOptions extends PartitionName, Pace {
  readonly signal: AbortSignal
}

const UNAVAILABLE_MS_MAX = 30_000
const CONSUMER = -1
const LATEST = -1

/** Where the next record that consumers see will stand. @throws KafkaError, TransportClosed, the signal's reason */
export async function endOffset(transport: Transport, options: EndOffsetOptions): Promise<Offset> {
  const { topic, partition, signal } = options
  const backoff = new Backoff(options)
  for (;;) {
    const located = await locatePartition(transport, options, signal)
    let code = located.ok ? ErrorCode.NONE : located.error.code
    if (located.ok) {
      const topics = [{ name: topic, partitions: [{ partitionIndex: partition, timestamp: LATEST }] }]
      const answer = await transport.call(ListOffsets, { replicaId: CONSUMER, topics }, { signal, node: located.value.leader })
      const found = answer.topics[0]?.partitions[0]
      if (found?.errorCode === ErrorCode.NONE) return found.offset
      code = found?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    }
    if (!isRetriable(code) || backoff.failingMs >= UNAVAILABLE_MS_MAX)
      throw new KafkaError(`asking for the end of ${partitionText(options)}`, code)
    await backoff.wait(signal)
  }
}
