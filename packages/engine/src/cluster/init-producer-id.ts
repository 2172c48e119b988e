import { type Millis, type ProducerId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import type { Decision } from './cluster.ts'
import type { ClusterEvent, TransactionalIdEntry } from './events.ts'
import type { ClusterView } from './state.ts'

export interface InitProducerIdInput {
  readonly transactionalId: string
  readonly timeoutMs: Millis
  /** Of a producer that resumes (KIP-360); null for a new one. */
  readonly expected: { readonly producerId: ProducerId; readonly producerEpoch: number } | null
  readonly now: Millis
}

export interface TransactionalIdRules {
  readonly transactionalIdsMax: number
  readonly expirationMs: Millis
}

export interface Identity {
  readonly producerId: ProducerId
  readonly producerEpoch: number
}

export type InitProducerIdAnswer = Result<Identity, { readonly code: number }>

const NONE = -1
/** Epochs are int16; the last one is kept for the broker's own fencing of a producer (KIP-360). */
const EPOCH_MAX = 32_766

/** Every call without `expected` is a new incarnation: the epoch goes up and what is left of the old one is fenced. */
export function decideInitProducerId(
  state: ClusterView,
  input: InitProducerIdInput,
  rules: TransactionalIdRules,
): Decision<InitProducerIdAnswer> {
  const known = state.transactionalIds.get(input.transactionalId)
  const expired =
    known === undefined && state.transactionalIds.size >= rules.transactionalIdsMax ? expiredIds(state, input.now - rules.expirationMs) : []
  if (known === undefined && state.transactionalIds.size - expired.length >= rules.transactionalIdsMax)
    return { events: [], answer: fail({ code: ErrorCode.POLICY_VIOLATION }) }

  const { nextProducerId } = state
  const next = known === undefined ? ok(fresh(input, nextProducerId, NONE, NONE)) : resume(known, input, nextProducerId)
  if (!next.ok) return { events: [], answer: next }
  const events: ClusterEvent[] = expired.length === 0 ? [] : [{ type: 'transactional-ids-expired', transactionalIds: expired }]
  // Reserved in the same decision: only ids that are given are used up, and nothing is waited for before.
  if (next.value.producerId === nextProducerId) events.push({ type: 'producer-ids-reserved', next: nextProducerId + 1 })
  events.push({ type: 'transactional-id-set', transactionalId: input.transactionalId, entry: next.value })
  return { events, answer: ok({ producerId: next.value.producerId, producerEpoch: next.value.producerEpoch }) }
}

function resume(
  known: TransactionalIdEntry,
  input: InitProducerIdInput,
  nextProducerId: ProducerId,
): Result<TransactionalIdEntry, { readonly code: number }> {
  const { expected } = input
  if (expected !== null && !isCurrent(known, expected)) return fail({ code: ErrorCode.PRODUCER_FENCED })
  if (known.producerEpoch >= EPOCH_MAX && (expected === null || expected.producerEpoch === known.producerEpoch)) {
    return ok(fresh(input, nextProducerId, known.producerId, expected === null ? NONE : known.producerEpoch))
  }
  const kept = { ...known, timeoutMs: input.timeoutMs, updatedAtMs: input.now }
  if (expected === null) return ok({ ...kept, producerEpoch: known.producerEpoch + 1, lastProducerEpoch: NONE })
  if (expected.producerEpoch === known.producerEpoch)
    return ok({ ...kept, producerEpoch: known.producerEpoch + 1, lastProducerEpoch: known.producerEpoch })
  // The answer to the first try was lost: the same one again.
  if (expected.producerEpoch === known.lastProducerEpoch) return ok(kept)
  return fail({ code: ErrorCode.PRODUCER_FENCED })
}

function isCurrent(known: TransactionalIdEntry, expected: Identity): boolean {
  return expected.producerId === known.producerId || (expected.producerId === known.lastProducerId && expected.producerEpoch >= EPOCH_MAX)
}

function fresh(
  { timeoutMs, now }: InitProducerIdInput,
  producerId: ProducerId,
  lastProducerId: ProducerId,
  lastProducerEpoch: number,
): TransactionalIdEntry {
  return { producerId, producerEpoch: 0, lastProducerId, lastProducerEpoch, timeoutMs, updatedAtMs: now }
}

function expiredIds(state: ClusterView, before: Millis): string[] {
  return [...state.transactionalIds].flatMap(([id, { updatedAtMs }]) => (updatedAtMs < before ? [id] : []))
}
