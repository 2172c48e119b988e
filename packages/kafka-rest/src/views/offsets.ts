import type { NodeId, Offset } from '@leat/base'
import type { Transport } from '@leat/client'
import { ErrorCode } from '@leat/wire'
import { ListOffsets } from '@leat/wire/messages/02-list-offsets'
import { DescribeLogDirs } from '@leat/wire/messages/35-describe-log-dirs'
import type { Topic } from '../kafka/topics.ts'

export const EARLIEST = -2
export const LATEST = -1
const CONSUMER = -1
const NO_OFFSET = -1

/** Topic name, partition: a number. What is missing is not there, has no leader, or may not be seen. */
export type ByPartition<T> = ReadonlyMap<string, ReadonlyMap<number, T>>

export function at<T>(found: ByPartition<T>, topic: string, partition: number): T | undefined {
  return found.get(topic)?.get(partition)
}

/** The offset at a timestamp (ms; or EARLIEST, LATEST) of all partitions of these topics: one request for each leader. A time after the last record has none. */
export async function offsetsAt(
  transport: Transport,
  topics: readonly Topic[],
  timestamp: number,
  signal: AbortSignal,
): Promise<ByPartition<Offset>> {
  const asked = [...leadersOf(topics)].map(async ([node, wanted]) => {
    const request = [...wanted].map(([name, partitions]) => ({
      name,
      partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp })),
    }))
    return (await transport.call(ListOffsets, { replicaId: CONSUMER, topics: request }, { signal, node })).topics
  })
  const found = new Map<string, Map<number, Offset>>()
  for (const { name, partitions } of (await Promise.all(asked)).flat())
    for (const { partitionIndex, errorCode, offset } of partitions)
      if (errorCode === ErrorCode.NONE && offset !== NO_OFFSET) put(found, name, partitionIndex, offset)
  return found
}

/** Bytes on disk of all partitions of these topics; empty for who may not describe the cluster. A request for each broker. */
export async function sizesOf(transport: Transport, topics: readonly Topic[], signal: AbortSignal): Promise<ByPartition<number>> {
  const nodes = [...new Set(topics.flatMap(({ partitions }) => partitions.flatMap(({ replicas }) => replicas)))]
  const wanted = topics.map(({ name, partitions }) => ({ topic: name, partitions: partitions.map(({ id }) => id) }))
  const asked = nodes.map(async (node) => (await transport.call(DescribeLogDirs, { topics: wanted }, { signal, node })).results)
  const found = new Map<string, Map<number, number>>()
  for (const { errorCode, topics: described } of (await Promise.all(asked)).flat()) {
    if (errorCode !== ErrorCode.NONE) continue
    for (const { name, partitions } of described)
      for (const { partitionIndex, partitionSize, isFutureKey } of partitions)
        // Brokers that share one copy tell the same size.
        if (!isFutureKey) put(found, name, partitionIndex, partitionSize)
  }
  return found
}

function leadersOf(topics: readonly Topic[]): ReadonlyMap<NodeId, ReadonlyMap<string, number[]>> {
  const leaders = new Map<NodeId, Map<string, number[]>>()
  for (const { name, partitions } of topics) {
    for (const { id, leader } of partitions) {
      if (leader === null) continue
      const mine = leaders.get(leader) ?? new Map<string, number[]>()
      leaders.set(leader, mine.set(name, [...(mine.get(name) ?? []), id]))
    }
  }
  return leaders
}

export function put<T>(found: Map<string, Map<number, T>>, topic: string, partition: number, value: T): void {
  const partitions = found.get(topic) ?? new Map<number, T>()
  found.set(topic, partitions.set(partition, value))
}
