import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, type Step, runSteps } from './run.ts'

/** Format, lint, types, dead code: what needs no test runner. */
const STATIC: readonly Step[] = [
  { name: 'format', command: ['oxfmt', '--check', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'types of the console', command: ['tsc', '--noEmit', '-p', 'packages/console'] },
  { name: 'dead code', command: ['knip'] },
]

export interface Counts {
  readonly passed: number
  readonly failed: number
}

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numTotalTests: number
  readonly success: boolean
}

/** Runs vitest projects and answers their counts. A run that died, or skipped a test, counts as failed. */
async function vitest(projects: readonly string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'leat-report-'))
  const file = join(folder, 'report.json')
  const [outcome] = await runSteps([
    {
      name: `tests: ${projects.join(', ')}`,
      command: [
        'vitest',
        'run',
        ...projects.flatMap((project) => ['--project', project]),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
      ],
    },
  ])
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
    const notRun = report.numTotalTests - report.numPassedTests - report.numFailedTests
    const died = report.success && !outcome!.ok ? 1 : 0
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + notRun + died + (report.success || report.numFailedTests > 0 ? 0 : 1),
    }
  } catch {
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function countOf(outcomes: readonly Outcome[]): Counts {
  return { passed: outcomes.filter((outcome) => outcome.ok).length, failed: outcomes.filter((outcome) => !outcome.ok).length }
}

/** Static checks and the given vitest projects; each static check counts as one. */
export async function check(projects: readonly string[]): Promise<Counts> {
  const fixed = countOf(await runSteps(STATIC))
  const tests = await vitest(projects)
  return { passed: fixed.passed + tests.passed, failed: fixed.failed + tests.failed }
}
