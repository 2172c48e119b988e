import type { Clock, Logger, Random } from '@leat/base'
import type { Transport } from '@leat/client'
import { openStore, type PositionedStore } from '@leat/store'
import { DECISIONS_PER_BATCH_MAX, SCHEMAS_TOPIC, schemasRecords } from '../node/record-format.ts'
import { registrySchema, type RegistryState, type StateOptions } from '../state/index.ts'

export interface RegistryStoreOptions {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly state: StateOptions
}

const TOPIC = '_schemas'
/** Closed segments can be compacted, the open one cannot. */
const SEGMENT_BYTES = 4 * 1024 * 1024

/**
 * The registry's log on the engine in the same process, whose producer ids never expire; each decision is on the disk when it is answered. Reads what is there; `lead()`
 * begins to write. @throws StoreUnreadable, StoreUnavailable
 */
export function openRegistryStore({ state, ...ports }: RegistryStoreOptions): Promise<PositionedStore<RegistryState>> {
  return openStore({
    ...ports,
    topic: TOPIC,
    transactionalId: 'schema-registry',
    schema: registrySchema(state),
    records: schemasRecords,
    topicSettings: {
      configs: { ...SCHEMAS_TOPIC.configs, 'flush.messages': '1', 'segment.bytes': String(SEGMENT_BYTES) },
      needed: SCHEMAS_TOPIC.needed,
    },
    decisionsPerBatchMax: DECISIONS_PER_BATCH_MAX,
  })
}
