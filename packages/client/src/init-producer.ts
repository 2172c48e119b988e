import { type NodeId, type ProducerId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { InitProducerId } from '@leat/wire/messages/22-init-producer-id'
import { findCoordinator } from './find-coordinator.ts'
import { orLost } from './or-lost.ts'
import type { Transport } from './transport.ts'

/** One incarnation of a writer: a newer epoch of the same id fences it (KIP-98). */
export interface ProducerIdentity {
  readonly producerId: ProducerId
  readonly producerEpoch: number
}

export interface InitProducerOptions {
  /** Null: only idempotent, which nobody fences. */
  readonly transactionalId: string | null
  /** Goes on as this producer, and is refused with PRODUCER_FENCED when there is a newer one (KIP-360); null fences whoever was before. */
  readonly resumes: ProducerIdentity | null
}

type InitError = { readonly code: number }

/** No transaction is ever begun; Kafka wants a positive number. */
const TRANSACTION_TIMEOUT_MS = 60_000

/** A connection that is lost is NETWORK_EXCEPTION. */
export function initProducer(
  transport: Transport,
  options: InitProducerOptions,
  signal: AbortSignal,
): Promise<Result<ProducerIdentity, InitError>> {
  return orLost(init(transport, options, signal))
}

/** Any broker is tried first: with one broker that is the coordinator, and asking for it would make the topic of the coordinators. */
async function init(transport: Transport, options: InitProducerOptions, signal: AbortSignal): Promise<Result<ProducerIdentity, InitError>> {
  const first = await initAt(transport, options, null, signal)
  const { transactionalId } = options
  if (first.ok || first.error.code !== ErrorCode.NOT_COORDINATOR || transactionalId === null) return first
  const coordinator = await findCoordinator(transport, { kind: 'transaction', key: transactionalId }, signal)
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
