import { type Clock, type Fs, type Logger, type Meter, type NodeId, type Random, assert } from '@leat/base'
import { type Durability, openLogDir } from '@leat/log'
import type { ApiTable, Backend, Call, Reply } from '@leat/wire'
import { handlersOf } from './apis/index.ts'
import { openCluster } from './cluster/cluster.ts'
import { brokerSettings } from './configs/broker-settings.ts'
import { staticConfigs } from './configs/resolve.ts'
import type { EngineContext } from './context.ts'
import type { Groups, Handler, TopicView } from './contract.ts'
import { FetchSessions } from './fetch/sessions.ts'
import { openGroups } from './groups/index.ts'
import { DEFAULT_LIMITS, type EngineLimits } from './limits.ts'
import { OffsetsTopic } from './offsets/offsets-topic.ts'
import { replayPartition } from './offsets/replay.ts'
import { ProducerIds } from './producer-ids.ts'
import { TopicTable } from './topics/topic-table.ts'

export interface EngineOptions {
  readonly fs: Fs
  /** Absolute; made when absent. One engine at a time may have it open: whoever calls holds the lock. */
  readonly dir: string
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  readonly clusterId: string
  /** One or three brokers, on this thread; the same at every start, or the leaders named in the metadata would be gone. */
  readonly nodes: readonly NodeId[]
  readonly durability: Durability
  /** Broker settings under Kafka's names (`num.partitions`, …). Unknown names and bad values are refused. */
  readonly brokerConfig?: Readonly<Record<string, string>>
  readonly limits?: Partial<EngineLimits>
}

/** The embedded Kafka. */
export interface Engine extends Backend, AsyncDisposable {
  readonly clusterId: string
  readonly nodes: readonly NodeId[]
  /** Resolves when the group coordinator has read `__consumer_offsets`; until then its groups answer COORDINATOR_LOAD_IN_PROGRESS. */
  readonly groupsLoaded: Promise<void>
  /** Flushes, syncs, and marks a clean stop. Calls that come after are a bug of the caller. */
  close(): Promise<void>
}

/** @throws Error when the settings are wrong; JournalUnreadable, FsError, StorageFault when the disk is. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { fs, dir, clock, random, logger, meter, clusterId, nodes, durability } = options
  assert(nodes.length === 1 || nodes.length === 3, 'an engine has one broker or three')
  const limits: EngineLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const statics = staticConfigs({ 'log.dirs': `${dir}/topics`, ...options.brokerConfig })
  const settings = brokerSettings(statics)

  const followers: ((event: Parameters<TopicTable['follow']>[0]) => void)[] = []
  const cluster = await openCluster({
    fs,
    dir: `${dir}/metadata`,
    logger,
    sync: durability !== 'none',
    journalBytesMax: limits.journalBytesMax,
    onApplied: (event) => followers.forEach((follow) => follow(event)),
  })
  refuseUnknownLeaders(cluster.state.topics.values(), nodes)
  const logDir = openLogDir({
    fs,
    dir: `${dir}/topics`,
    clock,
    logger,
    meter,
    durability,
    limits: limits.log,
    producerExpirationMs: settings.producerExpirationMs,
  })
  const topics = new TopicTable({ clock, logger, logDir, statics, openSliceMs: limits.openSliceMs, state: () => cluster.state })
  topics.load()
  const offsets = new OffsetsTopic({ cluster, topics, settings, nodes, clock, random, partitionsMax: limits.partitionsMax })
  const groups = openGroups({
    clock,
    random,
    logger,
    meter,
    config: settings.groups,
    topics: topicView(topics),
    offsets,
    coordinatorOf: (partition) => offsets.leaderOf(partition),
  })
  followers.push((event) => topics.follow(event))

  const sessionOptions = {
    clock,
    random,
    sessionsMax: settings.fetchSessionsMax,
    partitionsMax: limits.fetchSessionPartitionsMax,
    evictionMs: settings.fetchSessionEvictionMs,
  }
  const context: EngineContext = {
    clusterId,
    nodes,
    clock,
    random,
    logger,
    meter,
    limits,
    durability,
    statics,
    settings,
    cluster,
    topics,
    logDir,
    offsets,
    producerIds: new ProducerIds(cluster),
    fetchSessions: new Map(nodes.map((node) => [node, new FetchSessions(sessionOptions)])),
    parkedFetches: { count: 0 },
    partitionOfGroup: (groupId) => groups.partitionOf(groupId),
    topicsDeleted: (names) => groups.topicsDeleted(names),
  }
  const handlers = handlerTable([...handlersOf(context), ...groups.handlers])
  meter.observe('partitions', () => cluster.state.partitionCount)
  meter.observe('parked_fetches', () => context.parkedFetches.count)
  const closing = { begun: false }
  const groupsLoaded = loadGroups(offsets, groups, logger, closing)

  const close = async (): Promise<void> => {
    assert(!closing.begun, 'the engine is closed once')
    closing.begun = true
    await groupsLoaded
    groups.close()
    topics.close()
    // The logs first: the metadata's mark of a clean stop must not stand when a power loss could still cut one of them. Without it the
    // next start begins new leader epochs, which is how consumers notice that a log was cut (KIP-320).
    const isWhole = await logDir.close()
    await cluster.close(isWhole)
  }
  return {
    clusterId,
    nodes,
    groupsLoaded,
    close,
    apis: apiTable(handlers),
    features: [],
    dispatch: (call) => dispatch(handlers, call),
    [Symbol.asyncDispose]: close,
  }
}

type HandlerTable = ReadonlyMap<number, Handler>

function handlerTable(handlers: readonly Handler[]): HandlerTable {
  const table = new Map(handlers.map((handler) => [handler.api.key, handler]))
  assert(table.size === handlers.length, 'two handlers serve the same api')
  return table
}

function apiTable(handlers: HandlerTable): ApiTable {
  const ranges = [...handlers.values()]
    .sort((a, b) => a.api.key - b.api.key)
    .map(({ api, min, max, advertisedMin }) => ({ api, min, max, ...(advertisedMin === undefined ? {} : { advertisedMin }) }))
  return new Map(ranges.map((range) => [range.api.key, range]))
}

/** A synchronous throw of a handler becomes a rejection, as `Backend` promises. */
async function dispatch(handlers: HandlerTable, call: Call): Promise<Reply> {
  const handler = handlers.get(call.api.key)
  assert(
    handler !== undefined && call.version >= handler.min && call.version <= handler.max,
    `${call.api.name} v${call.version} is not served`,
  )
  return await handler.handle(call)
}

function topicView(topics: TopicTable): TopicView {
  return {
    idOf: (topic) => topics.byName(topic)?.id ?? null,
    nameOf: (topicId) => topics.byId(topicId)?.name ?? null,
    partitionCount: (topic) => topics.byName(topic)?.partitions.length ?? null,
  }
}

/** Partition by partition, the empty ones at once. */
async function loadGroups(offsets: OffsetsTopic, groups: Groups, logger: Logger, closing: { begun: boolean }): Promise<void> {
  for (let partition = 0; partition < offsets.partitionCount; partition++) {
    const log = offsets.partitions()?.[partition]?.log
    if (closing.begun) return
    const complete =
      log === undefined || (await replayPartition(log, logger, (record, timestampMs) => groups.replay(partition, record, timestampMs)))
    if (complete) groups.loaded(partition)
  }
}

function refuseUnknownLeaders(
  topics: Iterable<{ readonly name: string; readonly partitions: readonly { readonly replicas: readonly NodeId[] }[] }>,
  nodes: readonly NodeId[],
): void {
  for (const { name, partitions } of topics) {
    const stranger = partitions.flatMap(({ replicas }) => replicas).find((node) => !nodes.includes(node))
    if (stranger !== undefined)
      throw new Error(
        `topic ${name} has a partition on broker ${stranger}, which is not started now; start with the same brokers as before`,
      )
  }
}
