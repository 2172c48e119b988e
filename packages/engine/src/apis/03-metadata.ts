import type { NodeId } from '@leat/base'
import { type Call, ErrorCode, type Reply, ZERO_UUID, decode } from '@leat/wire'
import { Metadata, type MetadataRequest } from '@leat/wire/messages/03-metadata'
import { CLUSTER_OPERATIONS, NO_OPERATIONS, TOPIC_OPERATIONS } from '../authorized-operations.ts'
import { decideCreateTopics } from '../cluster/create-topics.ts'
import { type TopicState, leaderEpochOf, leaderOf } from '../cluster/state.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'
import { OFFSETS_TOPIC, isInternal, topicNameFault } from '../topics/topic-name.ts'
import { createTopicsRules } from './19-create-topics.ts'

/**
 * Metadata (3)
 *
 * Behaviour: null topics (v0: none) mean all. An absent topic that may be made is made before the answer, so the first answer already names its leader
 * (Kafka says UNKNOWN_TOPIC_OR_PARTITION first and clients ask again; both are legal). Any broker may be called controller: we name the first.
 *
 * Versions: v1 controller, rack, internal · v2 cluster id · v4 allow_auto_topic_creation (always, before) · v5 offline replicas · v7 leader epoch ·
 * v8 authorized operations (KIP-430; of the cluster until v10) · v10 topic ids (KIP-516), asked for by id from v12 · v13 top-level error (KIP-1102).
 */
export function metadata(engine: EngineContext): Handler {
  return { api: Metadata, min: 0, max: 13, handle: (call) => handleMetadata(engine, call) }
}

const ASK_BY_ID_SINCE = 12
const AUTO_CREATION_FLAG_SINCE = 4

async function handleMetadata(engine: EngineContext, call: Call): Promise<Reply> {
  const request = decode(call, Metadata)
  if (call.version < ASK_BY_ID_SINCE && request.topics?.some(({ name, topicId }) => name === null || topicId !== ZERO_UUID) === true)
    return idsTooEarly(request)
  const everything = request.topics === null || (call.version === 0 && request.topics.length === 0)
  const refs = everything
    ? [...engine.cluster.state.topics.values()].map(({ name, id }): TopicRef => ({ name, id, byId: false }))
    : refsOf(request, call.version)
  if (!everything && engine.settings.autoCreateTopics && (request.allowAutoTopicCreation || call.version < AUTO_CREATION_FLAG_SINCE))
    await createAbsent(engine, refs)

  const asksOperations = request.includeTopicAuthorizedOperations ? TOPIC_OPERATIONS : NO_OPERATIONS
  return respond(Metadata, {
    brokers: engine.nodes.map((nodeId) => ({ nodeId, host: '', port: -1, rack: null })),
    clusterId: engine.clusterId,
    controllerId: engine.nodes[0]!,
    topics: refs.map((ref) => topicEntry(engine, call.version, ref, asksOperations)),
    ...(request.includeClusterAuthorizedOperations ? { clusterAuthorizedOperations: CLUSTER_OPERATIONS } : {}),
  })
}

/** Versions 10 and 11 carry ids in the answer only (KAFKA-10774): the whole request is refused. */
function idsTooEarly({ topics }: MetadataRequest): Reply {
  return respond(Metadata, {
    brokers: [],
    topics: (topics ?? []).map(({ name, topicId }) => ({
      errorCode: ErrorCode.INVALID_REQUEST,
      name: name ?? '',
      topicId,
      isInternal: false,
      partitions: [],
    })),
  })
}

interface TopicRef {
  readonly name: string | null
  readonly id: string
  readonly byId: boolean
}

/** Each topic once, by name or by id. */
function refsOf(request: MetadataRequest, version: number): TopicRef[] {
  const refs = new Map<string, TopicRef>()
  for (const { name, topicId } of request.topics ?? []) {
    const byId = version >= ASK_BY_ID_SINCE && topicId !== ZERO_UUID
    if (!byId && name === null) continue
    refs.set(byId ? `id ${topicId}` : `name ${name}`, { name: byId ? null : name, id: byId ? topicId : ZERO_UUID, byId })
  }
  return [...refs.values()]
}

async function createAbsent(engine: EngineContext, refs: readonly TopicRef[]): Promise<void> {
  const absent = refs.flatMap(({ name }) =>
    name !== null && !engine.cluster.state.topics.has(name) && topicNameFault(name) === null ? [name] : [],
  )
  if (absent.length === 0) return
  if (absent.includes(OFFSETS_TOPIC)) await engine.offsets.ensure()
  const topics = absent
    .filter((name) => !isInternal(name))
    .map((name) => ({ name, numPartitions: -1, replicationFactor: -1, assignments: [], configs: [] }))
  await engine.cluster.change((state) => decideCreateTopics(state, topics, false, createTopicsRules(engine)))
}

function topicEntry(engine: EngineContext, version: number, ref: TopicRef, topicAuthorizedOperations: number) {
  const { state } = engine.cluster
  const topic = ref.byId ? state.topicsById.get(ref.id) : state.topics.get(ref.name!)
  if (topic === undefined) {
    const legal = ref.byId || topicNameFault(ref.name!) === null
    const errorCode = ref.byId
      ? ErrorCode.UNKNOWN_TOPIC_ID
      : legal
        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        : ErrorCode.INVALID_TOPIC_EXCEPTION
    return {
      errorCode,
      name: ref.byId ? null : ref.name,
      topicId: ref.id,
      isInternal: ref.name !== null && isInternal(ref.name),
      partitions: [],
    }
  }
  const down = offlineTest(engine)
  return {
    errorCode: ErrorCode.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternal(topic.name),
    partitions: topic.partitions.map((partition, partitionIndex) => {
      const offline = down(topic, partitionIndex)
      return {
        // Clients before v1 and after read this as "ask again": the partition has no leader while its log is broken.
        errorCode: offline ? ErrorCode.LEADER_NOT_AVAILABLE : ErrorCode.NONE,
        partitionIndex,
        leaderId: offline ? NO_LEADER : leaderOf(partition),
        leaderEpoch: leaderEpochOf(state, partition),
        replicaNodes: partition.replicas,
        isrNodes: partition.replicas,
        offlineReplicas: offline ? partition.replicas : NONE,
      }
    }),
    ...(version >= 8 ? { topicAuthorizedOperations } : {}),
  }
}

const NO_LEADER = -1
const NONE: readonly NodeId[] = []

/** A partition whose log failed has no leader until a restart repaired it. Logs that were never opened count as fine. */
export function offlineTest(engine: EngineContext): (topic: TopicState, index: number) => boolean {
  return (topic, index) => {
    const partition = engine.topics.byId(topic.id)?.partitions[index]
    return partition !== undefined && partition.isOpen && !partition.log.health.ok
  }
}
