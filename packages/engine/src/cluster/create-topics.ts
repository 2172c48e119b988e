import { type NodeId, type Result, type TopicId, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import type { CreatableReplicaAssignment, CreatableTopic } from '@leat/wire/messages/19-create-topics'
import { topicConfigFault } from '../configs/alter.ts'
import { topicNameFault } from '../topics/topic-name.ts'
import { assignmentFault, replicasFor, spread } from './assign.ts'
import type { Decision } from './cluster.ts'
import type { ClusterEvent } from './events.ts'
import { type ClusterView, topicWithCollidingName } from './state.ts'
import { type Refusal, refuse } from './topic-faults.ts'

export interface CreateTopicsRules {
  readonly nodes: readonly NodeId[]
  readonly defaultPartitions: number
  readonly defaultReplicationFactor: number
  readonly partitionsMax: number
  readonly newTopicId: () => TopicId
}

export type CreatedTopic = Extract<ClusterEvent, { type: 'topic-created' }>
export type CreateTopicsAnswer = readonly Result<CreatedTopic, Refusal>[]

/** Which of the topics (names are unique) come to be. Later ones see the names and partitions of earlier ones. */
export function decideCreateTopics(
  state: ClusterView,
  topics: readonly CreatableTopic[],
  validateOnly: boolean,
  rules: CreateTopicsRules,
): Decision<CreateTopicsAnswer> {
  const events: CreatedTopic[] = []
  let partitionCount = state.partitionCount
  const answer = topics.map((topic): Result<CreatedTopic, Refusal> => {
    const fault = nameFault(state, events, topic.name) ?? configsFault(topic)
    if (fault !== null) return fail(fault)
    const replicas = replicasOf(topic, rules, partitionCount)
    if (!replicas.ok) return replicas
    partitionCount += replicas.value.length
    if (partitionCount > rules.partitionsMax)
      return fail(
        refuse(ErrorCode.POLICY_VIOLATION, `The cluster would have ${partitionCount} partitions; its limit is ${rules.partitionsMax}.`),
      )

    const configs = Object.fromEntries(topic.configs.map(({ name, value }) => [name, value ?? '']))
    const created: CreatedTopic = { type: 'topic-created', name: topic.name, id: rules.newTopicId(), replicas: replicas.value, configs }
    events.push(created)
    return ok(created)
  })
  return { events: validateOnly ? [] : events, answer }
}

function nameFault(state: ClusterView, events: readonly CreatedTopic[], name: string): Refusal | null {
  const fault = topicNameFault(name)
  if (fault !== null) return refuse(ErrorCode.INVALID_TOPIC_EXCEPTION, fault)
  if (state.topics.has(name)) return refuse(ErrorCode.TOPIC_ALREADY_EXISTS, `Topic '${name}' already exists.`)
  const normalized = name.replaceAll('.', '_')
  const collides =
    topicWithCollidingName(state, name) ?? events.find((event) => event.name.replaceAll('.', '_') === normalized)?.name ?? null
  return collides === null ? null : refuse(ErrorCode.INVALID_TOPIC_EXCEPTION, `Topic '${name}' collides with existing topic: ${collides}`)
}

function configsFault({ configs }: CreatableTopic): Refusal | null {
  const missing = configs.find(({ value }) => value === null)
  if (missing !== undefined) return refuse(ErrorCode.INVALID_CONFIG, `Null value not supported for topic configs: ${missing.name}`)
  return topicConfigFault(new Map(configs.map(({ name, value }) => [name, value ?? ''])))
}

function replicasOf(topic: CreatableTopic, rules: CreateTopicsRules, from: number): Result<readonly (readonly NodeId[])[], Refusal> {
  const { numPartitions, replicationFactor, assignments } = topic
  if (assignments.length > 0) {
    if (replicationFactor !== -1)
      return fail(
        refuse(ErrorCode.INVALID_REQUEST, 'A manual partition assignment was specified, but replication factor was not set to -1.'),
      )
    if (numPartitions !== -1)
      return fail(refuse(ErrorCode.INVALID_REQUEST, 'A manual partition assignment was specified, but numPartitions was not set to -1.'))
    return assignedByHand(assignments, rules.nodes)
  }
  if (replicationFactor < -1 || replicationFactor === 0)
    return fail(refuse(ErrorCode.INVALID_REPLICATION_FACTOR, 'Replication factor must be larger than 0, or -1 to use the default value.'))
  if (numPartitions < -1 || numPartitions === 0)
    return fail(refuse(ErrorCode.INVALID_PARTITIONS, 'Number of partitions was set to an invalid non-positive value.'))
  const count = numPartitions === -1 ? rules.defaultPartitions : numPartitions
  // Before anything of that size is made.
  if (from + count > rules.partitionsMax)
    return fail(
      refuse(ErrorCode.POLICY_VIOLATION, `The cluster would have ${from + count} partitions; its limit is ${rules.partitionsMax}.`),
    )
  const replicas = replicasFor(replicationFactor === -1 ? rules.defaultReplicationFactor : replicationFactor, rules.nodes)
  return replicas.ok ? ok(spread(count, replicas.value, rules.nodes, from)) : replicas
}

function assignedByHand(
  assignments: readonly CreatableReplicaAssignment[],
  nodes: readonly NodeId[],
): Result<readonly (readonly NodeId[])[], Refusal> {
  const replicas: (readonly NodeId[])[] = []
  let expected: number | null = null
  for (const { partitionIndex, brokerIds } of assignments) {
    if (replicas[partitionIndex] !== undefined)
      return fail(
        refuse(ErrorCode.INVALID_REPLICA_ASSIGNMENT, `Found multiple manual partition assignments for partition ${partitionIndex}`),
      )
    const fault = assignmentFault(brokerIds, expected, nodes)
    if (fault !== null) return fail(fault)
    if (partitionIndex < 0 || partitionIndex >= assignments.length)
      return fail(refuse(ErrorCode.INVALID_REPLICA_ASSIGNMENT, 'partitions should be a consecutive 0-based integer sequence'))
    replicas[partitionIndex] = brokerIds
    expected = brokerIds.length
  }
  return ok(replicas)
}
