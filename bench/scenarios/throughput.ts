/** Produce and consume with Kafka's perf tools, in one trial: what was produced is what is consumed, and one warm broker serves all cells. */
import { type Broker, type Durability, startBroker } from '../lib/broker.ts'
import { type Load, consumePerf, producePerf, writeClientConfig } from '../lib/perf-tools.ts'
import { type CpuSeconds, cpuOf, cpuSince, residentOf } from '../lib/proc.ts'
import { RawClient } from '../lib/raw-client.ts'
import type { Figure, Goal, Scenario, Trial } from '../lib/scenario.ts'
import { syncDisks } from '../lib/machine.ts'

const MB = 1e6
const GB = 1e9

/** One topic, one load on it. */
interface Cell {
  readonly key: string
  readonly title: string
  readonly recordBytes: number
  readonly partitions: number
  /** Record values in all. */
  readonly megabytes: number
  readonly secured: boolean
  /** Broker CPU per GB out, against Kafka's: sendfile in plaintext, where no byte passes through the program, or TLS. */
  readonly cpuOutGoal: number
  /** Run in a smoke trial, too. */
  readonly isSmoked?: true
}

const PROCESS_CELLS: readonly Cell[] = [
  {
    key: '1k-1',
    title: '1 KiB, 1 partition',
    recordBytes: 1024,
    partitions: 1,
    megabytes: 400,
    secured: false,
    cpuOutGoal: 2,
    isSmoked: true,
  },
  { key: '1k-16', title: '1 KiB, 16 partitions', recordBytes: 1024, partitions: 16, megabytes: 400, secured: false, cpuOutGoal: 2 },
  { key: '100-1', title: '100 B, 1 partition', recordBytes: 100, partitions: 1, megabytes: 200, secured: false, cpuOutGoal: 2 },
  { key: '100-16', title: '100 B, 16 partitions', recordBytes: 100, partitions: 16, megabytes: 200, secured: false, cpuOutGoal: 2 },
  {
    key: 'tls',
    title: '1 KiB, 16 partitions, SASL_SSL',
    recordBytes: 1024,
    partitions: 16,
    megabytes: 400,
    secured: true,
    cpuOutGoal: 1,
    isSmoked: true,
  },
]

/** A sync per batch is slow: what takes seconds, not minutes. */
const POWER_CELLS: readonly Cell[] = PROCESS_CELLS.filter(({ secured }) => !secured).map((cell) => ({
  ...cell,
  megabytes: cell.partitions === 1 ? 40 : 80,
}))

const WARM_UP: Cell = { ...PROCESS_CELLS[0]!, key: 'warm-up', title: 'warm-up', megabytes: 100 }
const SMOKE_MEGABYTES = 1
const MEMORY: Figure = { key: 'rss', title: 'most resident memory', unit: 'MB', better: 'less' }

export const produce: Scenario = throughput({
  name: 'produce',
  title: 'Produce and consume, durability `process`',
  durability: 'process',
  cells: PROCESS_CELLS,
  against: "against Kafka's default, which leaves syncing to the system",
  warmUp: WARM_UP,
})

export const power: Scenario = throughput({
  name: 'power',
  title: 'Produce and consume, durability `power`',
  durability: 'power',
  cells: POWER_CELLS,
  against: 'against a Kafka topic with `flush.messages=1`: both sync before they acknowledge',
  warmUp: { ...WARM_UP, megabytes: 40 },
})

function isSmoked(cell: Cell): boolean {
  return cell.isSmoked === true
}

interface Setting {
  readonly name: string
  readonly title: string
  readonly durability: Durability
  readonly cells: readonly Cell[]
  readonly against: string
  readonly warmUp: Cell
}

function throughput({ name, title, durability, cells, against, warmUp }: Setting): Scenario {
  return {
    name,
    title,
    what:
      `Kafka's ProducerPerformance (acks=all, its defaults otherwise, first tenth of the records not counted) and then ConsumerPerformance on what it wrote; ${against}. ` +
      `Per cell ${cells.map((cell) => `${cell.megabytes} MB`).join(', ')}, after a warm-up of ${warmUp.megabytes} MB through the same broker. ` +
      'CPU is user and system time of the broker, per GB (1e9 bytes) of record values. Reads come from the page cache.',
    figures: [...cells.flatMap(figuresOf), MEMORY],
    smokeFigures: [...cells.filter(isSmoked).flatMap(figuresOf), MEMORY],
    run: (trial) => measure(trial, durability, trial.smoke ? cells.filter(isSmoked) : cells, warmUp),
  }
}

function figuresOf({ key, title, cpuOutGoal }: Cell): Figure[] {
  const atLeastKafka: Goal = { kind: 'ratio-at-least', value: 1 }
  const atMostKafka: Goal = { kind: 'ratio-at-most', value: 1 }
  return [
    { key: `${key} in`, title: `${title}: produce`, unit: 'MB/s', better: 'more', goal: atLeastKafka, settles: true },
    { key: `${key} out`, title: `${title}: consume`, unit: 'MB/s', better: 'more', settles: true },
    { key: `${key} cpu in`, title: `${title}: CPU in`, unit: 's/GB', better: 'less', goal: atMostKafka },
    { key: `${key} cpu in system`, title: `${title}: CPU in, of it system`, unit: 's/GB', better: 'less' },
    { key: `${key} cpu out`, title: `${title}: CPU out`, unit: 's/GB', better: 'less', goal: { kind: 'ratio-at-most', value: cpuOutGoal } },
    { key: `${key} cpu out system`, title: `${title}: CPU out, of it system`, unit: 's/GB', better: 'less' },
  ]
}

async function measure(trial: Trial, durability: Durability, cells: readonly Cell[], warmUp: Cell): Promise<Map<string, number>> {
  const values = new Map<string, number>()
  await using broker = await startBroker(trial, { durability, secured: cells.some(({ secured }) => secured) })
  using client = await RawClient.connect(broker.bootstrap)
  const configFile = broker.secured === null ? null : writeClientConfig(trial.dir, broker.secured)
  if (!trial.smoke) await runCell({ trial, broker, client, cell: warmUp, configFile }, new Map())
  for (const cell of cells) {
    if (!trial.smoke) syncDisks()
    await runCell({ trial, broker, client, cell, configFile }, values)
    const mbps = (key: string): string => values.get(`${cell.key} ${key}`)!.toFixed(1)
    trial.say(`${cell.title}: ${mbps('in')} MB/s in, ${mbps('out')} MB/s out`)
  }
  values.set('rss', residentOf(broker.pid).peak / MB)
  return values
}

interface CellRun {
  readonly trial: Trial
  readonly broker: Broker
  readonly client: RawClient
  readonly cell: Cell
  readonly configFile: string | null
}

async function runCell({ trial, broker, client, cell, configFile }: CellRun, values: Map<string, number>): Promise<void> {
  const topic = `bench-${cell.key}`
  // Kafka keeps the files of a deleted topic for a minute; the disk would fill with what nobody reads again.
  await client.createTopics([
    { name: topic, partitions: cell.partitions, configs: { ...broker.topicConfigs, 'file.delete.delay.ms': '500' } },
  ])
  const records = Math.round(((trial.smoke ? SMOKE_MEGABYTES : cell.megabytes) * MB) / cell.recordBytes)
  const load: Load = {
    bootstrap: cell.secured ? broker.secured!.bootstrap : broker.bootstrap,
    topic,
    records,
    recordBytes: cell.recordBytes,
    configFile: cell.secured ? configFile : null,
  }
  const gigabytes = (records * cell.recordBytes) / GB

  const beforeIn = cpuOf(broker.pid)
  const produced = await producePerf(load, trial.smoke)
  setCpu(values, `${cell.key} cpu in`, cpuSince(broker.pid, beforeIn), gigabytes)
  values.set(`${cell.key} in`, produced.mbPerSecond)

  const beforeOut = cpuOf(broker.pid)
  const consumed = await consumePerf(load, trial.smoke)
  setCpu(values, `${cell.key} cpu out`, cpuSince(broker.pid, beforeOut), gigabytes)
  values.set(`${cell.key} out`, consumed.mbPerSecond)
  await client.deleteTopic(topic)
}

function setCpu(values: Map<string, number>, key: string, { user, system }: CpuSeconds, gigabytes: number): void {
  values.set(key, (user + system) / gigabytes)
  values.set(`${key} system`, system / gigabytes)
}
