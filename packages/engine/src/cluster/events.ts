import type { Millis, NodeId, ProducerId, TopicId } from '@leat/base'

/** What InitProducerId left behind for a transactional id. */
export interface TransactionalIdEntry {
  readonly producerId: ProducerId
  readonly producerEpoch: number
  /** Of the incarnation before, so that a retry whose answer was lost is recognized (KIP-360); -1 for none. */
  readonly lastProducerId: ProducerId
  readonly lastProducerEpoch: number
  readonly timeoutMs: Millis
  readonly updatedAtMs: Millis
}

/** What may happen to the cluster's metadata. These are written to the journal as JSON: only add, never change a meaning. */
export type ClusterEvent =
  | {
      readonly type: 'topic-created'
      readonly name: string
      readonly id: TopicId
      readonly replicas: readonly (readonly NodeId[])[]
      readonly configs: Readonly<Record<string, string>>
    }
  | { readonly type: 'topic-deleted'; readonly id: TopicId }
  | { readonly type: 'partitions-added'; readonly id: TopicId; readonly replicas: readonly (readonly NodeId[])[] }
  /** Their replicas from now on. Where the first is another than before, a new leader epoch begins. */
  | {
      readonly type: 'partitions-moved'
      readonly id: TopicId
      readonly partitions: readonly { readonly index: number; readonly replicas: readonly NodeId[] }[]
    }
  | { readonly type: 'topic-configs-set'; readonly id: TopicId; readonly configs: Readonly<Record<string, string>> }
  | { readonly type: 'broker-configs-set'; readonly node: NodeId | null; readonly configs: Readonly<Record<string, string>> }
  | { readonly type: 'producer-ids-reserved'; readonly next: ProducerId }
  | { readonly type: 'transactional-id-set'; readonly transactionalId: string; readonly entry: TransactionalIdEntry }
  | { readonly type: 'transactional-ids-expired'; readonly transactionalIds: readonly string[] }
  | { readonly type: 'started'; readonly clean: boolean }
  | { readonly type: 'stopped' }

const KNOWN = {
  'topic-created': true,
  'topic-deleted': true,
  'partitions-added': true,
  'partitions-moved': true,
  'topic-configs-set': true,
  'broker-configs-set': true,
  'producer-ids-reserved': true,
  'transactional-id-set': true,
  'transactional-ids-expired': true,
  started: true,
  stopped: true,
} as const satisfies Record<ClusterEvent['type'], true>

/** False for what a newer release wrote. */
export function isKnownEvent(event: { readonly type: string }): boolean {
  return Object.hasOwn(KNOWN, event.type)
}
