/**
 * Simulations beyond what `./leat test` runs.
 *
 *   npm run sim -- [--seeds 10000] [--from 0]   that many seeds of each simulation: the log alone, the whole engine
 *   npm run sim -- --seed 42                    one seed of each, with all that it finds
 *   npm run sim -- --kill 50                    real processes under load, killed that often
 *
 * Ends with one line `N passed, N failed`.
 */
import { parseArgs } from 'node:util'
import { runEngineCrashSim } from '../packages/engine/test/crash.sim.ts'
import { runCrashSim } from '../packages/log/test/crash.sim.ts'
import { runStep, summary } from './run.ts'

const SIMULATIONS = [
  { name: 'log', run: runCrashSim },
  { name: 'engine', run: runEngineCrashSim },
] as const
const PROGRESS_MS = 10_000

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string' },
    kill: { type: 'string' },
  },
})

const counts = values.kill === undefined ? await simulate() : await kill(numberOf(values.kill))
process.stdout.write(`${summary(counts.passed, counts.failed)}\n`)
process.exitCode = counts.failed === 0 ? 0 : 1

async function simulate(): Promise<{ passed: number; failed: number }> {
  const from = numberOf(values.seed ?? values.from)
  const end = values.seed === undefined ? from + numberOf(values.seeds) : from + 1
  let [passed, failed] = [0, 0]
  let toldAtMs = performance.now()
  for (let seed = from; seed < end; seed++) {
    for (const { name, run } of SIMULATIONS) {
      const problems = await run(seed).catch((error: unknown) => [error instanceof Error ? (error.stack ?? error.message) : String(error)])
      if (problems.length === 0) passed++
      else {
        failed++
        process.stdout.write(`${name}, seed ${seed} (npm run sim -- --seed ${seed}):\n  ${problems.join('\n  ')}\n`)
      }
    }
    if (performance.now() - toldAtMs < PROGRESS_MS) continue
    toldAtMs = performance.now()
    process.stdout.write(`seed ${seed} of ${end}: ${failed} failed so far\n`)
  }
  return { passed, failed }
}

async function kill(rounds: number): Promise<{ passed: number; failed: number }> {
  process.env.LEAT_KILL_ROUNDS = String(rounds)
  const outcome = await runStep({ name: 'kill', command: ['vitest', 'run', '--project', 'system', 'test/kill.system.test.ts'], loud: true })
  return outcome.ok ? { passed: rounds, failed: 0 } : { passed: 0, failed: 1 }
}

function numberOf(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= 0) return number
  process.stderr.write(`${text} is no count\n`)
  process.exit(2)
}
