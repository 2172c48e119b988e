import { type Result, fail, ok } from '@leat/base'
import { ErrorCode, ZERO_UUID } from '@leat/wire'
import { isInternal } from '../topics/topic-name.ts'
import type { Decision } from './cluster.ts'
import type { ClusterEvent } from './events.ts'
import type { ClusterView, TopicState } from './state.ts'
import { type Refusal, refuse } from './topic-faults.ts'

/** A topic to delete: by name, or (null) by id. */
export interface DeleteTopicRef {
  readonly name: string | null
  readonly topicId: string
}

export interface DeleteTopicOutcome {
  readonly ref: DeleteTopicRef
  readonly outcome: Result<TopicState, Refusal>
}

export type DeleteTopicsAnswer = readonly DeleteTopicOutcome[]

/** One answer per topic; what is named twice, be it by name and by id, is refused once. */
export function decideDeleteTopics(state: ClusterView, refs: readonly DeleteTopicRef[]): Decision<DeleteTopicsAnswer> {
  const groups = new Map<
    string,
    { readonly ref: DeleteTopicRef; readonly found: Result<TopicState, Refusal>; readonly identities: string[] }
  >()
  for (const ref of refs) {
    const found = find(state, ref)
    const key = found.ok ? found.value.id : identity(ref)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { ref, found, identities: [identity(ref)] })
    else group.identities.push(identity(ref))
  }
  const events: ClusterEvent[] = []
  const answer = [...groups.values()].map(({ ref, found, identities }): DeleteTopicOutcome => {
    if (identities.length > 1)
      return { ref: fullRef(ref, found, identities), outcome: fail(refuse(ErrorCode.INVALID_REQUEST, duplicateMessage(ref, identities))) }
    if (found.ok) events.push({ type: 'topic-deleted', id: found.value.id })
    return { ref, outcome: found }
  })
  return { events, answer }
}

function duplicateMessage(ref: DeleteTopicRef, identities: readonly string[]): string {
  if (new Set(identities).size > 1) return 'The provided topic name maps to an ID that was already supplied.'
  return ref.name === null ? 'Duplicate topic id.' : 'Duplicate topic name.'
}

/** Named both ways, the answer carries both. */
function fullRef(ref: DeleteTopicRef, found: Result<TopicState, Refusal>, identities: readonly string[]): DeleteTopicRef {
  return found.ok && new Set(identities).size > 1 ? { name: found.value.name, topicId: found.value.id } : ref
}

function identity({ name, topicId }: DeleteTopicRef): string {
  return name === null ? `id ${topicId}` : `name ${name}`
}

function find(state: ClusterView, { name, topicId }: DeleteTopicRef): Result<TopicState, Refusal> {
  if (name === null && topicId === ZERO_UUID) return fail(refuse(ErrorCode.INVALID_REQUEST, 'Neither topic name nor id were specified.'))
  if (name !== null && topicId !== ZERO_UUID)
    return fail(refuse(ErrorCode.INVALID_REQUEST, 'You may not specify both topic name and topic id.'))
  const topic = name === null ? state.topicsById.get(topicId) : state.topics.get(name)
  if (topic === undefined) {
    return fail(
      name === null
        ? refuse(ErrorCode.UNKNOWN_TOPIC_ID, 'This server does not host this topic ID.')
        : refuse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'This server does not host this topic-partition.'),
    )
  }
  // Kafka deletes it, and its groups fall apart; here the groups of all brokers would lose their memory.
  if (isInternal(topic.name)) return fail(refuse(ErrorCode.INVALID_TOPIC_EXCEPTION, `${topic.name} is internal and cannot be deleted.`))
  return ok(topic)
}
