/** The lines that a user of the `confluent` CLI types first, in their order, from a clean home, with only the ids filled in: real processes, the real launcher. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const LEAT = join(import.meta.dirname, '../../../leat')
const home = mkdtempSync(join(tmpdir(), 'leat-minute-'))
const env = {
  PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
  HOME: home,
  XDG_DATA_HOME: join(home, 'data'),
  XDG_CONFIG_HOME: join(home, 'config'),
}
let server: ChildProcess

beforeAll(async () => {
  server = spawn(LEAT, ['up', '--ports', 'auto', '--json'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(server.stdout!, 'data')
})

afterAll(async () => {
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
  rmSync(home, { recursive: true, force: true })
})

interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** `input` is piped in; `until` is waited for on standard output, then comes Ctrl-C. */
async function leat(
  line: string,
  { input = '', until = null }: { readonly input?: string; readonly until?: string | null } = {},
): Promise<Ran> {
  const child = spawn(LEAT, line.split(' '), { env })
  const seen = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    seen.stdout += chunk.toString()
    if (until !== null && seen.stdout.includes(until)) child.kill('SIGINT')
  })
  child.stderr.on('data', (chunk: Buffer) => (seen.stderr += chunk.toString()))
  child.stdin.end(input)
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, ...seen }
}

/** The first id of a kind in an answer. */
function idIn({ stdout }: Ran, pattern: RegExp): string {
  const id = pattern.exec(stdout)?.[0]
  if (id === undefined) throw new Error(`no ${String(pattern)} in:\n${stdout}`)
  return id
}

test('the first minute', async () => {
  const runs: Ran[] = []
  const run = async (line: string, options?: Parameters<typeof leat>[1]): Promise<Ran> => {
    const ran = await leat(line, options)
    runs.push(ran)
    return ran
  }
  await run('login --save')
  const environment = idIn(await run('environment list'), /env-\w+/)
  await run(`environment use ${environment}`)
  const cluster = idIn(await run('kafka cluster list'), /lkc-\w+/)
  await run(`kafka cluster use ${cluster}`)
  await run('kafka topic list')
  expect((await run('kafka topic create test-topic')).stdout).toBe('Created topic "test-topic".\n')
  expect((await run('kafka topic describe test-topic')).stdout).toContain('test-topic')
  const produced = await run('kafka topic produce test-topic --parse-key', { input: 'k1:first\nk2:second\n' })
  expect(produced.stderr).toMatch(
    /^Created API key "\w{16}" for Kafka cluster "lkc-\w+", stored it and use it from now on\.\nStarting Kafka Producer\./,
  )
  const consumed = await run('kafka topic consume --from-beginning test-topic --group g1', { until: 'second\n' })
  expect(consumed).toMatchObject({
    stdout: 'first\nsecond\n',
    stderr: 'Starting Kafka Consumer. Use Ctrl-C to exit.\nStopping Consumer.\n',
  })
  expect((await run('api-key list')).stdout).toContain('Made by the CLI for produce and consume')
  const created = await run(`api-key create --resource ${cluster}`)
  const key = idIn(created, /\b[A-Z2-7]{16}\b/)
  const secret = idIn(created, /\bcflt\S+/)
  expect((await run(`api-key use ${key}`)).stdout).toBe(`Using API Key "${key}".\n`)
  const config = await run(`kafka client-config create java --api-key ${key} --api-secret ${secret}`)
  expect(config.stdout).toContain(`PlainLoginModule required username='${key}' password='${secret}';\n`)
  expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 0))

  // What was consumed is committed.
  expect((await leat('kafka consumer group lag summarize g1 -o json')).stdout).toContain('"total_lag": 0')
})
