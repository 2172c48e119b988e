import { startBroker } from '../lib/broker.ts'
import { producePerf } from '../lib/perf-tools.ts'
import { RawClient } from '../lib/raw-client.ts'
import type { Scenario } from '../lib/scenario.ts'

const TOPIC = { name: 'kept', partitions: 16 }
const RECORD_BYTES = 1024
const MEGABYTES = 2000
const SMOKE_MEGABYTES = 10

export const restart: Scenario = {
  name: 'restart',
  title: 'Restart after `kill -9`',
  what:
    `${MEGABYTES / 1000} GB of 1 KiB records in ${TOPIC.partitions} partitions, SIGKILL right after the last acknowledgement, then the time from the spawn of the new process until ` +
    'one more record is acknowledged. Every acknowledged record must be there, or the trial fails. The page cache is warm.',
  figures: [
    {
      key: 'restart',
      title: 'restart to the first acknowledged record',
      unit: 'ms',
      better: 'less',
      goal: { kind: 'at-most', value: 1000 },
      settles: true,
    },
  ],
  async run(trial) {
    const records = Math.round(((trial.smoke ? SMOKE_MEGABYTES : MEGABYTES) * 1e6) / RECORD_BYTES)
    {
      await using broker = await startBroker(trial)
      using client = await RawClient.connect(broker.bootstrap)
      await client.createTopics([TOPIC])
      const load = { bootstrap: broker.bootstrap, topic: TOPIC.name, records, recordBytes: RECORD_BYTES, configFile: null }
      const { mbPerSecond } = await producePerf(load, trial.smoke)
      trial.say(`filled at ${mbPerSecond.toFixed(0)} MB/s`)
      await broker.kill()
    }
    await using broker = await startBroker(trial)
    const ready = performance.now()
    using client = await RawClient.connect(broker.bootstrap)
    await client.produceOne(TOPIC.name)
    const restartMs = broker.startMs + (performance.now() - ready)
    const found = await client.count(TOPIC)
    if (found !== records + 1) throw new Error(`${found} records after the restart, ${records + 1} were acknowledged`)
    return new Map([['restart', restartMs]])
  },
}
