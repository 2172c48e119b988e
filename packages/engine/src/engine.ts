import { type Clock, type Fs, type Logger, type Meter, type NodeId, type Random, assert } from '@leat/base'
import { type Durability, openLogDir } from '@leat/log'
import type { ApiTable, Backend, Call, Reply } from '@leat/wire'
import { handlersOf } from './apis/index.ts'
import { openCluster } from './cluster/cluster.ts'
import { brokerSettings } from './configs/broker-settings.ts'
import { staticConfigs } from './configs/resolve.ts'
import type { EngineContext } from './context.ts'
import type { Groups, Handler, TopicView } from './contract.ts'
import { BrokerSessions } from './fetch/broker-sessions.ts'
import { ParkedFetches } from './fetch/parked.ts'
import { openGroups } from './groups/index.ts'
import { DEFAULT_LIMITS, type EngineLimits } from './limits.ts'
import { StorageFault } from './journal/journal.ts'
import { OffsetsTopic } from './offsets/offsets-topic.ts'
import { replayPartition } from './offsets/replay.ts'
import { ProducerIds } from './producer-ids.ts'
import { OFFSETS_TOPIC } from './topics/topic-name.ts'
import { TopicTable } from './topics/topic-table.ts'
import { type TopicsNow, topicsNow } from './topics/topics-now.ts'

export interface EngineOptions {
  readonly fs: Fs
  /** Absolute; made when absent. One engine at a time may have it open: whoever calls holds the lock. */
  readonly dir: string
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  readonly clusterId: string
  /** 1 to 64 different ids, all on this thread. At another start they may be others: what a broker led that is gone then, another one leads. */
  readonly nodes: readonly NodeId[]
  readonly durability: Durability
  /** Broker settings under Kafka's names (`num.partitions`, …). Unknown names and bad values are refused. */
  readonly brokerConfig?: Readonly<Record<string, string>>
  readonly limits?: Partial<EngineLimits>
}

/** The embedded Kafka. */
export interface Engine extends Backend, AsyncDisposable {
  readonly clusterId: string
  /** The brokers as they are now. */
  readonly nodes: readonly NodeId[]
  /**
   * From now on these are the brokers (1 to 64 different ids). What one led that is gone, another one leads; who asks at the old place is told
   * NOT_LEADER_OR_FOLLOWER or NOT_COORDINATOR. New ones get their share of what is made from now on. Listeners are the caller's affair: new ones
   * open before this, those of brokers that go close after it. @throws StorageFault when the disk refuses: then nothing has changed.
   */
  setNodes(nodes: readonly NodeId[]): Promise<void>
  readonly topics: TopicsNow
  /** Resolves when the group coordinator has read `__consumer_offsets`; until then its groups answer COORDINATOR_LOAD_IN_PROGRESS. */
  readonly groupsLoaded: Promise<void>
  /** Flushes, syncs, and marks a clean stop. Calls that come after are a bug of the caller. */
  close(): Promise<void>
}

/** @throws Error when the settings are wrong; JournalUnreadable, FsError, StorageFault when the disk is. */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { fs, dir, clock, random, logger, meter, clusterId, durability } = options
  const limits: EngineLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const statics = staticConfigs({ 'log.dirs': `${dir}/topics`, ...options.brokerConfig })
  const settings = brokerSettings(statics, () => cluster.state)

  const followers: ((event: Parameters<TopicTable['follow']>[0]) => void)[] = []
  const cluster = await openCluster({
    fs,
    dir: `${dir}/metadata`,
    nodes: options.nodes,
    logger,
    sync: durability !== 'none',
    journalBytesMax: limits.journalBytesMax,
    onApplied: (event) => followers.forEach((follow) => follow(event)),
  })
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
  const offsets = new OffsetsTopic({ cluster, topics, settings, clock, random, partitionsMax: limits.partitionsMax })
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

  const sessionOptions = {
    clock,
    random,
    sessionsMax: settings.fetchSessionsMax,
    partitionsMax: limits.fetchSessionPartitionsMax,
    evictionMs: settings.fetchSessionEvictionMs,
  }
  const context: EngineContext = {
    clusterId,
    get nodes() {
      return cluster.nodes
    },
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
    fetchSessions: new BrokerSessions(sessionOptions, cluster.nodes),
    parkedFetches: new ParkedFetches(),
    partitionOfGroup: (groupId) => groups.partitionOf(groupId),
    topicsDeleted: (names) => groups.topicsDeleted(names),
  }
  followers.push((event) => {
    topics.follow(event)
    if (event.type === 'partitions-moved' && event.id === topics.byName(OFFSETS_TOPIC)?.id)
      groups.moved(new Set(event.partitions.map(({ index }) => index)))
  })
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
  const setNodes = async (nodes: readonly NodeId[]): Promise<void> => {
    assert(!closing.begun, 'a closed engine has no brokers')
    const stored = await cluster.setNodes(nodes)
    if (!stored.ok) throw new StorageFault(`the brokers stay as they are: ${stored.error.reason}`)
    context.fetchSessions.setNodes(cluster.nodes)
    context.parkedFetches.wakeAll()
  }
  return {
    clusterId,
    get nodes() {
      return cluster.nodes
    },
    setNodes,
    topics: topicsNow(() => cluster.state, settings),
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
