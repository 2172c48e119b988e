import { startBroker } from '../lib/broker.ts'
import { RawClient } from '../lib/raw-client.ts'
import type { Scenario } from '../lib/scenario.ts'

export const start: Scenario = {
  name: 'start',
  title: 'Start to the first acknowledged record',
  what:
    'Spawn of the process on an empty data directory (Kafka: formatted before, which is not counted) until a record produced with acks=all to ' +
    'a topic made for it is acknowledged. Programs and caches are warm from the dropped pair. "Again" is the same on the data that is there now.',
  figures: [
    { key: 'first', title: 'first start', unit: 'ms', better: 'less', goal: { kind: 'at-most', value: 600 }, settles: true },
    { key: 'again', title: 'start again', unit: 'ms', better: 'less', goal: { kind: 'at-most', value: 600 }, settles: true },
  ],
  async run(trial) {
    const first = await startAndProduce(true)
    const again = await startAndProduce(false)
    return new Map([
      ['first', first],
      ['again', again],
    ])

    async function startAndProduce(isNew: boolean): Promise<number> {
      await using broker = await startBroker(trial)
      const ready = performance.now()
      using client = await RawClient.connect(broker.bootstrap)
      if (isNew) await client.createTopics([{ name: 'first', partitions: 1 }])
      await client.produceOne('first')
      return broker.startMs + (performance.now() - ready)
    }
  },
}
