/** Runs the client programs against one listener of one target: first all scenarios, then everybody reads what everybody wrote. */
import { Unavailable } from './cache.ts'
import type { ForeignClient, Program } from './clients/index.ts'
import { run, tail } from './process.ts'
import { type Outcome, type Result, type Security, parseLine } from './results.ts'
import { CODECS, MATRIX, TOOLS } from './scenarios.ts'
import type { Target } from './targets.ts'

/** Scenarios wait for groups more than they compute, so some run side by side. */
const PROGRAMS_AT_ONCE = 3
const PROGRAM_TIMEOUT_MS = 8 * 60_000

export interface MatrixRun {
  readonly target: Target
  readonly security: Security
  readonly clients: readonly ForeignClient[]
  readonly dataFile: string
  /** Tells topics of this run from those of others. */
  readonly prefix: string
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

export async function runMatrix(setting: MatrixRun): Promise<Result[]> {
  const programs = new Map<ForeignClient, Program>()
  const results: Result[] = []
  const add: Add = (client, scenario, outcome) => {
    results.push({ target: setting.target.name, security: setting.security, client: client.name, scenario, outcome })
  }
  // One after the other: downloads and compilers share the machine with the target.
  for (const client of setting.clients) {
    try {
      programs.set(client, await client.prepare())
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      add(client, 'all', { kind: 'skipped', detail: error.message })
    }
  }
  const isClient = ([client]: readonly [ForeignClient, Program]): boolean => client.isClient
  // The tools are a chain of JVMs and take as long as everybody else: a lane of their own.
  await Promise.all([
    runClients(setting, [...programs].filter(isClient), add),
    ...[...programs].filter((one) => !isClient(one)).map(([client, program]) => runScenarios(setting, client, program, TOOLS, add)),
  ])
  return results
}

type Add = (client: ForeignClient, scenario: string, outcome: Outcome) => void
type Topic = { readonly topic: string; readonly timestamps: boolean }

async function runClients(setting: MatrixRun, programs: readonly (readonly [ForeignClient, Program])[], add: Add): Promise<void> {
  const written: Topic[] = []
  await pooled(programs, PROGRAMS_AT_ONCE, async ([client, program]) => {
    const outcomes = await runScenarios(setting, client, program, MATRIX, add)
    for (const codec of CODECS) {
      const isWritten = outcomes.get(`cross.write.${codec}`)?.kind === 'passed'
      if (isWritten) written.push({ topic: `${prefixOf(setting, client)}-x-${codec}`, timestamps: client.setsTimestamps })
    }
  })
  if (written.length === 0) return
  const topics = written.map(({ topic, timestamps }) => (timestamps ? topic : `${topic}!`)).toSorted()
  const wanted = written.map(({ topic }) => `cross.read.${topic}`)
  await pooled(programs, PROGRAMS_AT_ONCE, async ([client, program]) => {
    const outcomes = await runProgram(setting, client, program, 'read', [`topics=${topics.join(',')}`], wanted)
    for (const [scenario, outcome] of outcomes) add(client, scenario, outcome)
  })
}

async function runScenarios(
  setting: MatrixRun,
  client: ForeignClient,
  program: Program,
  wanted: readonly string[],
  add: Add,
): Promise<Map<string, Outcome>> {
  const outcomes = await runProgram(setting, client, program, 'matrix', [], wanted)
  for (const [scenario, outcome] of outcomes) add(client, scenario, outcome)
  return outcomes
}

function prefixOf(setting: MatrixRun, client: ForeignClient): string {
  return `${setting.prefix}-${client.name}`
}

async function runProgram(
  setting: MatrixRun,
  client: ForeignClient,
  program: Program,
  mode: 'matrix' | 'read',
  more: readonly string[],
  wanted: readonly string[],
): Promise<Map<string, Outcome>> {
  const { target, security } = setting
  const saslSsl = security === 'SASL_SSL' ? target.saslSsl : null
  const args = [
    ...program.args,
    mode,
    `bootstrap=${saslSsl?.bootstrap ?? target.bootstrap}`,
    `prefix=${prefixOf(setting, client)}`,
    `data=${setting.dataFile}`,
    ...(saslSsl === null ? [] : [`ca=${saslSsl.caFile}`, `user=${saslSsl.user}`, `password=${saslSsl.password}`]),
    ...(target.dataDir === null ? [] : [`data-dir=${target.dataDir}`]),
    ...more,
  ]
  const outcomes = new Map<string, Outcome>()
  const onLine = (line: string): void => {
    const parsed = parseLine(line)
    if (parsed !== null) outcomes.set(parsed.scenario, parsed.outcome)
  }
  const ended = await run(program.command, args, {
    timeoutMs: PROGRAM_TIMEOUT_MS,
    signal: setting.signal,
    onLine,
    ...(program.env === undefined ? {} : { env: program.env }),
  })
  const why = ended.timedOut ? 'the program took too long' : `the program ended with code ${ended.code}`
  for (const scenario of wanted) {
    if (!outcomes.has(scenario)) outcomes.set(scenario, { kind: 'failed', detail: `no result: ${why}; ${tail(ended.stderr, 300)}` })
  }
  // A program that fails after its last scenario has still failed.
  if (ended.code !== 0) outcomes.set(`${mode}.exit`, { kind: 'failed', detail: `${why}; ${tail(ended.stderr, 300)}` })
  const failed = [...outcomes].filter(([, outcome]) => outcome.kind === 'failed')
  setting.progress(
    `${target.name} ${security} ${client.name} ${mode}: ${outcomes.size - failed.length} fine, ${failed.length} failed, ${(ended.durationMs / 1000).toFixed(1)} s`,
  )
  for (const [scenario, outcome] of failed) setting.progress(`    ${scenario}: ${outcome.detail}`)
  return outcomes
}

async function pooled<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}
