import type { Operation } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { DeleteTopics } from '@leat/wire/messages/20-delete-topics'
import { CreatePartitions } from '@leat/wire/messages/37-create-partitions'
import {
  type TopicData,
  AUTHORIZED_OPERATIONS,
  createKafkaTopic,
  deleteKafkaTopic,
  getKafkaTopic,
  listKafkaTopics,
  updatePartitionCountKafkaTopic,
} from '../api/topics.ts'
import { byText } from '../compare.ts'
import type { KafkaRest } from '../door.ts'
import { createTopic } from '../kafka/create-topic.ts'
import { type Topic, awaitTopic, findTopic, listTopics } from '../kafka/topics.ts'
import { type Cluster, NO_CONTENT, answer, onCluster } from '../on-cluster.ts'
import { refused, refusedToGrow } from '../problems.ts'

const CHANGE_MS_MAX = 30_000

export function topicOperations(rest: KafkaRest): Operation[] {
  const awaited = ({ signal }: Cluster) => ({ clock: rest.clock, msMax: rest.limits.metadataMsMax, signal })
  return [
    onCluster(rest, listKafkaTopics, async (cluster) => {
      const topics = await listTopics(cluster.transport, cluster.signal)
      const data = topics.toSorted(byText(({ name }) => name)).map((topic) => topicData(cluster, countsOf(topic)))
      return answer({ kind: 'KafkaTopicList', metadata: { self: cluster.links.self('topics'), next: null }, data })
    }),

    onCluster(rest, getKafkaTopic, async (cluster, { params, query }) => {
      const withOperations = query.include_authorized_operations === true
      const topic = await findTopic(cluster.transport, params.topic_name, { signal: cluster.signal, withOperations })
      if (!topic.ok) return topic
      const body = topicData(cluster, countsOf(topic.value))
      return answer(withOperations ? { ...body, authorized_operations: operationsOf(topic.value.authorizedOperations) } : body)
    }),

    onCluster(rest, createKafkaTopic, async (cluster, { body }) => {
      const created = await createTopic(cluster.transport, body, cluster.signal)
      if (!created.ok) return created
      const counts = { ...created.value, isInternal: false }
      if (body.validate_only === true) return answer(topicData(cluster, counts), { status: 200 })
      const shown = await awaitTopic(cluster.transport, body.topic_name, () => true, awaited(cluster))
      const data = topicData(cluster, shown === null ? counts : countsOf(shown))
      return answer(data, { headers: { location: data.metadata.self } })
    }),

    onCluster(rest, updatePartitionCountKafkaTopic, async (cluster, { params, body }) => {
      const { transport, signal } = cluster
      const name = params.topic_name
      const topics = [{ name, count: body.partitions_count, assignments: null }]
      const { results } = await transport.call(CreatePartitions, { topics, timeoutMs: CHANGE_MS_MAX, validateOnly: false }, { signal })
      const result = results[0]
      if (result === undefined) return refused(ErrorCode.UNKNOWN_SERVER_ERROR)
      if (result.errorCode !== ErrorCode.NONE) return refusedToGrow(result.errorCode, result.errorMessage)
      const shown = await awaitTopic(transport, name, ({ partitions }) => partitions.length >= body.partitions_count, awaited(cluster))
      // Who may alter a topic may describe it; without an answer in time the request still did what it says.
      const counts =
        shown === null ? { name, partitionsCount: body.partitions_count, replicationFactor: 0, isInternal: false } : countsOf(shown)
      return answer(topicData(cluster, counts))
    }),

    onCluster(rest, deleteKafkaTopic, async ({ transport, signal }, { params }) => {
      const { responses } = await transport.call(
        DeleteTopics,
        { topics: [{ name: params.topic_name }], timeoutMs: CHANGE_MS_MAX },
        { signal },
      )
      const deleted = responses[0]
      if (deleted === undefined) return refused(ErrorCode.UNKNOWN_SERVER_ERROR)
      return deleted.errorCode === ErrorCode.NONE ? NO_CONTENT : refused(deleted.errorCode, deleted.errorMessage)
    }),
  ]
}

interface Counts {
  readonly name: string
  readonly isInternal: boolean
  readonly partitionsCount: number
  readonly replicationFactor: number
}

function countsOf({ name, isInternal, partitions }: Topic): Counts {
  return { name, isInternal, partitionsCount: partitions.length, replicationFactor: partitions[0]?.replicas.length ?? 0 }
}

function topicData({ id, links }: Cluster, { name, isInternal, partitionsCount, replicationFactor }: Counts): TopicData {
  return {
    kind: 'KafkaTopic',
    metadata: { self: links.self('topics', name), resource_name: links.crn(['topic', name]) },
    cluster_id: id,
    topic_name: name,
    is_internal: isInternal,
    replication_factor: replicationFactor,
    partitions_count: partitionsCount,
    partitions: links.related('topics', name, 'partitions'),
    configs: links.related('topics', name, 'configs'),
    partition_reassignments: links.related('topics', name, 'partitions', '-', 'reassignments'),
  }
}

const FIRST_OPERATION_CODE = 2

/** From bits of the wire's codes: ALL is 2, READ 3 and so on. */
function operationsOf(bits: number): (typeof AUTHORIZED_OPERATIONS)[number][] {
  return AUTHORIZED_OPERATIONS.slice(1).filter((_, i) => (bits & (1 << (FIRST_OPERATION_CODE + i))) !== 0)
}
