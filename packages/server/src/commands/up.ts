import { startDataWorker } from '../data/data-worker.ts'

/**
 * The data thread loads six times as many modules as this one, and readiness waits for it: it begins before anything else is loaded, and
 * is ended again when the arguments turn out wrong.
 */
export async function run(args: readonly string[]): Promise<number> {
  const data = startDataWorker()
  const { serve } = await import('./serve.ts')
  return serve(args, data)
}
