/**
 * What `leat kafka client-config create` prints, given to the clients it is for: each must read a record with it. `node conformance/client-configs/run.ts`; the
 * programs are those that `./leat conformance` has installed. Languages whose clients do not run here are compared: with the text that a client above has read a
 * record with, or with `recorded/`, and the line says so. The last line is `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LANGUAGES } from '../../packages/cli/src/kafka/client-config/languages.ts'
import { CONFORMANCE_DIR, Unavailable } from '../cache.ts'
import { endChild, run, tail } from '../process.ts'
import { CLIENTS } from './clients.ts'

const LEAT = join(CONFORMANCE_DIR, '../leat')
const RECORDED = join(CONFORMANCE_DIR, 'client-configs/recorded')
const TOPIC = 'configured'
const RECORD = 'read with a printed configuration'
const COMMAND_MS_MAX = 60_000
const home = mkdtempSync(join(tmpdir(), 'client-configs-'))
const env = { HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'config') }
const counts = { passed: 0, failed: 0, skipped: 0 }

async function leat(line: string, input = ''): Promise<string> {
  const { code, stdout, stderr } = await run(LEAT, line.split(' '), { env, input, timeoutMs: COMMAND_MS_MAX })
  if (code !== 0) throw new Error(`leat ${line}: ${tail(stderr, 500)}`)
  return stdout
}

function say(outcome: keyof typeof counts, language: string, what: string): void {
  counts[outcome]++
  const word = { passed: 'ok     ', failed: 'FAILED ', skipped: 'skipped' }[outcome]
  process.stdout.write(`${word} ${language}${what === '' ? '' : `: ${what}`}\n`)
}

/** What is another one in each run has a name in `recorded/`. */
function stable(config: string, up: UpLine, key: string, secret: string): string {
  return config
    .replaceAll(up.sasl_ssl_bootstrap, 'BOOTSTRAP')
    .replaceAll(up.ca_file, 'CA_FILE')
    .replaceAll(key, 'KEY')
    .replaceAll(secret, 'SECRET')
}

interface UpLine {
  readonly cluster: string
  readonly sasl_ssl_bootstrap: string
  readonly ca_file: string
  readonly api_key: string
  readonly api_secret: string
}

const server = spawn(LEAT, ['up', '--ports', 'auto', '--json'], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'ignore'] })
try {
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const up = JSON.parse(line.toString()) as UpLine
  await leat('login --save')
  await leat(`kafka cluster use ${up.cluster}`)
  await leat(`kafka topic create ${TOPIC}`)
  await leat(`kafka topic produce ${TOPIC}`, `${RECORD}\n`)
  const { api_key: key, api_secret: secret } = up
  const printed = new Map<string, string>()
  for (const language of Object.keys(LANGUAGES))
    printed.set(language, await leat(`kafka client-config create ${language} --api-key ${key} --api-secret ${secret}`))

  /** The texts that a client has read with, and who. */
  const read = new Map<string, string>()
  const ran = new Set<string>()
  for (const [language, consume] of Object.entries(CLIENTS)) {
    const config = printed.get(language)!
    try {
      const outcome = await consume({ config, bootstrap: up.sasl_ssl_bootstrap, topic: TOPIC, dir: home })
      if (outcome.stdout.includes(RECORD)) {
        read.set(config, read.get(config) ?? language)
        ran.add(language)
        say('passed', language, '')
      } else {
        ran.add(language)
        say('failed', language, tail(outcome.stdout + outcome.stderr, 500))
      }
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      say('skipped', language, error.message)
    }
  }
  for (const [language, config] of printed) {
    if (ran.has(language)) continue
    const reader = read.get(config)
    if (reader !== undefined) {
      say('passed', language, `not run; the text that ${reader} has read with`)
      continue
    }
    const recorded = readFileSync(join(RECORDED, `${language}.txt`), 'utf8')
    const isSame = stable(config, up, key, secret) === recorded
    say(isSame ? 'passed' : 'failed', language, isSame ? 'not run; as recorded' : `not run, and not as recorded:\n${config}`)
  }
} finally {
  await endChild(server)
  rmSync(home, { recursive: true, force: true })
  rmSync(join(CONFORMANCE_DIR, 'clients/js/node_modules/.client-configs'), { recursive: true, force: true })
}
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exitCode = counts.failed === 0 ? 0 : 1
