/**
 * Leat beside Apache Kafka, in turns, on this machine.
 *
 *   ./leat bench kafka [--only scenario,…] [--runs N]     measures and writes bench/RESULTS.md
 *   ./leat bench kafka --smoke                            everything once with tiny sizes, nothing is written; ends with `N passed, N failed`
 *   ./leat bench kafka --profile [--only scenario]        Leat alone under V8's CPU profiler: what its broker thread does; with --smoke in seconds
 */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { endChildrenOnSignals, ownDir } from './lib/children.ts'
import { chosenScenarios, measureEach, requireLinux, runsOf, say, smokeEach } from './lib/command.ts'
import { describeVersions } from './lib/machine.ts'
import { brokerProfile, renderProfile } from './lib/profile.ts'
import { renderSection } from './lib/report.ts'
import { WORK_DIR, runPairs, runTrial } from './lib/runner.ts'
import type { Scenario } from './lib/scenario.ts'
import { connections } from './scenarios/connections.ts'
import { idle } from './scenarios/idle.ts'
import { kafkajs } from './scenarios/kafkajs.ts'
import { latency } from './scenarios/latency.ts'
import { partitions } from './scenarios/partitions.ts'
import { restart } from './scenarios/restart.ts'
import { start } from './scenarios/start.ts'
import { power, produce } from './scenarios/throughput.ts'

const SCENARIOS: readonly Scenario[] = [start, idle, produce, power, kafkajs, latency, restart, partitions, connections]
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

requireLinux()
const pairsMax = runsOf(values.runs, 'pairs')
const chosen = chosenScenarios(SCENARIOS, values.only ?? (values.profile ? 'produce' : undefined))
endChildrenOnSignals()

if (values.profile) await profile(chosen, values.smoke)
else if (values.smoke) await smokeEach(chosen, ['kafka', 'leat'])
else
  await measureEach(chosen, { name: 'RESULTS.md', scenarios: SCENARIOS, versions: describeVersions() }, async (scenario, circumstances) =>
    renderSection(await runPairs(scenario, { pairsMax, say }), circumstances),
  )

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
