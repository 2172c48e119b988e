/** Kafka's own perf tools as clients, and what they print as numbers. */
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { kafkaTool } from '../../conformance/kafka/index.ts'
import { tail } from '../../conformance/process.ts'
import type { Secured } from './broker.ts'

/** What Kafka's own scripts give their tools. */
const CLIENT_FLAGS = ['-Xmx512m', '-Xms512m', '-server', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20'] as const
const RUN_MS_MAX = 15 * 60_000
/** Between two records that a consumer gets. */
const SILENCE_MS_MAX = 60_000
const MB_PER_MIB = (1024 * 1024) / 1e6

export interface Load {
  /** host:port of the listener that `secured` asks for. */
  readonly bootstrap: string
  readonly topic: string
  readonly records: number
  readonly recordBytes: number
  /** Client settings of a SASL_SSL listener; null for PLAINTEXT. */
  readonly configFile: string | null
}

export interface Throughput {
  readonly recordsPerSecond: number
  /** 1e6 bytes of record values per second. */
  readonly mbPerSecond: number
}

/** Writes the client settings of a SASL_SSL listener. */
export function writeClientConfig(dir: string, { caFile, user, password }: Secured): string {
  const file = join(dir, 'client.properties')
  const login = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${user}" password="${password}";`
  const lines = ['security.protocol=SASL_SSL', 'ssl.truststore.type=PEM', `ssl.truststore.location=${caFile}`, 'sasl.mechanism=PLAIN']
  writeFileSync(file, `${[...lines, `sasl.jaas.config=${login}`].join('\n')}\n`, { mode: 0o600 })
  return file
}

/** As fast as it goes with acks=all and Kafka's defaults otherwise. The first tenth of the records warms the client up and is not counted. */
export async function producePerf(load: Load, smoke: boolean): Promise<Throughput> {
  const args = {
    '--bootstrap-server': load.bootstrap,
    '--topic': load.topic,
    '--throughput': -1,
    '--num-records': load.records,
    '--record-size': load.recordBytes,
    '--warmup-records': Math.floor(load.records / 10),
    '--command-property': 'acks=all',
  }
  return parseProducePerf(await runTool('producer-perf', args, load, smoke))
}

export function parseProducePerf(text: string): Throughput {
  const found = /\d+ steady state records sent, ([\d.]+) records\/sec \(([\d.]+) MB\/sec\)/.exec(text)
  if (found === null) throw new Error(`ProducerPerformance printed no steady state: ${tail(text, 500)}`)
  // The tool's MB are MiB.
  return { recordsPerSecond: Number(found[1]), mbPerSecond: Number(found[2]) * MB_PER_MIB }
}

/** Reads a topic from its start, in a new group. The time until the group has its partitions is not counted. */
export async function consumePerf(load: Load, smoke: boolean): Promise<Throughput> {
  const args = {
    '--bootstrap-server': load.bootstrap,
    '--topic': load.topic,
    '--group': `bench-${randomUUID()}`,
    '--num-records': load.records,
    '--timeout': SILENCE_MS_MAX,
  }
  const { records, ...throughput } = parseConsumePerf(await runTool('consumer-perf', args, load, smoke))
  if (records < load.records) throw new Error(`ConsumerPerformance read ${records} of ${load.records} records`)
  return throughput
}

/** start, end, MiB, MiB/s, records, records/s, rebalance ms, fetch ms, fetch MiB/s, fetch records/s */
export function parseConsumePerf(text: string): Throughput & { readonly records: number } {
  const line = text.split('\n').findLast((one) => one.split(',').length === 10)
  if (line === undefined) throw new Error(`ConsumerPerformance printed no result: ${tail(text, 500)}`)
  const fields = line.split(',').map((field) => Number(field.trim()))
  return { records: fields[4]!, recordsPerSecond: fields[9]!, mbPerSecond: fields[8]! * MB_PER_MIB }
}

type Arguments = Readonly<Record<`--${string}`, string | number>>

/** What the tool printed. @throws with its last words when it failed. */
async function runTool(tool: 'producer-perf' | 'consumer-perf', args: Arguments, { configFile }: Load, smoke: boolean): Promise<string> {
  const all = Object.entries(args).flatMap(([flag, value]) => [flag, String(value)])
  if (configFile !== null) all.push('--command-config', configFile)
  const outcome = await kafkaTool(tool, all, { timeoutMs: RUN_MS_MAX, ...(smoke ? {} : { flags: CLIENT_FLAGS }) })
  if (outcome.code !== 0) throw new Error(`${tool}: ${tail(outcome.stderr + outcome.stdout, 1000)}`)
  return outcome.stdout
}
