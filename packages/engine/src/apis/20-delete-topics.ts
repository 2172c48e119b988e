import { type Call, ErrorCode, type Reply, ZERO_UUID, decode } from '@leat/wire'
import { DeleteTopics } from '@leat/wire/messages/20-delete-topics'
import { type DeleteTopicRef, decideDeleteTopics } from '../cluster/delete-topics.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * DeleteTopics (20)
 *
 * Behaviour: gone at once for everybody: fetches that wait are answered, committed offsets go with the topic, files follow after `file.delete.delay.ms`.
 * `__consumer_offsets` is refused (parity.md).
 *
 * Versions: v3 TOPIC_DELETION_DISABLED instead of INVALID_REQUEST · v5 error messages · v6 by id (KIP-516).
 */
export function deleteTopics(engine: EngineContext): Handler {
  return { api: DeleteTopics, min: 1, max: 6, handle: (call) => handleDeleteTopics(engine, call) }
}

const BY_ID_SINCE = 6
const DELETION_DISABLED_SINCE = 3

async function handleDeleteTopics(engine: EngineContext, call: Call): Promise<Reply> {
  const request = decode(call, DeleteTopics)
  const refs: readonly DeleteTopicRef[] =
    call.version >= BY_ID_SINCE ? request.topics : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }))
  if (!engine.settings.deleteTopics) {
    const errorCode = call.version < DELETION_DISABLED_SINCE ? ErrorCode.INVALID_REQUEST : ErrorCode.TOPIC_DELETION_DISABLED
    return respond(DeleteTopics, { responses: refs.map((ref) => failed(ref, errorCode, 'Topic deletion is disabled.')) })
  }
  const decided = await engine.cluster.change((state) => decideDeleteTopics(state, refs))
  if (!decided.ok)
    return respond(DeleteTopics, { responses: refs.map((ref) => failed(ref, ErrorCode.KAFKA_STORAGE_ERROR, decided.error.reason)) })

  const deleted = decided.value.flatMap(({ outcome }) => (outcome.ok ? [outcome.value.name] : []))
  if (deleted.length > 0) engine.topicsDeleted(deleted)
  return respond(DeleteTopics, {
    responses: decided.value.map(({ ref, outcome }) =>
      outcome.ok
        ? { name: outcome.value.name, topicId: outcome.value.id, errorCode: ErrorCode.NONE, errorMessage: null }
        : failed(ref, outcome.error.code, outcome.error.message),
    ),
  })
}

function failed({ name, topicId }: DeleteTopicRef, errorCode: number, errorMessage: string) {
  return { name, topicId, errorCode, errorMessage }
}
