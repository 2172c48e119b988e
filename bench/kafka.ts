/**
 * Leat beside Apache Kafka, in turns, on this machine.
 *
 *   ./leat bench kafka [--only scenario,…] [--runs N]     measures and writes bench/RESULTS.md
 *   ./leat bench kafka --smoke                            everything once with tiny sizes, nothing is written; ends with `N passed, N failed`
 *   ./leat bench kafka --profile [--only scenario]        Leat alone under V8's CPU profiler: what its broker thread does; with --smoke in seconds
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Unavailable } from '../conformance/cache.ts'
import { endChildrenOnSignals, ownDir } from './lib/children.ts'
import { ROOT, describeCommit, describeMachine, describeVersions, isLinux } from './lib/machine.ts'
import { brokerProfile, renderProfile } from './lib/profile.ts'
import { mergeSections, renderSection } from './lib/report.ts'
import { WORK_DIR, runPairs, runTrial } from './lib/runner.ts'
import type { Scenario, SideName, Values } from './lib/scenario.ts'
import { connections } from './scenarios/connections.ts'
import { idle } from './scenarios/idle.ts'
import { kafkajs } from './scenarios/kafkajs.ts'
import { latency } from './scenarios/latency.ts'
import { partitions } from './scenarios/partitions.ts'
import { restart } from './scenarios/restart.ts'
import { start } from './scenarios/start.ts'
import { power, produce } from './scenarios/throughput.ts'

const SCENARIOS: readonly Scenario[] = [start, idle, produce, power, kafkajs, latency, restart, partitions, connections]
const RESULTS_FILE = join(ROOT, 'bench/RESULTS.md')
const PAIRS_MAX = 6
const PROFILE_LINES = 40

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    only: { type: 'string' },
    runs: { type: 'string', default: String(PAIRS_MAX) },
  },
})

const began = performance.now()
const say = (line: string): void => console.log(`${`${Math.round((performance.now() - began) / 1000)} s`.padStart(6)}  ${line}`)
if (!isLinux()) usage('the figures are read from /proc, which only Linux has')
const pairsMax = Number(values.runs)
if (!Number.isInteger(pairsMax) || pairsMax < 1) usage(`--runs ${values.runs}: how many pairs count, at least 1`)
const chosen = chosenScenarios(values.only ?? (values.profile ? 'produce' : undefined))
endChildrenOnSignals()

if (values.profile) await profile(chosen, values.smoke)
else if (values.smoke) await smoke(chosen)
else await measure(chosen)

async function measure(scenarios: readonly Scenario[]): Promise<void> {
  mkdirSync(WORK_DIR, { recursive: true })
  const circumstances = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(WORK_DIR),
    versions: describeVersions(),
    commit: describeCommit(),
  }
  let failed = 0
  for (const scenario of scenarios) {
    say(`${scenario.name}: ${scenario.title}`)
    try {
      const section = renderSection(await runPairs(scenario, { pairsMax, say }), circumstances)
      console.log(`\n${section}`)
      // After each scenario: what took minutes is not lost when a later one fails.
      const old = existsSync(RESULTS_FILE) ? readFileSync(RESULTS_FILE, 'utf8') : ''
      const order = SCENARIOS.map(({ title }) => title)
      writeFileSync(RESULTS_FILE, mergeSections(old, new Map([[scenario.title, section]]), order))
    } catch (error) {
      failed += 1
      say(`${scenario.name}: failed: ${describe(error)}`)
    }
  }
  say(`${scenarios.length - failed} of ${scenarios.length} scenarios are in bench/RESULTS.md`)
  process.exitCode = failed === 0 ? 0 : 1
}

/** Each figure that came out as a number passes. Without Kafka's jars its side is skipped by name. */
async function smoke(scenarios: readonly Scenario[]): Promise<void> {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const side of ['kafka', 'leat'] as const) {
    for (const scenario of scenarios) {
      const found = await smokeTrial(scenario, side)
      const figures = scenario.smokeFigures ?? scenario.figures
      if (found === 'skipped') {
        counts.skipped += figures.length
        continue
      }
      for (const { key } of figures) {
        const value = found.get(key)
        const isNumber = value !== undefined && Number.isFinite(value)
        counts[isNumber ? 'passed' : 'failed'] += 1
        if (!isNumber) say(`${scenario.name} ${side}: no number for ${key}`)
      }
    }
  }
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`)
  process.exitCode = counts.failed === 0 ? 0 : 1
}

async function smokeTrial(scenario: Scenario, side: SideName): Promise<Values | 'skipped'> {
  try {
    return await runTrial(scenario, side, { smoke: true, profileDir: null, say })
  } catch (error) {
    say(`${scenario.name} ${side}: ${describe(error)}`)
    return error instanceof Unavailable ? 'skipped' : new Map()
  }
}

async function profile(scenarios: readonly Scenario[], isSmoke: boolean): Promise<void> {
  mkdirSync(WORK_DIR, { recursive: true })
  for (const scenario of scenarios) {
    const dir = mkdtempSync(join(WORK_DIR, 'profile-'))
    const removeDir = ownDir(dir)
    await runTrial(scenario, 'leat', { smoke: isSmoke, profileDir: dir, say })
    const times = brokerProfile(dir)
    console.log(`\n${scenario.title}\n${times === null ? 'no profile was written' : renderProfile(times, PROFILE_LINES)}\n`)
    removeDir()
  }
}

function chosenScenarios(only: string | undefined): readonly Scenario[] {
  if (only === undefined) return SCENARIOS
  const names = only.split(',')
  const unknown = names.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name))
  if (unknown.length > 0) usage(`no scenario ${unknown.join(', ')}: there are ${SCENARIOS.map(({ name }) => name).join(', ')}`)
  return SCENARIOS.filter(({ name }) => names.includes(name))
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function usage(why: string): never {
  console.error(why)
  process.exit(2)
}
