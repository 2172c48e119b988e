import { startBroker } from '../lib/broker.ts'
import { residentOf } from '../lib/proc.ts'
import { RawClient, type TopicSpec } from '../lib/raw-client.ts'
import type { Scenario } from '../lib/scenario.ts'

const TOPICS = 10
const PARTITIONS = 5000
const SMOKE_PARTITIONS = 100
const KB = 1e3

export const partitions: Scenario = {
  name: 'partitions',
  title: '5,000 partitions',
  what:
    `${TOPICS} topics of ${PARTITIONS / TOPICS} partitions in one CreateTopics request, until all have leaders; then one record into each, a request per topic; SIGTERM; restart until all have ` +
    'leaders again and one takes a record, and from there until each has taken another. Memory is the growth of the resident set from before the topics to after a record in ' +
    "each; Kafka's is taken out of a heap that is there already and says little.",
  figures: [
    { key: 'create', title: 'create', unit: 'ms', better: 'less', goal: { kind: 'at-most', value: 10_000 }, settles: true },
    { key: 'touch', title: 'a first record in each', unit: 'ms', better: 'less', settles: true },
    { key: 'memory', title: 'memory per partition', unit: 'kB', better: 'less', goal: { kind: 'at-most', value: 20 } },
    { key: 'restart', title: 'restart', unit: 'ms', better: 'less', goal: { kind: 'at-most', value: 2000 }, settles: true },
    { key: 'touch again', title: 'then a record in each', unit: 'ms', better: 'less', settles: true },
  ],
  async run(trial) {
    const count = trial.smoke ? SMOKE_PARTITIONS : PARTITIONS
    const topics: TopicSpec[] = Array.from({ length: TOPICS }, (_, i) => ({ name: `many-${i}`, partitions: count / TOPICS }))
    const values = new Map<string, number>()
    {
      await using broker = await startBroker(trial)
      using client = await RawClient.connect(broker.bootstrap)
      await client.createTopics([{ name: 'one', partitions: 1 }])
      const before = residentOf(broker.pid).now
      values.set('create', await timed(() => client.createTopics(topics)))
      values.set('touch', await timed(() => client.produceToEach(topics)))
      values.set('memory', (residentOf(broker.pid).now - before) / KB / count)
    }
    await using broker = await startBroker(trial)
    const ready = performance.now()
    using client = await RawClient.connect(broker.bootstrap)
    await client.awaitLeaders(topics)
    await client.produceOne(topics.at(-1)!.name)
    values.set('restart', broker.startMs + (performance.now() - ready))
    values.set('touch again', await timed(() => client.produceToEach(topics)))
    return values
  },
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
