/** The two brokers under test, behind one face. Each runs alone, in a process of its own, with its data in the trial's directory. */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startKafka } from '../../conformance/kafka/index.ts'
import { endChild, waitForLine } from '../../conformance/process.ts'
import { ROOT } from './machine.ts'
import type { Trial } from './scenario.ts'

const LEAT_LOG = 'leat.log'
/** What the brokers' own logs are called, somewhere in a trial's directory. */
export const LOG_NAMES: readonly string[] = [LEAT_LOG, 'output.log']
const READY_MS_MAX = 120_000

export interface Secured {
  readonly bootstrap: string
  readonly caFile: string
  readonly user: string
  readonly password: string
}

/** `power`: nothing is acknowledged before it was synced. For Kafka that is a setting of the topic, see `topicConfigs`. */
export type Durability = 'process' | 'power'

export interface Broker extends AsyncDisposable {
  readonly pid: number
  /** PLAINTEXT, one host:port. */
  readonly bootstrap: string
  readonly secured: Secured | null
  /** From the spawn of its process until it said that it was ready; what the caller waits for beyond that is added to it. */
  readonly startMs: number
  /** What a topic needs for the durability that was asked for. */
  readonly topicConfigs: Readonly<Record<string, string>>
  /** SIGTERM, and waits until it is gone. */
  stop(): Promise<void>
  /** SIGKILL. The data stays for another start. */
  kill(): Promise<void>
}

export interface BrokerOptions {
  readonly durability?: Durability
  /** Adds a SASL_SSL listener to Kafka; Leat always has one. */
  readonly secured?: boolean
}

export async function startBroker(trial: Trial, options: BrokerOptions = {}): Promise<Broker> {
  mkdirSync(trial.dir, { recursive: true })
  const broker = await (trial.side === 'kafka' ? startApacheKafka(trial, options) : startLeat(trial, options))
  return { ...broker, [Symbol.asyncDispose]: () => broker.stop() }
}

type Started = Omit<Broker, typeof Symbol.asyncDispose>

async function startApacheKafka({ dir, smoke }: Trial, { durability = 'process', secured = false }: BrokerOptions): Promise<Started> {
  const kafka = await startKafka({ dir, saslSsl: secured, jvm: smoke ? 'quick' : 'broker' })
  const tls = kafka.saslSsl
  return {
    pid: kafka.pid,
    bootstrap: kafka.bootstrap,
    secured: tls,
    startMs: kafka.startMs,
    topicConfigs: durability === 'power' ? { 'flush.messages': '1' } : {},
    stop: () => kafka.stop(),
    kill: () => kafka.kill(),
  }
}

/** What a trial needs of the line that `up --json` prints. */
interface UpLine {
  readonly bootstrap: string
  readonly sasl_ssl_bootstrap: string
  readonly api_key: string
  readonly api_secret: string
  readonly ca_file: string
  readonly pid: number
}

async function startLeat({ dir, profileDir }: Trial, { durability = 'process' }: BrokerOptions): Promise<Started> {
  const args = ['up', '--data-dir', join(dir, 'leat'), '--durability', durability, '--ports', 'auto', '--json']
  // The launcher is what a user starts; it becomes the node process. Only a profile needs flags of Node that it does not take.
  const [command, ...prefix] = profileDir === null ? [join(ROOT, 'leat')] : profiled(profileDir)
  const began = performance.now()
  const child = spawn(command!, [...prefix, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stderr.pipe(createWriteStream(join(dir, LEAT_LOG), { flags: 'a' }))
  const up = JSON.parse(await waitForLine(child, /^\{.*\}$/, READY_MS_MAX)) as UpLine
  const startMs = performance.now() - began
  return {
    pid: up.pid,
    bootstrap: up.bootstrap,
    secured: { bootstrap: up.sasl_ssl_bootstrap, caFile: up.ca_file, user: up.api_key, password: up.api_secret },
    startMs,
    topicConfigs: {},
    stop: async () => void (await endChild(child)),
    kill: async () => void (await endChild(child, 'SIGKILL')),
  }
}

function profiled(profileDir: string): string[] {
  return [process.execPath, '--cpu-prof', `--cpu-prof-dir=${profileDir}`, join(ROOT, 'packages/server/src/main.ts')]
}
