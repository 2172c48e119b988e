import type { NodeId } from '@leat/base'
import type { PartitionLog } from '@leat/log'
import { type Call, ErrorCode, type Reply, decode } from '@leat/wire'
import { Fetch, type FetchRequest } from '@leat/wire/messages/01-fetch'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'
import { type Budget, type PartitionAnswer, type ReadRules, readPartition } from '../fetch/read.ts'
import type { FetchPlan, FetchTarget } from '../fetch/sessions.ts'
import { Waiter } from '../fetch/wait.ts'
import { locate } from '../topics/locate.ts'

/**
 * Fetch (1)
 *
 * Behaviour: partitions are read in the order of the request (of the session: those that had data last come last). The first that has something gives
 * at least one batch, then max_bytes and partition_max_bytes hold (KIP-74). Answers at once when min_bytes are there, max_wait_ms is 0, or a partition
 * has an error or a diverging epoch; otherwise waits for the high watermarks to move, for max_wait_ms, or for the end of the connection.
 *
 * Versions: v5 log start offset · v7 sessions (KIP-227) · v9 leader epoch check (KIP-320) · v10 zstd · v11 rack · v12 diverging epoch, leader (KIP-595) ·
 * v13 topic ids (KIP-516) · v15 replica state · v16 endpoints (KIP-951) · v17 directory id, v18 high watermark: of followers only, ignored here.
 */
export function fetch(engine: EngineContext): Handler {
  return { api: Fetch, min: 4, max: 18, handle: (call) => handleFetch(engine, call) }
}

const TOPIC_IDS_SINCE = 13
const LEADER_SINCE = 12
const ENDPOINTS_SINCE = 16
const READ_COMMITTED = 1

async function handleFetch(engine: EngineContext, call: Call): Promise<Reply> {
  const request = decode(call, Fetch)
  const sessions = engine.fetchSessions.of(call.session.node)
  const plan = sessions.plan(request, call.version)
  if (plan.kind === 'error') return respond(Fetch, { errorCode: plan.errorCode, responses: [] })

  const rules: ReadRules = {
    version: call.version,
    byId: call.version >= TOPIC_IDS_SINCE,
    node: call.session.node,
    readCommitted: request.isolationLevel === READ_COMMITTED,
    fromReplica: (call.version >= 15 ? request.replicaState.replicaId : request.replicaId) >= 0,
  }
  const bytesMax = Math.min(request.maxBytes, engine.settings.fetchBytesMax)
  const answers = await collect(engine, call, request, plan.targets, rules, bytesMax)
  return finish(engine, call, plan, answers, rules)
}

/** Reads until there is enough to answer. */
async function collect(
  engine: EngineContext,
  call: Call,
  request: FetchRequest,
  targets: readonly FetchTarget[],
  rules: ReadRules,
  bytesMax: number,
): Promise<readonly PartitionAnswer[]> {
  const bytesMin = Math.min(request.minBytes, bytesMax)
  const first = readAll(engine, targets, rules, bytesMax)
  const answers = first instanceof Promise ? await first : first
  if (request.maxWaitMs <= 0 || targets.length === 0 || isEnough(answers, bytesMin) || call.session.signal.aborted) return answers
  if (engine.parkedFetches.count >= engine.limits.parkedFetchesMax) {
    engine.meter.add('fetch_not_parked', 1)
    return answers
  }
  const read = () => readAll(engine, targets, rules, bytesMax)
  using waiter = new Waiter({
    clock: engine.clock,
    parked: engine.parkedFetches,
    logs: logsOf(engine, targets, rules),
    maxWaitMs: request.maxWaitMs,
    signal: call.session.signal,
  })
  // A reading that went to the disk let time pass before the hooks were set: look again.
  return await park(waiter, first instanceof Promise ? await read() : answers, bytesMin, read)
}

async function park(
  waiter: Waiter,
  first: readonly PartitionAnswer[],
  bytesMin: number,
  read: () => Answers | Promise<Answers>,
): Promise<readonly PartitionAnswer[]> {
  let answers = first
  while (!isEnough(answers, bytesMin)) {
    const reason = await waiter.next()
    if (reason === 'aborted') return answers
    answers = await read()
    if (reason === 'deadline') break
  }
  return answers
}

function logsOf(engine: EngineContext, targets: readonly FetchTarget[], rules: ReadRules): PartitionLog[] {
  return targets.flatMap((target) => {
    const located = locate(engine.topics, target, rules.byId, rules.node)
    return located.ok ? [located.value.log] : []
  })
}

function isEnough(answers: readonly PartitionAnswer[], bytesMin: number): boolean {
  let bytes = 0
  for (const answer of answers) {
    if (answer.errorCode !== 0 || answer.diverges) return true
    bytes += answer.bytes
  }
  return bytes >= bytesMin
}

type Answers = readonly PartitionAnswer[]

/** All partitions in order; at once as long as no reading has to wait for the disk. */
function readAll(engine: EngineContext, targets: readonly FetchTarget[], rules: ReadRules, bytesMax: number): Answers | Promise<Answers> {
  const budget: Budget = { bytesLeft: bytesMax, atLeastOne: true }
  const answers: PartitionAnswer[] = []
  for (const target of targets) {
    const answer = readPartition(engine.topics, target, rules, budget)
    if (answer instanceof Promise) return readRest(engine, targets, rules, budget, answers, answer)
    answers.push(answer)
  }
  return answers
}

async function readRest(
  engine: EngineContext,
  targets: readonly FetchTarget[],
  rules: ReadRules,
  budget: Budget,
  answers: PartitionAnswer[],
  slow: Promise<PartitionAnswer>,
): Promise<Answers> {
  answers.push(await slow)
  for (const target of targets.slice(answers.length)) {
    const answer = readPartition(engine.topics, target, rules, budget)
    answers.push(answer instanceof Promise ? await answer : answer)
  }
  return answers
}

function finish(
  engine: EngineContext,
  call: Call,
  plan: Exclude<FetchPlan, { kind: 'error' }>,
  answers: readonly PartitionAnswer[],
  rules: ReadRules,
): Reply {
  const sessions = engine.fetchSessions.of(call.session.node)
  if (plan.kind === 'incremental') {
    // Another request went on with the session while this one waited.
    if (plan.session.epoch !== plan.epoch) return respond(Fetch, { errorCode: ErrorCode.INVALID_FETCH_SESSION_EPOCH, responses: [] })
    const selected = sessions.select(plan.session, plan.targets, answers)
    return response(plan.targets, answers, selected, plan.session.id, rules)
  }
  const all = plan.targets.map((_, i) => i)
  const session = plan.wantsSession ? sessions.open(plan.targets, answers, call.version) : null
  return response(plan.targets, answers, all, session?.id ?? 0, rules)
}

function response(
  targets: readonly FetchTarget[],
  answers: readonly PartitionAnswer[],
  selected: readonly number[],
  sessionId: number,
  rules: ReadRules,
): Reply {
  const leaders = new Set<NodeId>()
  const responses: { topic: string; topicId: string; partitions: ReturnType<typeof partitionData>[] }[] = []
  for (const i of selected) {
    const target = targets[i]!
    const answer = answers[i]!
    if (answer.leader !== null && rules.version >= ENDPOINTS_SINCE) leaders.add(answer.leader.nodeId)
    let topic = responses.at(-1)
    // Partitions of one topic that stand apart in a session's order come as two entries, as in Kafka.
    if (topic === undefined || (rules.byId ? topic.topicId !== target.topicId : topic.topic !== target.topic)) {
      topic = { topic: target.topic, topicId: target.topicId, partitions: [] }
      responses.push(topic)
    }
    topic.partitions.push(partitionData(target, answer, rules))
  }
  return respond(Fetch, {
    errorCode: 0,
    sessionId,
    responses,
    nodeEndpoints: [...leaders].map((nodeId) => ({ nodeId, host: '', port: -1, rack: null })),
  })
}

function partitionData(target: FetchTarget, answer: PartitionAnswer, rules: ReadRules) {
  return {
    partitionIndex: target.index,
    errorCode: answer.errorCode,
    highWatermark: answer.highWatermark,
    lastStableOffset: answer.lastStableOffset,
    logStartOffset: answer.logStartOffset,
    // Null says "not asked for": read_committed gets a list, empty while no transaction was ever aborted.
    abortedTransactions: !answer.found || (rules.readCommitted && answer.errorCode === ErrorCode.NONE) ? [] : null,
    preferredReadReplica: -1,
    records: answer.chunks,
    ...(answer.divergingEpoch === null ? {} : { divergingEpoch: answer.divergingEpoch }),
    ...(answer.leader === null || rules.version < LEADER_SINCE
      ? {}
      : { currentLeader: { leaderId: answer.leader.nodeId, leaderEpoch: answer.leader.epoch } }),
  }
}
