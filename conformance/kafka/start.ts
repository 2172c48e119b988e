/**
 * Starts Apache Kafka (KRaft) from its jars. Node 1 is broker and controller; with more than one, the others are brokers only.
 * Ready means that Kafka said so in its log and every broker answered ApiVersions.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endChild, freePorts, runOrThrow, waitForLine } from '../process.ts'
import { answersApiVersions } from './api-versions.ts'
import { makeCertificates } from './certificates.ts'
import { BROKER_FLAGS, QUICK_FLAGS, archiveFlags, kafkaJvm } from './jvm.ts'
import { type Credentials, type NodePorts, nodeProperties, renderProperties } from './properties.ts'

const READY_TIMEOUT_MS = 90_000
const CREDENTIALS: Credentials = { user: 'conformance', password: 'conformance-secret' }

export interface KafkaOptions {
  /** Data, configuration, certificates and logs go here. Given: it is kept, and a second start finds the data again. */
  readonly dir: string
  /** 1 (default) or 3. */
  readonly brokers?: number
  /** Adds a SASL_SSL listener with PLAIN and a certificate of its own. Default true. */
  readonly saslSsl?: boolean
  /** `quick` (default) starts fast, `broker` uses the flags of Kafka's own start script: for measurements. */
  readonly jvm?: 'quick' | 'broker'
  /** Writes an archive of the classes that were loaded, at the end of a `quick` JVM. */
  readonly archiveTo?: string
  /** Server properties on top of ours, for every node. */
  readonly properties?: Readonly<Record<string, string>>
}

export interface KafkaNode {
  readonly id: number
  readonly pid: number
  /** host:port of the PLAINTEXT listener. */
  readonly bootstrap: string
  /** The log directory: one folder per partition. */
  readonly logDir: string
  /** What the node printed. */
  readonly outputFile: string
  /** SIGKILL, as a crash. */
  kill(): Promise<void>
}

export interface SaslSsl extends Credentials {
  readonly bootstrap: string
  readonly caFile: string
}

export interface Kafka extends AsyncDisposable {
  /** PLAINTEXT, comma-separated. */
  readonly bootstrap: string
  readonly saslSsl: SaslSsl | null
  readonly nodes: readonly KafkaNode[]
  /** Pid of node 1. */
  readonly pid: number
  /** From the spawn of node 1's JVM until it was ready. */
  readonly startMs: number
  /** SIGTERM to all; resolves when they are gone. */
  stop(): Promise<void>
  /** SIGKILL to all; the data stays for another start on the same `dir`. */
  kill(): Promise<void>
}

/** @throws Unavailable when the jars cannot be had; Error with the end of the log when Kafka does not come up. */
export async function startKafka(options: KafkaOptions): Promise<Kafka> {
  const count = options.brokers ?? 1
  const saslSsl = options.saslSsl ?? true
  mkdirSync(options.dir, { recursive: true })
  const tls = saslSsl ? await makeCertificates(options.dir) : null
  const ports = portsOf(await freePorts(count * 3), count)
  const children: ChildProcess[] = []
  const endAll = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    // Brokers first: a broker that shuts down in good order asks the controller, which is node 1.
    await Promise.all(children.slice(1).map((child) => endChild(child, signal)))
    if (children[0] !== undefined) await endChild(children[0], signal)
  }
  let began = Number.POSITIVE_INFINITY
  try {
    // All at once: a lone node 1 would not be ready for a group coordinator that wants three replicas.
    const nodes = await Promise.all(
      ports.map(async (own, index) => {
        const id = index + 1
        const nodeDir = join(options.dir, `node-${id}`)
        const logDir = join(nodeDir, 'data')
        mkdirSync(nodeDir, { recursive: true })
        const properties = nodeProperties({
          id,
          count,
          own,
          controllerPort: ports[0]!.controller,
          logDir,
          keyStoreFile: tls?.keyStoreFile ?? null,
          credentials: CREDENTIALS,
        })
        const file = join(nodeDir, 'server.properties')
        writeFileSync(file, renderProperties({ ...properties, ...options.properties }))
        await format(file)
        const outputFile = join(nodeDir, 'output.log')
        const child = await launch(file, outputFile, options, (started) => {
          began = Math.min(began, performance.now())
          children.push(started)
        })
        const bootstrap = `127.0.0.1:${own.plaintext}`
        await answersApiVersions(own.plaintext, READY_TIMEOUT_MS)
        return { id, pid: child.pid!, bootstrap, logDir, outputFile, kill: async () => void (await endChild(child, 'SIGKILL')) }
      }),
    )
    return {
      bootstrap: nodes.map((node) => node.bootstrap).join(','),
      saslSsl:
        tls === null ? null : { bootstrap: ports.map((own) => `127.0.0.1:${own.saslSsl}`).join(','), caFile: tls.caFile, ...CREDENTIALS },
      nodes,
      pid: nodes[0]!.pid,
      startMs: performance.now() - began,
      stop: () => endAll('SIGTERM'),
      kill: () => endAll('SIGKILL'),
      [Symbol.asyncDispose]: () => endAll('SIGTERM'),
    }
  } catch (error) {
    await endAll('SIGKILL')
    throw error
  }
}

/** Removes what a start left. Only for a `dir` that the caller made for it. */
export function removeKafka(dir: string): void {
  rmSync(dir, { recursive: true, force: true })
}

async function format(propertiesFile: string): Promise<void> {
  const jvm = await kafkaJvm(QUICK_FLAGS, 'tool', archiveFlags('tool'))
  await runOrThrow('java', [
    ...jvm,
    'kafka.tools.StorageTool',
    'format',
    '--config',
    propertiesFile,
    '--cluster-id',
    CLUSTER_ID,
    '--ignore-formatted',
  ])
}

/** Any 16 bytes in URL-safe base64; the same for all nodes. */
const CLUSTER_ID = 'Q29uZm9ybWFuY2VSdW4wMQ'

async function launch(
  propertiesFile: string,
  outputFile: string,
  options: KafkaOptions,
  onStarted: (child: ChildProcess) => void,
): Promise<ChildProcess> {
  const archive = options.archiveTo === undefined ? archiveFlags('server') : [`-XX:ArchiveClassesAtExit=${options.archiveTo}`]
  const flags = options.jvm === 'broker' ? await kafkaJvm(BROKER_FLAGS, 'server') : await kafkaJvm(QUICK_FLAGS, 'server', archive)
  const child = spawn('java', [...flags, 'kafka.Kafka', propertiesFile], { stdio: ['ignore', 'pipe', 'pipe'] })
  onStarted(child)
  const output = createWriteStream(outputFile, { flags: 'a' })
  child.stdout.pipe(output)
  child.stderr.pipe(output, { end: false })
  await waitForLine(child, /Kafka Server started/, READY_TIMEOUT_MS)
  return child
}

function portsOf(ports: readonly number[], count: number): NodePorts[] {
  return Array.from({ length: count }, (_, i) => ({ plaintext: ports[i * 3]!, saslSsl: ports[i * 3 + 1]!, controller: ports[i * 3 + 2]! }))
}
