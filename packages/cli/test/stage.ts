import { dirname } from 'node:path'
import { nodeClock, nodeNet, nodeRandom } from '@leat/base/node'
import { memoryFs } from '@leat/base/sim'
import { type Leat, startLeat } from '@leat/testkit'
import { runCli, type World } from '../src/run.ts'
import { memoryTerminal } from './memory-terminal.ts'
import { StableIds } from './stable-ids.ts'
import type { Played } from './transcript.ts'

const CONFIG_DIR = '/home/someone/.config/leat'
/** What `leat version` says of the machine, the same on all. */
const MACHINE = { nodeVersion: 'v24.12.0', platform: 'linux/x64' }
const PLATFORMS_DIR = '/home/someone/.local/share/leat'

/** A Leat that runs, a home on a disk in memory, and the CLI between them. */
export class Stage implements AsyncDisposable {
  readonly leat: Leat
  readonly fs = memoryFs()
  readonly ids = new StableIds()
  columns: number | null = null
  rows: number | null = null
  email: string | null = null
  password: string | null = null
  /** What is typed comes from a pipe. */
  isPiped = false
  /** Ctrl-C when the next command has written so many lines; null: never. */
  interruptAtLine: number | null = null

  private constructor(leat: Leat) {
    this.leat = leat
    const { cloud, saslSsl } = leat
    const dir = `${PLATFORMS_DIR}/default`
    const run = { caFile: `${dir}/ca.pem`, dataDir: dir, cloud: { controlPlane: cloud.url, email: cloud.email, hasUser: true } }
    this.fs.mkdirSync(dir)
    this.fs.replaceFileSync(`${dir}/run.json`, JSON.stringify(run))
    this.fs.replaceFileSync(`${dir}/secrets.json`, JSON.stringify({ email: cloud.email, password: cloud.password }))
    this.fs.replaceFileSync(`${dir}/ca.pem`, saslSsl.ca)
  }

  static async open(): Promise<Stage> {
    return new Stage(await startLeat({ seed: 'transcripts' }))
  }

  async play(words: readonly string[], typed: readonly string[] = []): Promise<Played> {
    const interrupt = new AbortController()
    const interruptAtLine = this.interruptAtLine ?? Number.POSITIVE_INFINITY
    this.interruptAtLine = null
    const { terminal, written } = memoryTerminal(
      typed.map((line) => this.ids.real(line)),
      this.columns,
      { isPiped: this.isPiped, rows: this.rows, onWritten: (lines) => void (lines >= interruptAtLine && interrupt.abort()) },
    )
    const world: World = {
      terminal,
      environment: {
        email: this.email,
        password: this.password,
        pager: 'less',
        ...MACHINE,
        configDir: CONFIG_DIR,
        platformsDir: PLATFORMS_DIR,
      },
      clock: nodeClock(),
      random: nodeRandom(),
      fs: this.fs,
      net: nodeNet(),
      signal: interrupt.signal,
    }
    const exitCode = await runCli(
      words.map((word) => this.ids.real(word)),
      { terminal, signal: world.signal, open: async () => world },
    )
    return { output: written().map(({ to, text }) => ({ to, text: this.ids.stable(text) })), exitCode }
  }

  /** `KEY SECRET PATH`: asks the REST API in the name of a key, and does not look at the answer. */
  async get(line: string): Promise<void> {
    const [key = '', secret = '', path = ''] = this.ids.real(line).split(' ')
    const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
    const answer = await fetch(new URL(path, this.leat.cloud.url), { headers: { authorization, connection: 'close' } })
    await answer.text()
  }

  /** `PATH TEXT`: a file with that text. */
  file(line: string): void {
    const [path = ''] = line.split(' ')
    this.fs.mkdirSync(dirname(path))
    this.fs.replaceFileSync(path, `${line.slice(path.length + 1)}\n`)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.leat.close()
  }
}
