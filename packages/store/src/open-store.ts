import { KafkaError, TransportClosed, ensureTopic } from '@leat/client'
import { type Store, type StoreOptions, StoreUnavailable } from './contract.ts'
import { LogStore } from './log-store.ts'
import { StoreUnreadable } from './unreadable.ts'

/** Closed segments can be compacted, the open one cannot: with Kafka's 1 GiB every start would read a week of changes. */
const SEGMENT_BYTES = 4 * 1024 * 1024

const SETTINGS = {
  'cleanup.policy': 'compact',
  'flush.messages': '1',
  'segment.bytes': String(SEGMENT_BYTES),
}
/** On any other topic state gets lost; of the rest somebody may know better. */
const NEEDED: readonly string[] = ['partitions', 'cleanup.policy']

/**
 * Reads the state from its topic to the end found now (the topic is made when it is not there), and goes on following it.
 *
 * @throws StoreUnreadable (a newer format, garbage, wrong settings, records gone), StoreUnavailable
 */
export async function openStore<State>(options: StoreOptions<State>): Promise<Store<State>> {
  const { clock, logger, topic } = options
  const startMs = clock.monotonic()
  await openTopic(options)
  const store = new LogStore(options)
  const { entityCount } = await store.open()
  logger.event('info', 'store-opened', { topic, entities: entityCount, durationMs: Math.round(clock.monotonic() - startMs) })
  return store
}

async function openTopic<State>({ transport, clock, random, logger, topic }: StoreOptions<State>): Promise<void> {
  const wish = { name: topic, partitions: 1, configs: SETTINGS }
  try {
    const { differences } = await ensureTopic(transport, wish, { clock, random, signal: new AbortController().signal })
    for (const { setting, wished, found } of differences) {
      const text = `topic ${topic} has ${setting} ${String(found)}; a store needs ${wished}`
      if (NEEDED.includes(setting)) throw new StoreUnreadable('wrong-settings', `${text}. Alter the topic, or restore it from a copy.`)
      logger.event('warn', 'store-topic-differs', { topic, setting, wished, found })
    }
  } catch (cause) {
    if (!(cause instanceof KafkaError || cause instanceof TransportClosed)) throw cause
    throw new StoreUnavailable(`topic ${topic} cannot be opened: ${cause.message}`, { cause })
  }
}
