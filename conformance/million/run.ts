/**
 * A foreign client produces a file of a million lines over SASL_SSL into a Leat on a clean directory; Leat is killed and started again; another foreign
 * client, of another family, consumes it: the same bytes in the same order.
 *
 * Ends with one line `N passed, N failed[, N skipped]`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CONFORMANCE_DIR, Unavailable } from '../cache.ts'
import { ensureKcat } from '../kcat.ts'
import { QUICK_FLAGS, kafkaJvm } from '../kafka/index.ts'
import { endChild, run, tail, waitForLine } from '../process.ts'
import { LINES, writeLines } from './lines.ts'

const TOPIC = 'a-million-lines'
const READY_MS_MAX = 60_000
const PRODUCE_MS_MAX = 120_000
/** The consumer gives up when nothing came for so long. */
const CONSUME_IDLE_MS = 30_000

interface Leat {
  readonly child: ChildProcess
  readonly bootstrap: string
  readonly caFile: string
  readonly user: string
  readonly password: string
}

async function startLeat(home: string): Promise<Leat> {
  // A home of its own: nothing of this machine's Leat is seen or touched.
  const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data') }
  const child = spawn(join(CONFORMANCE_DIR, '../leat'), ['up', '--data-dir', join(home, 'leat'), '--ports', 'auto', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const up = JSON.parse(await waitForLine(child, /^\{.*\}$/, READY_MS_MAX)) as Record<
    'sasl_ssl_bootstrap' | 'ca_file' | 'api_key' | 'api_secret',
    string
  >
  return { child, bootstrap: up.sasl_ssl_bootstrap, caFile: up.ca_file, user: up.api_key, password: up.api_secret }
}

async function produceWithKcat({ bootstrap, caFile, user, password }: Leat, file: string): Promise<void> {
  const settings = [
    'security.protocol=SASL_SSL',
    'sasl.mechanisms=PLAIN',
    `ssl.ca.location=${caFile}`,
    `sasl.username=${user}`,
    `sasl.password=${password}`,
    'enable.idempotence=true',
    'linger.ms=20',
  ]
  const { code, stderr } = await run(
    'kcat',
    ['-b', bootstrap, ...settings.flatMap((one) => ['-X', one]), '-P', '-t', TOPIC, '-p', '0', '-l', file],
    { timeoutMs: PRODUCE_MS_MAX },
  )
  if (code !== 0) throw new Error(`kcat ended with ${code}: ${tail(stderr, 500)}`)
}

/** The digest of what Kafka's console consumer prints. */
async function consumeWithJava({ bootstrap, caFile, user, password }: Leat, home: string): Promise<string> {
  const config = join(home, 'consumer.properties')
  const login = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${user}" password="${password}";`
  const properties = [
    'security.protocol=SASL_SSL',
    'sasl.mechanism=PLAIN',
    `sasl.jaas.config=${login}`,
    'ssl.truststore.type=PEM',
    `ssl.truststore.location=${caFile}`,
  ]
  writeFileSync(config, `${properties.join('\n')}\n`, { mode: 0o600 })
  const jvm = await kafkaJvm([...QUICK_FLAGS, '-Dfile.encoding=UTF-8'], 'tool')
  const args = [
    '--bootstrap-server',
    bootstrap,
    '--topic',
    TOPIC,
    '--from-beginning',
    '--max-messages',
    String(LINES),
    '--timeout-ms',
    String(CONSUME_IDLE_MS),
    '--command-config',
    config,
  ]
  const child = spawn('java', [...jvm, 'org.apache.kafka.tools.consumer.ConsoleConsumer', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const digest = createHash('sha256')
  let errors = ''
  child.stdout.on('data', (bytes: Buffer) => void digest.update(bytes))
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (errors = tail(errors + text, 2_000)))
  const code = await new Promise<number>((resolve, reject) => child.once('close', (exit) => resolve(exit ?? -1)).once('error', reject))
  if (code !== 0) throw new Error(`the console consumer ended with ${code}: ${errors}`)
  return digest.digest('hex')
}

async function million(home: string): Promise<void> {
  const began = performance.now()
  const say = (what: string): void => console.log(`${((performance.now() - began) / 1000).toFixed(1)} s  ${what}`)
  await ensureKcat()
  await kafkaJvm([], 'tool') // the jars, before anything is started
  const file = join(home, 'lines.txt')
  const written = writeLines(file)
  say(`${LINES} lines are written`)

  const first = await startLeat(home)
  try {
    await produceWithKcat(first, file)
  } finally {
    await endChild(first.child, 'SIGKILL')
  }
  say('kcat produced them; Leat was killed')

  const second = await startLeat(home)
  try {
    const read = await consumeWithJava(second, home)
    if (read !== written) throw new Error(`what was consumed is not what was produced: sha256 ${read}, not ${written}`)
  } finally {
    await endChild(second.child)
  }
  say('the Java console consumer read the same bytes in the same order')
}

const home = mkdtempSync(join(tmpdir(), 'leat-million-'))
try {
  await million(home)
  console.log('1 passed, 0 failed')
} catch (error) {
  if (error instanceof Unavailable) {
    console.log(`skipped: a million lines: ${error.message}`)
    console.log('0 passed, 0 failed, 1 skipped')
  } else {
    console.log(`failed: a million lines: ${error instanceof Error ? error.message : String(error)}`)
    console.log('0 passed, 1 failed')
    process.exitCode = 1
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}
