import { startBroker } from '../lib/broker.ts'
import { producePerf } from '../lib/perf-tools.ts'
import { residentOf } from '../lib/proc.ts'
import { RawClient } from '../lib/raw-client.ts'
import type { Scenario } from '../lib/scenario.ts'

const CONNECTIONS = 5000
const SMOKE_CONNECTIONS = 100
/** Connections that are being opened at one time: within the backlog of any listener. */
const OPENING_MAX = 50
const TOPIC = { name: 'beside', partitions: 16 }
const RECORD_BYTES = 1024
const MEGABYTES = 200
const SMOKE_MEGABYTES = 1
const MB = 1e6
const KB = 1e3

export const connections: Scenario = {
  name: 'connections',
  title: '5,000 connections',
  what:
    `${CONNECTIONS} plaintext connections, each of which asked for metadata and stays open; then ${MEGABYTES} MB of 1 KiB records are produced beside them. ` +
    "The memory of all is the most that was resident; Kafka's includes its 1 GB heap as far as it was touched.",
  figures: [
    { key: 'open', title: 'open all', unit: 'ms', better: 'less', settles: true },
    { key: 'per-connection', title: 'memory per idle connection', unit: 'kB', better: 'less' },
    {
      key: 'rss',
      title: 'most resident memory under load',
      unit: 'MB',
      better: 'less',
      goal: { kind: 'at-most', value: 400 },
      settles: true,
    },
    { key: 'in', title: 'produce beside them', unit: 'MB/s', better: 'more', settles: true },
  ],
  async run(trial) {
    const count = trial.smoke ? SMOKE_CONNECTIONS : CONNECTIONS
    await using broker = await startBroker(trial)
    using stack = new DisposableStack()
    const client = stack.use(await RawClient.connect(broker.bootstrap))
    await client.createTopics([TOPIC])

    const before = residentOf(broker.pid).now
    const began = performance.now()
    let left = count
    const openSome = async (): Promise<void> => {
      while (left > 0) {
        left -= 1
        const one = stack.use(await RawClient.connect(broker.bootstrap))
        await one.awaitLeaders([TOPIC])
      }
    }
    await Promise.all(Array.from({ length: OPENING_MAX }, openSome))
    const openMs = performance.now() - began
    const after = residentOf(broker.pid).now

    const records = Math.round(((trial.smoke ? SMOKE_MEGABYTES : MEGABYTES) * MB) / RECORD_BYTES)
    const load = { bootstrap: broker.bootstrap, topic: TOPIC.name, records, recordBytes: RECORD_BYTES, configFile: null }
    const { mbPerSecond } = await producePerf(load, trial.smoke)
    return new Map([
      ['open', openMs],
      ['per-connection', (after - before) / KB / count],
      ['rss', residentOf(broker.pid).peak / MB],
      ['in', mbPerSecond],
    ])
  },
}
