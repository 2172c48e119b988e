import { type Call, ErrorCode, type Reply, ZERO_UUID, decode } from '@leat/wire'
import { CreateTopics } from '@leat/wire/messages/19-create-topics'
import { randomUuid } from '@leat/base'
import { type CreateTopicsRules, type CreatedTopic, decideCreateTopics } from '../cluster/create-topics.ts'
import { DUPLICATE_TOPIC, type Refusal, duplicatesOf } from '../cluster/topic-faults.ts'
import { CONFIG_SOURCE } from '../configs/config-type.ts'
import { resolveTopicConfigs } from '../configs/resolve.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * CreateTopics (19)
 *
 * Behaviour: each topic stands alone; those that pass are made by one entry of the metadata journal and can be used when the answer arrives. Names that
 * occur twice are refused, once each, at the end of the answer. Replication factors 1 to 3 are taken by a single broker and reported as 1 (parity.md).
 *
 * Versions: v4 -1 for default partitions and replication factor (KIP-464) · v5 configs and counts in the answer (KIP-525) · v7 topic ids.
 */
export function createTopics(engine: EngineContext): Handler {
  return { api: CreateTopics, min: 2, max: 7, handle: (call) => handleCreateTopics(engine, call) }
}

export function createTopicsRules(engine: EngineContext): CreateTopicsRules {
  return {
    nodes: engine.nodes,
    defaultPartitions: engine.settings.numPartitions,
    defaultReplicationFactor: engine.settings.defaultReplicationFactor,
    partitionsMax: engine.limits.partitionsMax,
    newTopicId: () => randomUuid(engine.random),
  }
}

async function handleCreateTopics(engine: EngineContext, call: Call): Promise<Reply> {
  const request = decode(call, CreateTopics)
  const duplicates = duplicatesOf(request.topics.map(({ name }) => name))
  const wanted = request.topics.filter(({ name }) => !duplicates.has(name))
  const decided = await engine.cluster.change((state) => decideCreateTopics(state, wanted, request.validateOnly, createTopicsRules(engine)))
  const results = wanted.map((topic, i) => {
    if (!decided.ok) return failed(topic.name, { code: ErrorCode.KAFKA_STORAGE_ERROR, message: decided.error.reason })
    const outcome = decided.value[i]!
    return outcome.ok ? created(engine, call, outcome.value) : failed(topic.name, outcome.error)
  })
  return respond(CreateTopics, { topics: [...results, ...[...duplicates].map((name) => failed(name, DUPLICATE_TOPIC))] })
}

function created(engine: EngineContext, call: Call, topic: CreatedTopic) {
  const { state } = engine.cluster
  const configs = resolveTopicConfigs(new Map(Object.entries(topic.configs)), state, engine.statics, call.session.node)
  return {
    name: topic.name,
    topicId: topic.id,
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    numPartitions: topic.replicas.length,
    replicationFactor: topic.replicas[0]!.length,
    // As it was given: DescribeConfigs shows what it was read as.
    configs: configs.map(({ def, value, source, synonyms }) => ({
      name: def.name,
      value: source === 'DYNAMIC_TOPIC' ? synonyms[0]!.value : value,
      readOnly: false,
      configSource: CONFIG_SOURCE[source],
      isSensitive: false,
    })),
  }
}

function failed(name: string, { code, message }: Refusal) {
  return { name, topicId: ZERO_UUID, errorCode: code, errorMessage: message }
}
