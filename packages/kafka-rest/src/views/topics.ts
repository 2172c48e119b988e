import type { Operation } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { byText } from '../compare.ts'
import type { KafkaRest } from '../door.ts'
import { describeTopicConfigs } from '../kafka/configs.ts'
import { listGroups } from '../kafka/groups.ts'
import { listTopics, type Topic } from '../kafka/topics.ts'
import { answer, type Cluster, onCluster } from '../on-cluster.ts'
import { refused } from '../problems.ts'
import { listPartitionViews, listTopicViews } from './api.ts'
import { committedOf } from './committed.ts'
import { at, type ByPartition, EARLIEST, LATEST, offsetsAt, sizesOf } from './offsets.ts'
import { ratesOver } from './rates.ts'

export function topicViewOperations(rest: KafkaRest): Operation[] {
  const rates = ratesOver(rest.clock)
  return [
    onCluster(rest, listTopicViews, async (cluster) => {
      const { transport, signal } = cluster
      const topics = (await listTopics(transport, signal)).toSorted(byText(({ name }) => name))
      const [starts, ends, sizes, configs, lags] = await Promise.all([
        offsetsAt(transport, topics, EARLIEST, signal),
        offsetsAt(transport, topics, LATEST, signal),
        sizesOf(transport, topics, signal),
        describeTopicConfigs(
          transport,
          topics.map(({ name }) => name),
          signal,
        ),
        lagsByTopic(cluster, topics),
      ])
      const data = topics.map((topic) => {
        const { name, isInternal, partitions } = topic
        const total = sum(topic, ends)
        const group = lags(topic, ends)
        return {
          topic_name: name,
          is_internal: isInternal,
          partitions_count: partitions.length,
          replication_factor: partitions[0]?.replicas.length ?? 0,
          cleanup_policy: configs.get(name)?.find((config) => config.name === 'cleanup.policy')?.value ?? '',
          offsets_count: total - sum(topic, starts),
          bytes: sum(topic, sizes),
          records_per_second: rates.of(`${cluster.id}/${topic.id}`, total),
          lag: group,
        }
      })
      return answer({ data })
    }),

    onCluster(rest, listPartitionViews, async ({ transport, signal }, { params }) => {
      const request = { topics: [{ name: params.topic_name }], allowAutoTopicCreation: false }
      const found = (await transport.call(Metadata, request, { signal })).topics[0]!
      if (found.errorCode !== ErrorCode.NONE) return refused(found.errorCode)
      const partitions = found.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex)
      const topic: Topic = {
        name: params.topic_name,
        id: found.topicId,
        isInternal: found.isInternal,
        partitions: partitions.map(({ partitionIndex, leaderId, replicaNodes }) => ({
          id: partitionIndex,
          leader: leaderId < 0 ? null : leaderId,
          replicas: replicaNodes,
        })),
        authorizedOperations: found.topicAuthorizedOperations,
      }
      const [starts, ends, sizes] = await Promise.all([
        offsetsAt(transport, [topic], EARLIEST, signal),
        offsetsAt(transport, [topic], LATEST, signal),
        sizesOf(transport, [topic], signal),
      ])
      const data = partitions.map(({ partitionIndex, leaderId, replicaNodes, isrNodes }) => ({
        partition_id: partitionIndex,
        leader: leaderId < 0 ? null : leaderId,
        replicas: replicaNodes,
        in_sync: isrNodes,
        start_offset: at(starts, topic.name, partitionIndex) ?? 0,
        end_offset: at(ends, topic.name, partitionIndex) ?? 0,
        bytes: at(sizes, topic.name, partitionIndex) ?? 0,
      }))
      return answer({ data })
    }),
  ]
}

/** For each topic the lag of the group that is farthest behind; null for topics that no group reads. Who may see no groups sees no lags. */
async function lagsByTopic(
  { transport, signal }: Cluster,
  topics: readonly Topic[],
): Promise<(topic: Topic, ends: ByPartition<number>) => number | null> {
  const groups = await listGroups(transport, signal)
  const committed = groups.ok ? await committedOf(transport, groups.value, topics, signal) : new Map<string, never>()
  return ({ name }, ends) => {
    let farthest: number | null = null
    for (const offsets of committed.values()) {
      const partitions = offsets.get(name)
      if (partitions === undefined) continue
      let lag = 0
      for (const [partition, { offset }] of partitions) lag += Math.max(0, (at(ends, name, partition) ?? offset) - offset)
      farthest = Math.max(farthest ?? 0, lag)
    }
    return farthest
  }
}

function sum({ name, partitions }: Topic, found: ByPartition<number>): number {
  return partitions.reduce((total, { id }) => total + (at(found, name, id) ?? 0), 0)
}
