import { startBroker } from '../lib/broker.ts'
import { kafkaJs } from '../lib/kafkajs-client.ts'
import { cpuOf, cpuSince } from '../lib/proc.ts'
import { RawClient } from '../lib/raw-client.ts'
import type { Scenario } from '../lib/scenario.ts'

const TOPIC = { name: 'js', partitions: 1 }
const RECORD_BYTES = 1024
const RECORDS = 200_000
const SMOKE_RECORDS = 3000
/** The broker's own warm-up, through another topic. */
const WARM_UP = { name: 'js-warm-up', partitions: 1 }
const WARM_UP_RECORDS = 50_000

export const kafkajs: Scenario = {
  name: 'kafkajs',
  title: 'A JavaScript client: kafkajs',
  what:
    `${RECORDS / 1000},000 records of 1 KiB to one partition in sends of 500, five on their way, acks=all; then read back by batches. The client takes most of a core, so the ` +
    'rates say what its user gets, and the CPU says what the broker adds.',
  figures: [
    { key: 'in', title: 'produce', unit: 'MB/s', better: 'more', settles: true },
    { key: 'out', title: 'consume', unit: 'MB/s', better: 'more', settles: true },
    { key: 'cpu in', title: 'CPU in', unit: 's/GB', better: 'less' },
    { key: 'cpu out', title: 'CPU out', unit: 's/GB', better: 'less' },
  ],
  async run(trial) {
    await using broker = await startBroker(trial)
    using client = await RawClient.connect(broker.bootstrap)
    await client.createTopics([TOPIC, WARM_UP])
    const load = {
      bootstrap: broker.bootstrap,
      topic: TOPIC.name,
      records: trial.smoke ? SMOKE_RECORDS : RECORDS,
      recordBytes: RECORD_BYTES,
    }
    if (!trial.smoke) {
      const warmUp = { ...load, topic: WARM_UP.name, records: WARM_UP_RECORDS }
      await kafkaJs({ mode: 'produce', ...warmUp })
      await kafkaJs({ mode: 'consume', ...warmUp })
    }
    const measure = async (mode: 'produce' | 'consume'): Promise<readonly [number, number]> => {
      const before = cpuOf(broker.pid)
      const { mbPerSecond } = await kafkaJs({ mode, ...load })
      const { user, system } = cpuSince(broker.pid, before)
      return [mbPerSecond, (user + system) / ((load.records * RECORD_BYTES) / 1e9)]
    }
    const [mbIn, cpuIn] = await measure('produce')
    const [mbOut, cpuOut] = await measure('consume')
    return new Map([
      ['in', mbIn],
      ['out', mbOut],
      ['cpu in', cpuIn],
      ['cpu out', cpuOut],
    ])
  },
}
