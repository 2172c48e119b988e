import { parseArgs } from 'node:util'
import { runCrashSim } from './crash.sim.ts'

// node packages/log/test/crash-sim.ts --seeds 10000 [--from 0]
const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string', default: '0' } } })
const from = Number(values.from)
let failed = 0
for (let seed = from; seed < from + Number(values.seeds); seed++) {
  const problems = await runCrashSim(seed).catch((error: unknown) => [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ])
  if (problems.length === 0) continue
  failed++
  console.error(`seed ${seed}:\n  ${problems.join('\n  ')}`)
}
console.log(`${Number(values.seeds) - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
