import { startBroker } from '../lib/broker.ts'
import { cpuOf, cpuSince, residentOf, sleep } from '../lib/proc.ts'
import { RawClient } from '../lib/raw-client.ts'
import type { Scenario } from '../lib/scenario.ts'

const MB = 1e6
/** After the start, until whatever a broker does then is over. */
const SETTLE_MS = 15_000
const WATCH_MS = 20_000

export const idle: Scenario = {
  name: 'idle',
  title: 'Idle',
  what: `A broker with one topic and one record, left alone for ${SETTLE_MS / 1000} s and then watched for ${WATCH_MS / 1000} s. Kafka has the 1 GB heap of its own start script.`,
  figures: [
    { key: 'rss', title: 'resident memory', unit: 'MB', better: 'less', goal: { kind: 'at-most', value: 120 }, settles: true },
    { key: 'cpu', title: 'of one core', unit: '%', better: 'less', goal: { kind: 'at-most', value: 0.5 } },
  ],
  async run(trial) {
    await using broker = await startBroker(trial)
    {
      using client = await RawClient.connect(broker.bootstrap)
      await client.createTopics([{ name: 'idle', partitions: 1 }])
      await client.produceOne('idle')
    }
    await sleep(trial.smoke ? 500 : SETTLE_MS)
    const watchMs = trial.smoke ? 1000 : WATCH_MS
    const before = cpuOf(broker.pid)
    await sleep(watchMs)
    const { user, system } = cpuSince(broker.pid, before)
    return new Map([
      ['rss', residentOf(broker.pid).now / MB],
      ['cpu', ((user + system) / (watchMs / 1000)) * 100],
    ])
  },
}
