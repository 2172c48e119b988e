import { spawn } from 'node:child_process'

/** One named step of a check: a command whose output is shown when it fails (or always, with `loud`). */
export interface Step {
  readonly name: string
  readonly command: readonly string[]
  readonly loud?: boolean
}

export interface Outcome {
  readonly name: string
  readonly ok: boolean
  readonly seconds: number
  readonly output: string
}

export const root = new URL('../', import.meta.url).pathname

/** Runs one step in the repository's root with the tools that the repository installed. */
export function runStep(step: Step): Promise<Outcome> {
  const startedAt = performance.now()
  const [file, ...args] = step.command
  const path = `${root}node_modules/.bin:${process.execPath.replace(/\/[^/]+$/, '')}:${process.env['PATH'] ?? ''}`
  return new Promise((resolve) => {
    const child = spawn(file!, args, {
      cwd: root,
      env: { ...process.env, PATH: path, FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const take = (chunk: Buffer) => {
      output += chunk.toString()
      if (step.loud === true) process.stdout.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    const end = (ok: boolean) => resolve({ name: step.name, ok, seconds: (performance.now() - startedAt) / 1000, output })
    child.on('error', (error) => {
      output += String(error)
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}

/** Runs steps one after the other; says what each took, shows the output of those that failed, goes on to the end. */
export async function runSteps(steps: readonly Step[]): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const step of steps) {
    const outcome = await runStep(step)
    outcomes.push(outcome)
    process.stdout.write(`${outcome.ok ? 'ok  ' : 'FAIL'} ${step.name} (${outcome.seconds.toFixed(1)} s)\n`)
    if (!outcome.ok && step.loud !== true) process.stdout.write(`${outcome.output.trimEnd()}\n`)
  }
  return outcomes
}

/** Counts of a vitest run, read from its JSON report; a report that is missing counts as one failure. */
export function summary(passed: number, failed: number, skipped = 0): string {
  return skipped === 0 ? `${passed} passed, ${failed} failed` : `${passed} passed, ${failed} failed, ${skipped} skipped`
}
