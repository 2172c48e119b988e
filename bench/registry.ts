/**
 * The Schema Registry of Leat, alone on the Kafka of a Leat.
 *
 *   ./leat bench registry [--only scenario,…] [--runs N]   measures and writes bench/REGISTRY.md
 *   ./leat bench registry --smoke                          everything once with tiny sizes, nothing is written; ends with `N passed, N failed`
 *   ./leat bench registry --profile DIR --only NAME        one trial with the registry under V8's CPU profiler, its profiles in DIR
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { endChildrenOnSignals } from './lib/children.ts'
import { ROOT, awaitQuiet, describeCommit, describeLeat, describeMachine, isLinux } from './lib/machine.ts'
import { renderAlone } from './lib/report-alone.ts'
import { mergeSections } from './lib/report.ts'
import { WORK_DIR, runTrial } from './lib/runner.ts'
import type { Scenario, Values } from './lib/scenario.ts'
import { requests } from './registry/requests.ts'
import { starts } from './registry/starts.ts'
import { transitive } from './registry/transitive.ts'

const SCENARIOS: readonly Scenario[] = [starts, requests, transitive]
const RESULTS_FILE = join(ROOT, 'bench/REGISTRY.md')
const TRIALS = 3

const HEAD = `# The Schema Registry of Leat

Written by \`./leat bench registry\`; do not edit. Each trial is a fresh process on fresh data, the first is dropped. Values are medians over trials, and the
number in brackets is the spread, (max - min) / median. Clients, Kafka and registry share the machine.
`

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    only: { type: 'string' },
    runs: { type: 'string', default: String(TRIALS) },
    profile: { type: 'string' },
  },
})
const began = performance.now()
const say = (line: string): void => console.log(`${`${Math.round((performance.now() - began) / 1000)} s`.padStart(6)}  ${line}`)
if (!isLinux()) usage('the figures are read from /proc, which only Linux has')
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) usage(`--runs ${values.runs}: how many trials count, at least 1`)
const scenarios = chosen(values.only)
endChildrenOnSignals()
if (values.smoke) await smoke()
else if (values.profile !== undefined) await profile(values.profile)
else await measure()

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
    const trials: Values[] = []
    let busyTrials = 0
    for (let trial = 0; trial <= runs; trial++) {
      const isDropped = trial === 0
      if (!(await awaitQuiet(say)) && !isDropped) busyTrials += 1
      const found = await runTrial(scenario, 'leat', { smoke: false, profileDir: null, say })
      if (!isDropped) trials.push(found)
    }
    const section = renderAlone({ scenario, trials, busyTrials }, circumstances)
    console.log(`\n${section}`)
    const old = existsSync(RESULTS_FILE) ? readFileSync(RESULTS_FILE, 'utf8') : ''
    const order = SCENARIOS.map(({ title }) => title)
    writeFileSync(RESULTS_FILE, mergeSections(old, new Map([[scenario.title, section]]), order, HEAD))
  }
}

async function profile(dir: string): Promise<void> {
  for (const scenario of scenarios) await runTrial(scenario, 'leat', { smoke: false, profileDir: dir, say })
}

/** Each figure that came out as a number passes. */
async function smoke(): Promise<void> {
  let [passed, failed] = [0, 0]
  for (const scenario of scenarios) {
    const found = await runTrial(scenario, 'leat', { smoke: true, profileDir: null, say }).catch((error: unknown) => {
      say(`${scenario.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      return new Map() as Values
    })
    for (const { key } of scenario.figures) {
      if (Number.isFinite(found.get(key))) passed += 1
      else {
        failed += 1
        say(`${scenario.name}: no number for ${key}`)
      }
    }
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

function chosen(only: string | undefined): readonly Scenario[] {
  if (only === undefined) return SCENARIOS
  const names = only.split(',')
  const unknown = names.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name))
  if (unknown.length > 0) usage(`no scenario ${unknown.join(', ')}: there are ${SCENARIOS.map(({ name }) => name).join(', ')}`)
  return SCENARIOS.filter(({ name }) => names.includes(name))
}

function usage(why: string): never {
  console.error(why)
  process.exit(2)
}
