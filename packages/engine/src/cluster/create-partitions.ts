import { type NodeId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import type { CreatePartitionsAssignment, CreatePartitionsTopic } from '@leat/wire/messages/37-create-partitions'
import { isInternal } from '../topics/topic-name.ts'
import { assignmentFault, spread } from './assign.ts'
import type { Decision } from './cluster.ts'
import type { ClusterEvent } from './events.ts'
import type { ClusterView, TopicState } from './state.ts'
import { type Refusal, refuse } from './topic-faults.ts'

export interface CreatePartitionsRules {
  readonly nodes: readonly NodeId[]
  readonly partitionsMax: number
}

/** Null for each topic (names are unique) that grew, or would. */
export function decideCreatePartitions(
  state: ClusterView,
  topics: readonly CreatePartitionsTopic[],
  validateOnly: boolean,
  rules: CreatePartitionsRules,
): Decision<readonly (Refusal | null)[]> {
  const events: ClusterEvent[] = []
  let partitionCount = state.partitionCount
  const answer = topics.map((wish) => {
    const topic = state.topics.get(wish.name)
    if (topic === undefined) return refuse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'This server does not host this topic-partition.')
    const added = addedReplicas(topic, wish, partitionCount, rules)
    if (!added.ok) return added.error
    partitionCount += added.value.length
    events.push({ type: 'partitions-added', id: topic.id, replicas: added.value })
    return null
  })
  return { events: validateOnly ? [] : events, answer }
}

function addedReplicas(
  topic: TopicState,
  { count, assignments }: CreatePartitionsTopic,
  from: number,
  { nodes, partitionsMax }: CreatePartitionsRules,
): Result<readonly (readonly NodeId[])[], Refusal> {
  const current = topic.partitions.length
  if (count === current) return fail(refuse(ErrorCode.INVALID_PARTITIONS, `Topic already has ${current} partition(s).`))
  if (count < current)
    return fail(
      refuse(
        ErrorCode.INVALID_PARTITIONS,
        `The topic ${topic.name} currently has ${current} partition(s); ${count} would not be an increase.`,
      ),
    )
  // Groups are spread over its partitions by hash: with another count they would look for their offsets elsewhere.
  if (isInternal(topic.name)) return fail(refuse(ErrorCode.INVALID_TOPIC_EXCEPTION, `${topic.name} is internal and keeps its partitions.`))
  const additional = count - current
  if (from + additional > partitionsMax)
    return fail(
      refuse(ErrorCode.POLICY_VIOLATION, `The cluster would have ${from + additional} partitions; its limit is ${partitionsMax}.`),
    )
  const replicas = topic.partitions[0]!.replicas.length
  if (assignments === null) return ok(spread(additional, replicas, nodes, current))
  return assignedByHand(assignments, additional, replicas, nodes)
}

function assignedByHand(
  assignments: readonly CreatePartitionsAssignment[],
  additional: number,
  replicas: number,
  nodes: readonly NodeId[],
): Result<readonly (readonly NodeId[])[], Refusal> {
  if (assignments.length !== additional) {
    return fail(
      refuse(
        ErrorCode.INVALID_REPLICA_ASSIGNMENT,
        `Attempted to add ${additional} additional partition(s), but only ${assignments.length} assignment(s) were specified.`,
      ),
    )
  }
  for (const { brokerIds } of assignments) {
    const fault = assignmentFault(brokerIds, replicas, nodes)
    if (fault !== null) return fail(fault)
  }
  return ok(assignments.map(({ brokerIds }) => brokerIds))
}
