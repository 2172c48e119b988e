import { startCloud } from '../../../conformance/authorization-clients/cloud.ts'
import { syncDisks } from '../../lib/machine.ts'
import { consumePerf, producePerf, writeClientConfig } from '../../lib/perf-tools.ts'
import { cpuOf, cpuSince } from '../../lib/proc.ts'
import { RawClient } from '../../lib/raw-client.ts'
import type { Figure, Scenario } from '../../lib/scenario.ts'
import { dataDirOf } from './common.ts'

const MB = 1e6
const GB = 1e9
const RECORD_BYTES = 1024
const PARTITIONS = 16
/** Each time a listener has its turn. */
const MEGABYTES = 150
const WARM_UP_MEGABYTES = 100

const LISTENERS = ['PLAINTEXT', 'SASL_SSL'] as const
const DIRECTIONS = ['in', 'out'] as const
/** Neither is always the first, which is the colder one. */
const TURNS = ['PLAINTEXT', 'SASL_SSL', 'SASL_SSL', 'PLAINTEXT'] as const

export const tls: Scenario = {
  name: 'tls',
  title: 'SASL_SSL beside PLAINTEXT',
  what:
    `Kafka's ProducerPerformance (acks=all) and ConsumerPerformance, ${MEGABYTES} MB of 1 KiB records in ${PARTITIONS} partitions, through either listener of one process, twice each (one, the other, the other, the one; means of both), after ` +
    `${WARM_UP_MEGABYTES} MB through each. PLAINTEXT is trusted; SASL_SSL is encrypted, asked about, and under the caps of a Standard cluster. CPU is Leat's, per GB of record values.`,
  figures: DIRECTIONS.flatMap((direction): Figure[] => [
    ...LISTENERS.map((listener): Figure => ({
      key: `${listener} ${direction}`,
      title: `${verb(direction)}, ${listener}`,
      unit: 'MB/s',
      better: 'more',
    })),
    { key: `ratio ${direction}`, title: `${verb(direction)}, SASL_SSL / PLAINTEXT`, unit: 'ratio', better: 'more', settles: true },
    ...LISTENERS.map((listener): Figure => ({
      key: `${listener} cpu ${direction}`,
      title: `${verb(direction)}, CPU, ${listener}`,
      unit: 's/GB',
      better: 'less',
    })),
    { key: `ratio cpu ${direction}`, title: `${verb(direction)}, CPU, SASL_SSL / PLAINTEXT`, unit: 'ratio', better: 'less' },
  ]),
  async run(trial) {
    await using cloud = await startCloud(dataDirOf(trial))
    const { up } = cloud
    using client = await RawClient.connect(up.bootstrap)
    const secured = { bootstrap: up.sasl_ssl_bootstrap, caFile: up.ca_file, user: up.api_key, password: up.api_secret }
    const configFile = writeClientConfig(trial.dir, secured)
    const found = new Map<string, number[]>()
    const add = (key: string, value: number): void => void found.set(key, [...(found.get(key) ?? []), value])
    const through = async (listener: (typeof LISTENERS)[number], megabytes: number, name: string): Promise<void> => {
      const topic = `${name}-${listener}`
      await client.createTopics([{ name: topic, partitions: PARTITIONS, configs: { 'file.delete.delay.ms': '500' } }])
      const records = Math.round((megabytes * MB) / RECORD_BYTES)
      const isSecured = listener === 'SASL_SSL'
      const load = {
        bootstrap: isSecured ? secured.bootstrap : up.bootstrap,
        topic,
        records,
        recordBytes: RECORD_BYTES,
        configFile: isSecured ? configFile : null,
      }
      if (!trial.smoke) syncDisks()
      for (const direction of DIRECTIONS) {
        const before = cpuOf(up.pid)
        const { mbPerSecond } = await (direction === 'in' ? producePerf : consumePerf)(load, trial.smoke)
        const { user, system } = cpuSince(up.pid, before)
        add(`${listener} ${direction}`, mbPerSecond)
        add(`${listener} cpu ${direction}`, (user + system) / ((records * RECORD_BYTES) / GB))
      }
      await client.deleteTopic(topic)
    }
    if (!trial.smoke) for (const listener of LISTENERS) await through(listener, WARM_UP_MEGABYTES, 'warm-up')
    found.clear()
    for (const [i, listener] of (trial.smoke ? LISTENERS : TURNS).entries())
      await through(listener, trial.smoke ? 1 : MEGABYTES, `bench-${i}`)
    const values = new Map([...found].map(([key, all]) => [key, all.reduce((sum, value) => sum + value, 0) / all.length]))
    for (const key of ['in', 'out', 'cpu in', 'cpu out'])
      values.set(`ratio ${key}`, values.get(`SASL_SSL ${key}`)! / values.get(`PLAINTEXT ${key}`)!)
    return values
  },
}

function verb(direction: (typeof DIRECTIONS)[number]): string {
  return direction === 'in' ? 'produce' : 'consume'
}
