import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE_DIR, CONFORMANCE_DIR, Unavailable, cached } from '../cache.ts'
import { kafkaTool } from '../kafka/index.ts'
import { ensureKcat } from '../kcat.ts'
import { type RunOutcome, run, tail } from '../process.ts'
import { KAFKAJS, PLATFORMATIC, PYTHON } from './programs.ts'

const HERE = join(CONFORMANCE_DIR, 'client-configs')
const CLIENT_MS_MAX = 60_000
const FETCH_MS_MAX = 4 * 60_000

/** What one client is given. */
export interface Printed {
  /** What the CLI printed for it. */
  readonly config: string
  readonly bootstrap: string
  readonly topic: string
  /** Thrown away after the run. */
  readonly dir: string
}

/**
 * By the language whose configuration it reads a record with. confluent-kafka-javascript is not among them: its binding comes by an install script, which nothing here runs.
 * @throws Unavailable when its tools cannot be had here
 */
export const CLIENTS: Readonly<Record<string, (printed: Printed) => Promise<RunOutcome>>> = {
  java: ({ config, bootstrap, topic, dir }) => {
    const connection = ['--bootstrap-server', bootstrap, '--command-config', kept(dir, 'client.properties', config)]
    return kafkaTool('console-consumer', [...connection, '--topic', topic, '--from-beginning', '--max-messages', '1'])
  },
  cpp: async ({ config, topic, dir }) => {
    await ensureKcat()
    return run('kcat', ['-F', kept(dir, 'librdkafka.conf', config), '-C', '-t', topic, '-o', 'beginning', '-e'], {
      timeoutMs: CLIENT_MS_MAX,
    })
  },
  python: ({ config, topic, dir }) => {
    const args = [kept(dir, 'main.py', PYTHON), kept(dir, 'python.conf', config), topic]
    return run(join(CACHE_DIR, 'python/bin/python'), args, { timeoutMs: CLIENT_MS_MAX })
  },
  go: async ({ config, topic, dir }) => {
    const program = await goProgram()
    return run(program, [kept(dir, 'go.conf', config), topic], { timeoutMs: CLIENT_MS_MAX })
  },
  kafkajs: (printed) => javascript('kafkajs', KAFKAJS, printed, join(CONFORMANCE_DIR, 'clients/js/node_modules')),
  platformatic: (printed) => javascript('platformatic', PLATFORMATIC, printed, join(CONFORMANCE_DIR, 'clients/js/node_modules')),
}

/** Go's client brings librdkafka along, ready to be linked with the system's C compiler. */
async function goProgram(): Promise<string> {
  const dir = join(HERE, 'go')
  const inputs = ['main.go', 'go.mod', 'go.sum'].map((name) => join(dir, name))
  const built = await cached('client-configs-go', inputs, async (out) => {
    const outcome = await run('go', ['build', '-o', join(out, 'consume'), '.'], { cwd: dir, timeoutMs: FETCH_MS_MAX })
    if (outcome.code !== 0) throw new Unavailable(`Go could not build confluent-kafka-go: ${tail(outcome.stderr, 300)}`)
  })
  return join(built, 'consume')
}

/** The printed module stands where it finds the client that it imports. */
function javascript(name: string, program: string, { config, topic }: Printed, modules: string): Promise<RunOutcome> {
  const dir = join(modules, '.client-configs')
  mkdirSync(dir, { recursive: true })
  const args = [kept(dir, `${name}-main.mjs`, program), kept(dir, `${name}.mjs`, config), topic]
  return run(process.execPath, args, { timeoutMs: CLIENT_MS_MAX })
}

function kept(dir: string, name: string, text: string): string {
  const file = join(dir, name)
  writeFileSync(file, text)
  return file
}
