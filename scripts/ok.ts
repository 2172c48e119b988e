// `npm run ok`: format, lint, types, layers, dead code, unit tests; under a minute. Before each commit.
import { check } from './checks.ts'
import { summary } from './run.ts'

const counts = await check(['unit'])
process.stdout.write(`${summary(counts.passed, counts.failed)}\n`)
process.exitCode = counts.failed === 0 ? 0 : 1
