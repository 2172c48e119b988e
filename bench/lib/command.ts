/** What the commands of all benchmarks share: progress, options, the file of results, and how a smoke run counts. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Unavailable } from '../../conformance/cache.ts'
import { ROOT, describeCommit, describeMachine, isLinux } from './machine.ts'
import { type Circumstances, mergeSections } from './report.ts'
import { WORK_DIR, runTrial } from './runner.ts'
import type { Scenario, SideName } from './scenario.ts'

const began = performance.now()

export function say(line: string): void {
  console.log(`${`${Math.round((performance.now() - began) / 1000)} s`.padStart(6)}  ${line}`)
}

/** Ends the process. */
export function usage(why: string): never {
  console.error(why)
  process.exit(2)
}

export function requireLinux(): void {
  if (!isLinux()) usage('the figures are read from /proc, which only Linux has')
}

/** Those that `--only` names, separated by commas; all without it. */
export function chosenScenarios(all: readonly Scenario[], only: string | undefined): readonly Scenario[] {
  if (only === undefined) return all
  const names = only.split(',')
  const unknown = names.filter((name) => !all.some((scenario) => scenario.name === name))
  if (unknown.length > 0) usage(`no scenario ${unknown.join(', ')}: there are ${all.map(({ name }) => name).join(', ')}`)
  return all.filter(({ name }) => names.includes(name))
}

/** `--runs`. `what`: what is counted by it. */
export function runsOf(text: string, what: string): number {
  const runs = Number(text)
  if (!Number.isInteger(runs) || runs < 1) usage(`--runs ${text}: how many ${what} count, at least 1`)
  return runs
}

export interface ResultsFile {
  /** In `bench/`. */
  readonly name: string
  readonly scenarios: readonly Scenario[]
  /** What stands above the sections; the report's own without it. */
  readonly head?: string
  readonly versions: string
}

/** Measures one scenario after the other. What took minutes is kept at once: it is not lost when a later one fails. */
export async function measureEach(
  chosen: readonly Scenario[],
  { name, scenarios, head, versions }: ResultsFile,
  measured: (scenario: Scenario, circumstances: Circumstances) => Promise<string>,
): Promise<void> {
  mkdirSync(WORK_DIR, { recursive: true })
  const date = new Date().toISOString().slice(0, 10)
  const circumstances = { date, machine: describeMachine(WORK_DIR), versions, commit: describeCommit() }
  const file = join(ROOT, 'bench', name)
  const order = scenarios.map(({ title }) => title)
  let failed = 0
  for (const scenario of chosen) {
    say(`${scenario.name}: ${scenario.title}`)
    try {
      const section = await measured(scenario, circumstances)
      console.log(`\n${section}`)
      const old = existsSync(file) ? readFileSync(file, 'utf8') : ''
      writeFileSync(file, mergeSections(old, new Map([[scenario.title, section]]), order, head))
    } catch (error) {
      failed += 1
      say(`${scenario.name}: failed: ${describe(error)}`)
    }
  }
  say(`${chosen.length - failed} of ${chosen.length} scenarios are in bench/${name}`)
  process.exitCode = failed === 0 ? 0 : 1
}

/** Everything once with tiny sizes. Each figure that came out as a number passes; what a trial needs and cannot get here is skipped by name. */
export async function smokeEach(chosen: readonly Scenario[], sides: readonly SideName[]): Promise<void> {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const side of sides) {
    for (const scenario of chosen) {
      const found = await runTrial(scenario, side, { smoke: true, profileDir: null, say }).catch((error: unknown) => {
        say(`${scenario.name} ${side}: ${describe(error)}`)
        return error instanceof Unavailable ? ('skipped' as const) : new Map<string, number>()
      })
      for (const { key } of scenario.smokeFigures ?? scenario.figures) {
        const outcome = found === 'skipped' ? 'skipped' : Number.isFinite(found.get(key)) ? 'passed' : 'failed'
        counts[outcome] += 1
        if (outcome === 'failed') say(`${scenario.name} ${side}: no number for ${key}`)
      }
    }
  }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`)
  process.exitCode = counts.failed === 0 ? 0 : 1
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
