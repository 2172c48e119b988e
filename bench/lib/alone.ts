/** The command of a benchmark of Leat alone: no other side, ratios are between Leat's own configurations. */
import { mkdirSync, readdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { endChildrenOnSignals } from './children.ts'
import { chosenScenarios, measureEach, requireLinux, runsOf, say, smokeEach, usage } from './command.ts'
import { awaitQuiet, describeLeat } from './machine.ts'
import { type AloneOutcome, renderAlone } from './report-alone.ts'
import { SPREAD_MAX, runTrial, valuesOf } from './runner.ts'
import type { Scenario, Values } from './scenario.ts'
import { spread } from './stats.ts'

const TRIALS_MIN = 3
const TRIALS_MAX = 6

export interface AloneBench {
  readonly scenarios: readonly Scenario[]
  /** In `bench/`. */
  readonly results: string
  readonly head: string
}

export async function benchAlone({ scenarios, results, head }: AloneBench): Promise<void> {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      only: { type: 'string' },
      runs: { type: 'string', default: String(TRIALS_MAX) },
      profile: { type: 'string' },
    },
  })
  requireLinux()
  const runs = runsOf(values.runs, 'trials')
  const chosen = chosenScenarios(scenarios, values.only)
  endChildrenOnSignals()
  if (values.smoke) await smokeEach(chosen, ['leat'])
  else if (values.profile !== undefined) await profile(chosen, values.profile)
  else
    await measureEach(chosen, { name: results, scenarios, head, versions: describeLeat() }, async (scenario, circumstances) =>
      renderAlone(await runTrials(scenario, runs), circumstances),
    )
}

async function profile(chosen: readonly Scenario[], dir: string): Promise<void> {
  mkdirSync(dir, { recursive: true })
  for (const scenario of chosen) await runTrial(scenario, 'leat', { smoke: false, profileDir: dir, say })
  if (readdirSync(dir).length === 0)
    usage(`no profile was written: ${chosen.map(({ name }) => name).join(', ')} starts its Leat without one`)
}

/** The first trial warms the machine up and is dropped. More than `TRIALS_MIN` count only while a figure that must settle has not. */
async function runTrials(scenario: Scenario, runs: number): Promise<AloneOutcome> {
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
