import { type Millis, type Offset, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { ListOffsets } from '@leat/wire/messages/02-list-offsets'
import { type CallError, orLost } from './or-lost.ts'
import { type TopicPlace, byLeader } from './topic-place.ts'
import type { Transport } from './transport.ts'

const TIMESTAMPS = { latest: -1, earliest: -2 } as const

/** A moment (ms): the first record that is not older; -1 where all are older. */
export type WhichOffset = keyof typeof TIMESTAMPS | { readonly atMs: Millis }

const CONSUMER = -1

/** The first, or the next, offset of each partition. A partition without a leader is LEADER_NOT_AVAILABLE, a connection that is lost NETWORK_EXCEPTION. */
export function listOffsets(
  transport: Transport,
  place: TopicPlace,
  partitions: readonly number[],
  which: WhichOffset,
  signal: AbortSignal,
): Promise<Result<ReadonlyMap<number, Offset>, CallError>> {
  return orLost(list(transport, place, partitions, which, signal))
}

async function list(
  transport: Transport,
  place: TopicPlace,
  partitions: readonly number[],
  which: WhichOffset,
  signal: AbortSignal,
): Promise<Result<ReadonlyMap<number, Offset>, CallError>> {
  const led = byLeader(place, partitions)
  const asked = [...led].map(([node, mine]) => {
    const wanted = mine.map((partitionIndex) => ({ partitionIndex, timestamp: typeof which === 'object' ? which.atMs : TIMESTAMPS[which] }))
    return transport.call(ListOffsets, { replicaId: CONSUMER, topics: [{ name: place.topic, partitions: wanted }] }, { signal, node })
  })
  const offsets = new Map<number, Offset>()
  for (const { topics } of await Promise.all(asked)) {
    for (const { partitionIndex, errorCode, offset } of topics[0]?.partitions ?? []) {
      if (errorCode !== ErrorCode.NONE) return fail({ code: errorCode })
      offsets.set(partitionIndex, offset)
    }
  }
  return partitions.every((partition) => offsets.has(partition)) ? ok(offsets) : fail({ code: ErrorCode.LEADER_NOT_AVAILABLE })
}
