import { type Call, ErrorCode, type Reply, decode } from '@leat/wire'
import { OffsetForLeaderEpoch, type OffsetForLeaderPartition } from '@leat/wire/messages/23-offset-for-leader-epoch'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'
import { checkLeaderEpoch, locate } from '../topics/locate.ts'

/**
 * OffsetForLeaderEpoch (23)
 *
 * Behaviour: where the asked epoch ended, by which a consumer sees that what it had read was lost in a crash (KIP-320). Epochs not reached yet: -1, -1.
 *
 * Versions: v2 current leader epoch · v3 replica id · v4 flexible.
 */
export function offsetForLeaderEpoch(engine: EngineContext): Handler {
  return { api: OffsetForLeaderEpoch, min: 2, max: 4, handle: (call) => handleOffsetForLeaderEpoch(engine, call) }
}

function handleOffsetForLeaderEpoch(engine: EngineContext, call: Call): Reply {
  const { topics } = decode(call, OffsetForLeaderEpoch)
  return respond(OffsetForLeaderEpoch, {
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map((asked) => endOfEpoch(engine, call, topic, asked)),
    })),
  })
}

function endOfEpoch(engine: EngineContext, call: Call, topic: string, asked: OffsetForLeaderPartition) {
  const { partition: index } = asked
  const unknown = { partition: index, leaderEpoch: -1, endOffset: -1 }
  const located = locate(engine.topics, { topic, topicId: '', index }, false, call.session.node)
  if (!located.ok) return { errorCode: located.error.code, ...unknown }
  const fenced = checkLeaderEpoch(located.value, asked.currentLeaderEpoch)
  if (!fenced.ok) return { errorCode: fenced.error.code, ...unknown }
  const end =
    asked.leaderEpoch < 0 || asked.leaderEpoch > located.value.leaderEpoch ? null : located.value.log.endOfEpoch(asked.leaderEpoch)
  if (end === null) return { errorCode: ErrorCode.NONE, ...unknown }
  return { errorCode: ErrorCode.NONE, partition: index, leaderEpoch: end.epoch, endOffset: end.endOffset }
}
