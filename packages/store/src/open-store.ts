import { KafkaError, TransportClosed, ensureTopic } from '@leat/client'
import { type PositionedStore, type StoreOptions, StoreUnavailable, type TopicSettings } from './contract.ts'
import { LogStore } from './log-store.ts'
import { StoreUnreadable } from './unreadable.ts'

/** Closed segments can be compacted, the open one cannot: with Kafka's 1 GiB every start would read a week of changes. */
const SEGMENT_BYTES = 4 * 1024 * 1024

/** Without compaction, or with more partitions, state gets lost; of the rest somebody may know better. */
const SETTINGS: TopicSettings = {
  configs: { 'cleanup.policy': 'compact', 'flush.messages': '1', 'segment.bytes': String(SEGMENT_BYTES) },
  needed: ['partitions', 'cleanup.policy'],
}

/**
 * Reads the state from its topic to the end found now (the topic is made when it is not there, unless it is somebody else's), and goes on following it.
 *
 * @throws StoreUnreadable (a newer format, garbage, wrong settings, records gone), StoreUnavailable
 */
export async function openStore<State>(options: StoreOptions<State>): Promise<PositionedStore<State>> {
  const { clock, logger, topic } = options
  const startMs = clock.monotonic()
  const { topicSettings = SETTINGS } = options
  if (topicSettings !== null) await openTopic(options, topicSettings)
  const store = new LogStore(options)
  const { entityCount, skippedCount } = await store.open()
  const skipped = skippedCount === 0 ? {} : { skipped: skippedCount }
  logger.event('info', 'store-opened', { topic, entities: entityCount, ...skipped, durationMs: Math.round(clock.monotonic() - startMs) })
  return store
}

async function openTopic<State>(options: StoreOptions<State>, { configs, needed }: TopicSettings): Promise<void> {
  const { transport, clock, random, logger, topic } = options
  const wish = { name: topic, partitions: 1, configs }
  try {
    const { differences } = await ensureTopic(transport, wish, { clock, random, signal: new AbortController().signal })
    for (const { setting, wished, found } of differences) {
      const text = `topic ${topic} has ${setting} ${String(found)}; a store needs ${wished}`
      if (needed.includes(setting)) throw new StoreUnreadable('wrong-settings', `${text}. Alter the topic, or restore it from a copy.`)
      logger.event('warn', 'store-topic-differs', { topic, setting, wished, found })
    }
  } catch (cause) {
    if (!(cause instanceof KafkaError || cause instanceof TransportClosed)) throw cause
    throw new StoreUnavailable(`topic ${topic} cannot be opened: ${cause.message}`, { cause })
  }
}
