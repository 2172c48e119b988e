// `./leat test`: everything that needs no other runtime than Node: `ok` plus real processes, simulations and recorded comparisons.
import { check } from './checks.ts'
import { summary } from './run.ts'

const counts = await check(['unit', 'system'])
process.stdout.write(`${summary(counts.passed, counts.failed)}\n`)
process.exitCode = counts.failed === 0 ? 0 : 1
