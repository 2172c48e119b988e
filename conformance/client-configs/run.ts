/**
 * What `leat kafka client-config create` prints, given to the clients it is for: each must read a record with it. `node conformance/client-configs/run.ts`; the
 * programs are those that `./leat conformance` has installed. The other languages take the same settings as one of these; what is printed for them is recorded in
 * `packages/cli/testdata/transcripts/kafka-client-config.txt`. The last line is `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CACHE_DIR, CONFORMANCE_DIR, Unavailable } from '../cache.ts'
import { kafkaTool } from '../kafka/index.ts'
import { ensureKcat } from '../kcat.ts'
import { endChild, type RunOutcome, run, tail } from '../process.ts'

const LEAT = join(CONFORMANCE_DIR, '../leat')
const TOPIC = 'configured'
const RECORD = 'read with a printed configuration'
const CLIENT_MS_MAX = 60_000
const home = mkdtempSync(join(tmpdir(), 'client-configs-'))
/** Where a module finds kafkajs and @platformatic/kafka. */
const modules = join(CONFORMANCE_DIR, 'clients/js/node_modules/.client-configs')
const env = { HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config') }

const PYTHON = `
import sys
from confluent_kafka import Consumer
lines = [line.strip().split('=', 1) for line in open(sys.argv[1]) if '=' in line and not line.startswith('#')]
consumer = Consumer({**dict(lines), 'group.id': 'python', 'auto.offset.reset': 'earliest'})
consumer.subscribe([sys.argv[2]])
message = consumer.poll(30)
print(message.value().decode() if message is not None and message.error() is None else message and message.error())
consumer.close()
`

const KAFKAJS = `
const { kafka } = await import(process.argv[2])
const consumer = kafka.consumer({ groupId: 'kafkajs' })
await consumer.connect()
await consumer.subscribe({ topic: process.argv[3], fromBeginning: true })
await consumer.run({ eachMessage: async ({ message }) => { console.log(String(message.value)); setTimeout(() => process.exit(0)) } })
`

const PLATFORMATIC = `
const { connection } = await import(process.argv[2])
const { Consumer, stringDeserializers } = await import('@platformatic/kafka')
const consumer = new Consumer({ ...connection, clientId: 'platformatic', groupId: 'platformatic', deserializers: stringDeserializers })
const stream = await consumer.consume({ topics: [process.argv[3]], mode: 'earliest' })
for await (const message of stream) { console.log(message.value); break }
process.exit(0)
`

async function leat(line: string, input = ''): Promise<string> {
  const { code, stdout, stderr } = await run(LEAT, line.split(' '), { env, input, timeoutMs: CLIENT_MS_MAX })
  if (code !== 0) throw new Error(`leat ${line}: ${tail(stderr, 500)}`)
  return stdout
}

function kept(name: string, text: string, dir = home): string {
  const file = join(dir, name)
  writeFileSync(file, text)
  return file
}

/** By the language whose configuration it is given. */
const CLIENTS: Readonly<Record<string, (config: string, bootstrap: string) => Promise<RunOutcome>>> = {
  java: (config, bootstrap) => {
    const file = kept('client.properties', config)
    const connection = ['--bootstrap-server', bootstrap, '--command-config', file]
    return kafkaTool('console-consumer', [...connection, '--topic', TOPIC, '--from-beginning', '--max-messages', '1'])
  },
  cpp: async (config) => {
    await ensureKcat()
    return run('kcat', ['-F', kept('librdkafka.conf', config), '-C', '-t', TOPIC, '-o', 'beginning', '-e'], { timeoutMs: CLIENT_MS_MAX })
  },
  python: (config) =>
    run(join(CACHE_DIR, 'python/bin/python'), [kept('main.py', PYTHON), kept('python.conf', config), TOPIC], { timeoutMs: CLIENT_MS_MAX }),
  kafkajs: (config) => node('kafkajs', KAFKAJS, config),
  platformatic: (config) => node('platformatic', PLATFORMATIC, config),
}

function unavailable(error: unknown): null {
  if (error instanceof Unavailable) return null
  throw error
}

function node(name: string, program: string, config: string): Promise<RunOutcome> {
  mkdirSync(modules, { recursive: true })
  const args = [kept(`${name}-main.mjs`, program, modules), kept(`${name}.mjs`, config, modules), TOPIC]
  return run(process.execPath, args, { timeoutMs: CLIENT_MS_MAX })
}

const server = spawn(LEAT, ['up', '--ports', 'auto', '--json'], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] })
let [passed, failed, skipped] = [0, 0, 0]
try {
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const up = JSON.parse(line.toString()) as { readonly cluster: string; readonly sasl_ssl_bootstrap: string }
  await leat('login --save')
  await leat(`kafka cluster use ${up.cluster}`)
  await leat(`kafka topic create ${TOPIC}`)
  await leat(`kafka topic produce ${TOPIC}`, `${RECORD}\n`)
  for (const [language, consume] of Object.entries(CLIENTS)) {
    const outcome = await consume(await leat(`kafka client-config create ${language}`), up.sasl_ssl_bootstrap).catch(unavailable)
    if (outcome === null) {
      skipped++
      process.stdout.write(`skipped ${language}: its client cannot be had here\n`)
      continue
    }
    const isRead = outcome.stdout.includes(RECORD)
    if (isRead) passed++
    else failed++
    process.stdout.write(isRead ? `ok      ${language}\n` : `FAILED  ${language}: ${tail(outcome.stdout + outcome.stderr, 500)}\n`)
  }
} finally {
  await endChild(server)
  rmSync(home, { recursive: true, force: true })
  rmSync(modules, { recursive: true, force: true })
}
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
process.exitCode = failed === 0 ? 0 : 1
