import { type Call, ErrorCode, type Reply, decode } from '@leat/wire'
import { InitProducerId, type InitProducerIdRequest } from '@leat/wire/messages/22-init-producer-id'
import { type Identity, decideInitProducerId } from '../cluster/init-producer-id.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * InitProducerId (22)
 *
 * Behaviour: without a transactional id a new producer id with epoch 0. With one, the id's own producer with its epoch raised, on disk before the answer: what
 * still writes under the old epoch is refused by every partition that has seen the new one. Transactions themselves are not offered yet.
 *
 * Versions: v3 a resuming producer names itself (KIP-360) · v4 PRODUCER_FENCED, before that INVALID_PRODUCER_EPOCH (KIP-588) · v5 KIP-890 error ·
 * v6 two-phase commit (KIP-939), unstable in Kafka and not served.
 */
export function initProducerId(engine: EngineContext): Handler {
  return { api: InitProducerId, min: 0, max: 5, handle: (call) => handleInitProducerId(engine, call) }
}

const NONE = -1
const PRODUCER_FENCED_SINCE = 4

async function handleInitProducerId(engine: EngineContext, call: Call): Promise<Reply> {
  const request = decode(call, InitProducerId)
  const { transactionalId, producerId, producerEpoch } = request
  if ((producerId === NONE) !== (producerEpoch === NONE)) return failed(ErrorCode.INVALID_REQUEST)
  if (transactionalId === null) return await plain(engine)
  if (transactionalId === '') return failed(ErrorCode.INVALID_REQUEST)
  if (request.transactionTimeoutMs <= 0 || request.transactionTimeoutMs > engine.settings.transactionTimeoutMaxMs)
    return failed(ErrorCode.INVALID_TRANSACTION_TIMEOUT)
  if (engine.offsets.leaderOf(engine.partitionOfGroup(transactionalId)) !== call.session.node) return failed(ErrorCode.NOT_COORDINATOR)
  // Nothing is awaited before the change takes its place: of two calls for one id the later one must fence the earlier (D7).
  return await transactional(engine, call, transactionalId, request)
}

async function plain(engine: EngineContext): Promise<Reply> {
  const next = await engine.producerIds.next()
  return next.ok ? given({ producerId: next.value, producerEpoch: 0 }) : failed(ErrorCode.COORDINATOR_NOT_AVAILABLE)
}

async function transactional(engine: EngineContext, call: Call, transactionalId: string, request: InitProducerIdRequest): Promise<Reply> {
  const input = {
    transactionalId,
    timeoutMs: request.transactionTimeoutMs,
    expected: request.producerId === NONE ? null : { producerId: request.producerId, producerEpoch: request.producerEpoch },
    now: engine.clock.now(),
  }
  const rules = { transactionalIdsMax: engine.limits.transactionalIdsMax, expirationMs: engine.settings.transactionalIdExpirationMs }
  const decided = await engine.cluster.change((state) => decideInitProducerId(state, input, rules))
  if (!decided.ok) return failed(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  if (decided.value.ok) return given(decided.value.value)
  const { code } = decided.value.error
  return failed(code === ErrorCode.PRODUCER_FENCED && call.version < PRODUCER_FENCED_SINCE ? ErrorCode.INVALID_PRODUCER_EPOCH : code)
}

function given(identity: Identity): Reply {
  return respond(InitProducerId, { errorCode: ErrorCode.NONE, ...identity })
}

function failed(errorCode: number): Reply {
  return respond(InitProducerId, { errorCode, producerId: NONE, producerEpoch: NONE })
}
