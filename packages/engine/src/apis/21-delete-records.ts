import { type Call, ErrorCode, type Reply, decode } from '@leat/wire'
import { DeleteRecords } from '@leat/wire/messages/21-delete-records'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'
import { locate } from '../topics/locate.ts'
import { isInternal } from '../topics/topic-name.ts'

/**
 * DeleteRecords (21)
 *
 * Behaviour: moves the log start offset; -1 means the high watermark. Only topics whose cleanup policy includes `delete`.
 *
 * Versions: v2 flexible; nothing else changed.
 */
export function deleteRecords(engine: EngineContext): Handler {
  return { api: DeleteRecords, min: 0, max: 2, handle: (call) => handleDeleteRecords(engine, call) }
}

async function handleDeleteRecords(engine: EngineContext, call: Call): Promise<Reply> {
  const request = decode(call, DeleteRecords)
  const topics = await Promise.all(
    request.topics.map(async ({ name, partitions }) => ({
      name,
      partitions: await Promise.all(
        partitions.map(async ({ partitionIndex, offset }) => ({
          partitionIndex,
          ...(await deleteBefore(engine, call, name, partitionIndex, offset)),
        })),
      ),
    })),
  )
  return respond(DeleteRecords, { topics })
}

async function deleteBefore(
  engine: EngineContext,
  call: Call,
  topic: string,
  index: number,
  offset: number,
): Promise<{ errorCode: number; lowWatermark: number }> {
  const located = locate(engine.topics, { topic, topicId: '', index }, false, call.session.node)
  if (isInternal(topic) && engine.topics.byName(topic) !== undefined) return failed(ErrorCode.INVALID_TOPIC_EXCEPTION)
  if (!located.ok) return failed(located.error.code)
  const { log, topicId, leader } = located.value
  if (!engine.topics.byId(topicId)!.settings(leader).log.cleanupPolicy.delete) return failed(ErrorCode.POLICY_VIOLATION)
  const moved = await log.deleteRecordsBefore(offset)
  if (moved.ok) return { errorCode: ErrorCode.NONE, lowWatermark: moved.value }
  return failed(moved.error.kind === 'out-of-range' ? ErrorCode.OFFSET_OUT_OF_RANGE : ErrorCode.KAFKA_STORAGE_ERROR)
}

function failed(errorCode: number) {
  return { errorCode, lowWatermark: -1 }
}
