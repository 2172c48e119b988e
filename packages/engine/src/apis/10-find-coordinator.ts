import { type Call, ErrorCode, type Reply, decode } from '@leat/wire'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * FindCoordinator (10)
 *
 * Behaviour: groups belong to the leader of their partition of `__consumer_offsets`, which is made here if it is not there yet; transactional ids go the same
 * way, by the same hash. Share groups (type 2) do not exist here.
 *
 * Versions: v0 groups only · v1 key type · v4 many keys (KIP-699) · v5, v6 no change on the wire (KIP-890, KIP-932).
 */
export function findCoordinator(engine: EngineContext): Handler {
  return { api: FindCoordinator, min: 0, max: 6, handle: (call) => handleFindCoordinator(engine, call) }
}

const GROUP = 0
const TRANSACTION = 1
const MANY_KEYS_SINCE = 4

async function handleFindCoordinator(engine: EngineContext, call: Call): Promise<Reply> {
  const { key, keyType, coordinatorKeys } = decode(call, FindCoordinator)
  const known = keyType === GROUP || keyType === TRANSACTION
  if (known) await engine.offsets.ensure()
  const answer = (of: string) => {
    if (!known)
      return {
        errorCode: ErrorCode.INVALID_REQUEST,
        errorMessage: `Coordinator type ${keyType} is not known here.`,
        nodeId: -1,
        host: '',
        port: -1,
      }
    if (engine.offsets.partitions() === null)
      return {
        errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE,
        errorMessage: 'The offsets topic could not be made.',
        nodeId: -1,
        host: '',
        port: -1,
      }
    return {
      errorCode: ErrorCode.NONE,
      // As Apache Kafka says it: an empty text where many are asked for, and the error's name before that.
      errorMessage: call.version < MANY_KEYS_SINCE ? 'NONE' : '',
      nodeId: engine.offsets.leaderOf(engine.partitionOfGroup(of)),
      host: '',
      port: -1,
    }
  }
  if (call.version < MANY_KEYS_SINCE) return respond(FindCoordinator, answer(key))
  return respond(FindCoordinator, { coordinators: coordinatorKeys.map((of) => ({ key: of, ...answer(of) })) })
}
