import { type NodeId, assert, unreachable } from '@leat/base'
import { normalizedName } from '../topics/topic-name.ts'
import type { ClusterEvent } from './events.ts'
import { type ClusterState, type PartitionState, type TopicState, leaderOf } from './state.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** The only place where the cluster's metadata changes. */
export function apply(target: ClusterState, event: ClusterEvent): void {
  const state: Mutable<ClusterState> = target
  switch (event.type) {
    case 'topic-created': {
      put(state, {
        name: event.name,
        id: event.id,
        partitions: partitionsOf(state, event.replicas),
        configs: new Map(Object.entries(event.configs)),
      })
      state.normalizedNames.set(normalizedName(event.name), event.name)
      state.partitionCount += event.replicas.length
      return
    }
    case 'topic-deleted': {
      const topic = topicOf(state, event.id)
      state.topics.delete(topic.name)
      state.topicsById.delete(topic.id)
      state.normalizedNames.delete(normalizedName(topic.name))
      state.partitionCount -= topic.partitions.length
      return
    }
    case 'partitions-added': {
      const topic = topicOf(state, event.id)
      put(state, { ...topic, partitions: [...topic.partitions, ...partitionsOf(state, event.replicas)] })
      state.partitionCount += event.replicas.length
      return
    }
    case 'partitions-moved': {
      const topic = topicOf(state, event.id)
      const partitions = [...topic.partitions]
      for (const { index, replicas } of event.partitions) partitions[index] = movedTo(replicas, partitions[index])
      put(state, { ...topic, partitions })
      return
    }
    case 'topic-configs-set':
      put(state, { ...topicOf(state, event.id), configs: new Map(Object.entries(event.configs)) })
      return
    case 'broker-configs-set':
      state.brokerConfigs.set(event.node, new Map(Object.entries(event.configs)))
      return
    case 'producer-ids-reserved':
      state.nextProducerId = event.next
      return
    case 'transactional-id-set':
      state.transactionalIds.set(event.transactionalId, event.entry)
      return
    case 'transactional-ids-expired':
      for (const id of event.transactionalIds) state.transactionalIds.delete(id)
      return
    case 'started':
      if (!event.clean) state.uncleanStarts++
      state.stoppedCleanly = false
      return
    case 'stopped':
      state.stoppedCleanly = true
      return
    default:
      unreachable(event)
  }
}

function put(state: ClusterState, topic: TopicState): void {
  state.topics.set(topic.name, topic)
  state.topicsById.set(topic.id, topic)
}

function topicOf(state: ClusterState, id: string): TopicState {
  const topic = state.topicsById.get(id)
  assert(topic !== undefined, `event about topic ${id}, which does not exist`)
  return topic
}

function movedTo(replicas: readonly NodeId[], partition: PartitionState | undefined): PartitionState {
  assert(partition !== undefined, 'a partition that moves exists')
  const isLedByAnother = replicas[0] !== leaderOf(partition)
  return { replicas, epochBase: isLedByAnother ? partition.epochBase - 1 : partition.epochBase }
}

function partitionsOf(state: ClusterState, replicas: readonly (readonly NodeId[])[]): PartitionState[] {
  return replicas.map((nodes) => ({ replicas: nodes, epochBase: state.uncleanStarts }))
}
