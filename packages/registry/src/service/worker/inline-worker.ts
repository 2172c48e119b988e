import type { SchemaWorker } from '../../schemas/work.ts'
import { jobRunner } from './run-job.ts'

/** In the caller's own thread, without a deadline: for tests and for tools that read files of their own. */
export function inlineWorker(): SchemaWorker {
  const run = jobRunner()
  return { run, [Symbol.asyncDispose]: async () => {} }
}
