import { type Durability, startBroker } from '../lib/broker.ts'
import { kafkaJs } from '../lib/kafkajs-client.ts'
import { RawClient } from '../lib/raw-client.ts'
import type { Figure, Goal, Scenario, Trial } from '../lib/scenario.ts'

const RECORD_BYTES = 1024
const RECORDS_PER_SECOND = 500
const SECONDS = 25
const WARM_UP_SECONDS = 10
const SMOKE_SECONDS = 1.5

export const latency: Scenario = {
  name: 'latency',
  title: 'End-to-end latency at a fixed rate',
  what:
    `kafkajs, producer and consumer in one process: ${RECORDS_PER_SECOND} records of 1 KiB per second, each sent when it is due, acks=all, one partition; from the moment a record was ` +
    `due until its consumer had it. ${SECONDS} s, the first ${WARM_UP_SECONDS} s not counted. \`power\` is against Kafka with \`flush.messages=1\`.`,
  figures: [...figuresOf('process'), ...figuresOf('power')],
  smokeFigures: figuresOf('process'),
  async run(trial) {
    const values = new Map<string, number>()
    for (const durability of trial.smoke ? (['process'] as const) : (['process', 'power'] as const)) {
      const { p50, p99 } = await measure(trial, durability)
      values.set(`${durability} p50`, p50).set(`${durability} p99`, p99)
    }
    return values
  },
}

function figuresOf(durability: Durability): Figure[] {
  const goal: Goal = { kind: 'ratio-at-most', value: 1 }
  return [
    { key: `${durability} p50`, title: `${durability}: p50`, unit: 'ms', better: 'less', goal, settles: true },
    { key: `${durability} p99`, title: `${durability}: p99`, unit: 'ms', better: 'less', goal },
  ]
}

async function measure(trial: Trial, durability: Durability): Promise<{ readonly p50: number; readonly p99: number }> {
  await using broker = await startBroker({ ...trial, dir: `${trial.dir}/${durability}` }, { durability })
  {
    using client = await RawClient.connect(broker.bootstrap)
    await client.createTopics([{ name: 'timed', partitions: 1, configs: broker.topicConfigs }])
  }
  return await kafkaJs({
    mode: 'latency',
    bootstrap: broker.bootstrap,
    topic: 'timed',
    recordBytes: RECORD_BYTES,
    recordsPerSecond: RECORDS_PER_SECOND,
    seconds: trial.smoke ? SMOKE_SECONDS : SECONDS,
    warmUpSeconds: trial.smoke ? 0 : WARM_UP_SECONDS,
  })
}
