/**
 * The cloud of Leat: its control plane, what security costs, and starts with much in the state. No other side: ratios are between Leat's own configurations.
 *
 *   ./leat bench control [--only scenario,…] [--runs N]   measures and writes bench/CONTROL.md
 *   ./leat bench control --smoke                          everything once with tiny sizes, nothing is written; ends with `N passed, N failed`
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Unavailable } from '../conformance/cache.ts'
import { endChildrenOnSignals } from './lib/children.ts'
import { ROOT, awaitQuiet, describeCommit, describeLeat, describeMachine, isLinux } from './lib/machine.ts'
import { type AloneOutcome, renderAlone } from './lib/report-alone.ts'
import { mergeSections } from './lib/report.ts'
import { SPREAD_MAX, WORK_DIR, runTrial, valuesOf } from './lib/runner.ts'
import type { Scenario, Values } from './lib/scenario.ts'
import { spread } from './lib/stats.ts'
import { authorizer } from './scenarios/control/authorizer.ts'
import { cli } from './scenarios/control/cli.ts'
import { clusters } from './scenarios/control/clusters.ts'
import { http } from './scenarios/control/http.ts'
import { keys } from './scenarios/control/keys.ts'
import { objects } from './scenarios/control/objects.ts'
import { requests } from './scenarios/control/requests.ts'
import { tls } from './scenarios/control/tls.ts'

const SCENARIOS: readonly Scenario[] = [http, requests, cli, keys, clusters, authorizer, tls, objects]
const RESULTS_FILE = join(ROOT, 'bench/CONTROL.md')
const TRIALS_MIN = 3
const TRIALS_MAX = 6

const HEAD = `# The cloud of Leat

Written by \`./leat bench control\`; do not edit. Each trial is a fresh process on fresh data, the first is dropped. Values are medians over trials, and the
number in brackets is the spread, (max - min) / median. Ratios are of configurations measured in turns within a trial. Clients and Leat share the machine.
`

const { values } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, only: { type: 'string' }, runs: { type: 'string', default: String(TRIALS_MAX) } },
})
const began = performance.now()
const say = (line: string): void => console.log(`${`${Math.round((performance.now() - began) / 1000)} s`.padStart(6)}  ${line}`)
if (!isLinux()) usage('the figures are read from /proc, which only Linux has')
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) usage(`--runs ${values.runs}: how many trials count, at least 1`)
const scenarios = chosen(values.only)
endChildrenOnSignals()
await (values.smoke ? smoke() : measure())

async function measure(): Promise<void> {
  mkdirSync(WORK_DIR, { recursive: true })
  const circumstances = {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(WORK_DIR),
    versions: describeLeat(),
    commit: describeCommit(),
  }
  for (const scenario of scenarios) {
    say(`${scenario.name}: ${scenario.title}`)
    try {
      const section = renderAlone(await runTrials(scenario), circumstances)
      console.log(`\n${section}`)
      const old = existsSync(RESULTS_FILE) ? readFileSync(RESULTS_FILE, 'utf8') : ''
      const order = SCENARIOS.map(({ title }) => title)
      writeFileSync(RESULTS_FILE, mergeSections(old, new Map([[scenario.title, section]]), order, HEAD))
    } catch (error) {
      process.exitCode = 1
      say(`${scenario.name}: failed: ${describe(error)}`)
    }
  }
}

async function runTrials(scenario: Scenario): Promise<AloneOutcome> {
  const trials: Values[] = []
  let busyTrials = 0
  for (let trial = 0; trial <= runs; trial++) {
    const isDropped = trial === 0
    if (!(await awaitQuiet(say)) && !isDropped) busyTrials += 1
    const found = await runTrial(scenario, 'leat', { smoke: false, profileDir: null, say })
    if (!isDropped) trials.push(found)
    const settling = scenario.figures.filter(({ settles }) => settles === true)
    const isSettled = settling.every(({ key }) => spread(valuesOf(trials, key)) < SPREAD_MAX)
    if (trial >= Math.min(TRIALS_MIN, runs) && isSettled) break
  }
  return { scenario, trials, busyTrials }
}

/** Each figure that came out as a number passes. */
async function smoke(): Promise<void> {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const scenario of scenarios) {
    const found = await runTrial(scenario, 'leat', { smoke: true, profileDir: null, say }).catch((error: unknown) => {
      say(`${scenario.name}: ${describe(error)}`)
      return error instanceof Unavailable ? ('skipped' as const) : (new Map() as Values)
    })
    for (const { key } of scenario.figures) {
      const outcome = found === 'skipped' ? 'skipped' : Number.isFinite(found.get(key)) ? 'passed' : 'failed'
      counts[outcome] += 1
      if (outcome === 'failed') say(`${scenario.name}: no number for ${key}`)
    }
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`)
  process.exitCode = counts.failed === 0 ? 0 : 1
}

function chosen(only: string | undefined): readonly Scenario[] {
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
