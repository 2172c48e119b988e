import type { NodeId } from '@leat/base'
import { type Call, ErrorCode, type Reply, SILENCE, decode } from '@leat/wire'
import { Produce, type ProduceRequest } from '@leat/wire/messages/00-produce'
import type { AppendError, Appended } from '@leat/log'
import { BATCH_ERROR_CODE, type BatchError, batchErrorMessage, checkProduced, readInfo, recompress } from '@leat/wire/records'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'
import type { Partition } from '../topics/partition.ts'
import { type LocateError, locate } from '../topics/locate.ts'
import { isInternal } from '../topics/topic-name.ts'

/**
 * Produce (0)
 *
 * Behaviour: each partition's batch is checked and appended before the first await, so that arrival order is append order (D7); then the answer
 * waits for `write` (acks=1) or for the high watermark (acks=all). acks=0 gets no answer; when something failed the connection is closed, as
 * that is the only sign such a producer can get. Transactional batches are refused with INVALID_TXN_STATE: no transaction can be open here.
 *
 * Versions: served from 3, advertised from 0 (KAFKA-18659: librdkafka up to 2.10 turns compression off otherwise) · v7 zstd · v8 record_errors and
 * error_message (KIP-467) · v10 current leader and endpoints (KIP-951) · v12 implicit partitions of KIP-890 (feature not offered) · v13 topic ids.
 */
export function produce(engine: EngineContext): Handler {
  return {
    api: Produce,
    min: 3,
    max: 13,
    advertisedMin: 0,
    handle: (call) => {
      const request = decode(call, Produce)
      // No client sends a partition without records; Kafka closes the connection on one.
      if (request.topicData.some((topic) => topic.partitionData.some((data) => data.records === null)))
        return { kind: 'close', reason: 'malformed-request' }
      return answer(engine, call, request, appendAll(engine, call, request))
    },
  }
}

const ACKS_NONE = 0
const ACKS_LEADER = 1
const ACKS_ALL = -1
const LEADER_SINCE = 10
const TOPIC_IDS_SINCE = 13

type Outcome =
  | { readonly kind: 'appended'; readonly partition: Partition; readonly appended: Appended }
  | { readonly kind: 'batch-error'; readonly error: BatchError; readonly logStartOffset: number }
  | { readonly kind: 'append-error'; readonly error: AppendError; readonly logStartOffset: number }
  | { readonly kind: 'located-wrong'; readonly error: LocateError }
  | { readonly kind: 'refused'; readonly code: number }
  /** A producer that counts its batches left the count out. */
  | { readonly kind: 'no-sequence'; readonly logStartOffset: number }

function appendAll(engine: EngineContext, call: Call, request: ProduceRequest): Outcome[][] {
  const byId = call.version >= TOPIC_IDS_SINCE
  const acksKnown = request.acks === ACKS_NONE || request.acks === ACKS_LEADER || request.acks === ACKS_ALL
  return request.topicData.map((topic) =>
    topic.partitionData.map((data): Outcome => {
      if (!acksKnown) return { kind: 'refused', code: ErrorCode.INVALID_REQUIRED_ACKS }
      const located = locate(engine.topics, { topic: topic.name, topicId: topic.topicId, index: data.index }, byId, call.session.node)
      if (located.ok && isInternal(located.value.topic)) return { kind: 'refused', code: ErrorCode.INVALID_TOPIC_EXCEPTION }
      return located.ok
        ? append(engine, call, located.value, request.transactionalId, data.records)
        : { kind: 'located-wrong', error: located.error }
    }),
  )
}

function append(engine: EngineContext, call: Call, partition: Partition, transactionalId: string | null, records: Buffer | null): Outcome {
  const { log } = partition
  const settings = engine.topics.byId(partition.topicId)!.settings(partition.leader)
  const now = engine.clock.now()
  const checked = checkProduced(records ?? EMPTY, {
    produceVersion: call.version,
    maxMessageBytes: settings.maxMessageBytes,
    requireKeys: settings.log.cleanupPolicy.compact,
    timestampType: settings.timestampType,
    now,
    timestampBeforeMaxMs: settings.timestampBeforeMaxMs,
    timestampAfterMaxMs: settings.timestampAfterMaxMs,
    // Compressed batches are opened where what is inside matters: keys of a compacted topic, and bytes that are compressed anew below.
    validate: settings.log.cleanupPolicy.compact || settings.compression !== null ? 'full' : 'header',
  })
  if (!checked.ok) return { kind: 'batch-error', error: checked.error, logStartOffset: log.startOffset }
  // There are no transactions here: neither one that was begun, nor the right to one for who names no transactional id.
  if (checked.value.isTransactional)
    return {
      kind: 'refused',
      code: transactionalId === null ? ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED : ErrorCode.INVALID_TXN_STATE,
    }
  if (checked.value.producerId >= 0 && checked.value.baseSequence < 0) return { kind: 'no-sequence', logStartOffset: log.startOffset }

  let batch = records!.length === checked.value.sizeInBytes ? records! : records!.subarray(0, checked.value.sizeInBytes)
  let info = checked.value
  if (settings.compression !== null) {
    batch = recompress(
      batch,
      settings.compression.type,
      settings.compression.level === undefined ? {} : { level: settings.compression.level },
    )
    info = readInfo(batch, 0)
  }
  const appended = log.append(batch, info, {
    leaderEpoch: partition.leaderEpoch,
    appendTimeMs: settings.timestampType === 'LogAppendTime' ? now : null,
    origin: 'client',
  })
  return appended.ok
    ? { kind: 'appended', partition, appended: appended.value }
    : { kind: 'append-error', error: appended.error, logStartOffset: log.startOffset }
}

async function answer(
  engine: EngineContext,
  call: Call,
  request: ProduceRequest,
  outcomes: readonly (readonly Outcome[])[],
): Promise<Reply> {
  if (request.acks === ACKS_NONE) {
    return outcomes.every((topic) => topic.every((outcome) => outcome.kind === 'appended'))
      ? SILENCE
      : { kind: 'close', reason: 'produce-without-acks-failed' }
  }
  // One wait per partition and none around it: at small batches promises are a good part of the cost.
  const settling = outcomes.flatMap((topic) => topic.map((outcome) => settle(outcome, request.acks)))
  const durable = settling.length === 1 ? [await settling[0]!] : await Promise.all(settling)
  let settled = 0
  const leaders = new Set<NodeId>()
  const responses = request.topicData.map((topic, t) => ({
    name: topic.name,
    topicId: topic.topicId,
    partitionResponses: topic.partitionData.map((data, p) => ({
      index: data.index,
      ...partitionResponse(outcomes[t]![p]!, durable[settled++]!, call.version, leaders),
    })),
  }))
  return respond(Produce, { responses, nodeEndpoints: [...leaders].map((nodeId) => ({ nodeId, host: '', port: -1, rack: null })) })
}

/** Whether what was appended is as safe as `acks` asks. */
function settle(outcome: Outcome, acks: number): Promise<boolean> {
  if (outcome.kind !== 'appended') return NOTHING_TO_WAIT_FOR
  const { log } = outcome.partition
  const end = outcome.appended.lastOffset + 1
  return acks === ACKS_ALL ? log.acknowledged(end) : log.written(end)
}

function partitionResponse(outcome: Outcome, durable: boolean, version: number, leaders: Set<NodeId>) {
  switch (outcome.kind) {
    case 'appended':
      if (!durable) return failed(ErrorCode.KAFKA_STORAGE_ERROR)
      return {
        errorCode: ErrorCode.NONE,
        baseOffset: outcome.appended.baseOffset,
        logAppendTimeMs: outcome.appended.appendTimeMs,
        logStartOffset: outcome.partition.log.startOffset,
      }
    case 'batch-error':
      return batchErrorResponse(outcome.error, outcome.logStartOffset)
    case 'append-error':
      return outcome.error.kind === 'storage'
        ? failed(APPEND_ERROR_CODE.storage)
        : { ...failed(APPEND_ERROR_CODE[outcome.error.kind]), logStartOffset: outcome.logStartOffset }
    case 'located-wrong': {
      const { code, partition } = outcome.error
      if (code !== ErrorCode.NOT_LEADER_OR_FOLLOWER || partition === null || version < LEADER_SINCE) return failed(code)
      leaders.add(partition.leader)
      return { ...failed(code), currentLeader: { leaderId: partition.leader, leaderEpoch: partition.leaderEpoch } }
    }
    case 'no-sequence':
      return {
        ...failed(ErrorCode.INVALID_RECORD),
        logStartOffset: outcome.logStartOffset,
        errorMessage: 'a batch of an idempotent producer needs a sequence number',
      }
    case 'refused':
      return failed(outcome.code)
  }
}

const EMPTY = Buffer.alloc(0)
const NOTHING_TO_WAIT_FOR = Promise.resolve(true)

function failed(errorCode: number) {
  return { errorCode, baseOffset: -1, logAppendTimeMs: -1, logStartOffset: -1 }
}

function batchErrorResponse(error: BatchError, logStartOffset: number) {
  const code = BATCH_ERROR_CODE[error.kind]
  if (error.kind !== 'records-refused' && error.kind !== 'timestamps-refused')
    return { ...failed(code), errorMessage: batchErrorMessage(error), ...(FOUND_BEFORE_LOG.has(error.kind) ? {} : { logStartOffset }) }
  return {
    ...failed(code),
    logStartOffset,
    errorMessage: batchErrorMessage(error),
    recordErrors: error.records.map(({ index, reason }) => ({ batchIndex: index, batchIndexErrorMessage: reason })),
  }
}

/** Faults that Apache Kafka sees before it looks at the partition's log, and therefore answers without its start. */
const FOUND_BEFORE_LOG: ReadonlySet<BatchError['kind']> = new Set([
  'no-batch',
  'several-batches',
  'invalid-size',
  'old-magic',
  'unknown-magic',
  'zstd-too-early',
  'too-large',
  'bad-crc',
])

const APPEND_ERROR_CODE = {
  'stale-producer-epoch': ErrorCode.INVALID_PRODUCER_EPOCH,
  'sequence-gap': ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
  storage: ErrorCode.KAFKA_STORAGE_ERROR,
} as const satisfies Record<AppendError['kind'], number>
