import { type NodeId, type ProducerId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { InitProducerId } from '@leat/wire/messages/22-init-producer-id'
import type { Transport } from './transport.ts'
import { newestVersion } from './version.ts'

/** One incarnation of a writer: a newer epoch of the same id fences it (KIP-98). */
export interface ProducerIdentity {
  readonly producerId: ProducerId
  readonly producerEpoch: number
}

export interface InitProducerOptions {
  readonly transactionalId: string
  /** Goes on as this producer, and is refused with PRODUCER_FENCED when there is a newer one (KIP-360); null fences whoever was before. */
  readonly resumes: ProducerIdentity | null
}

type InitError = { readonly code: number }

/** No transaction is ever begun; Kafka wants a positive number. */
const TRANSACTION_TIMEOUT_MS = 60_000
const TRANSACTION = 1
const MANY_KEYS_SINCE = 4

/** Any broker is tried first: with one broker that is the coordinator, and asking for it would make the topic of the coordinators. */
export async function initProducer(
  transport: Transport,
  options: InitProducerOptions,
  signal: AbortSignal,
): Promise<Result<ProducerIdentity, InitError>> {
  const first = await initAt(transport, options, null, signal)
  if (first.ok || first.error.code !== ErrorCode.NOT_COORDINATOR) return first
  const coordinator = await findCoordinator(transport, options.transactionalId, signal)
  return coordinator.ok ? await initAt(transport, options, coordinator.value, signal) : coordinator
}

async function initAt(
  transport: Transport,
  { transactionalId, resumes }: InitProducerOptions,
  node: NodeId | null,
  signal: AbortSignal,
): Promise<Result<ProducerIdentity, InitError>> {
  const { errorCode, producerId, producerEpoch } = await transport.call(
    InitProducerId,
    { transactionalId, transactionTimeoutMs: TRANSACTION_TIMEOUT_MS, ...resumes },
    node === null ? { signal } : { signal, node },
  )
  return errorCode === ErrorCode.NONE ? ok({ producerId, producerEpoch }) : fail({ code: errorCode })
}

async function findCoordinator(transport: Transport, key: string, signal: AbortSignal): Promise<Result<NodeId, InitError>> {
  const asksMany = newestVersion(transport.apis, FindCoordinator) >= MANY_KEYS_SINCE
  const request = asksMany ? { keyType: TRANSACTION, coordinatorKeys: [key] } : { keyType: TRANSACTION, key }
  const answer = await transport.call(FindCoordinator, request, { signal })
  const { errorCode, nodeId } = asksMany ? (answer.coordinators[0] ?? NOBODY) : answer
  return errorCode === ErrorCode.NONE ? ok(nodeId) : fail({ code: errorCode })
}

const NOBODY = { errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, nodeId: -1 }
