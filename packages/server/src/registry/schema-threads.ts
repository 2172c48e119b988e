import { Worker } from 'node:worker_threads'
import type { JobReply, JobThread, JobThreadHandlers } from '@leat/registry'

/** Of a schema and all that is made of it; a text has 1 MiB at most. */
const HEAP_MB_MAX = 256

/** A thread in which schemas are read and compared: one that takes too long, or too much memory, is ended without harm to others. */
export function startSchemaThread(handlers: JobThreadHandlers): JobThread {
  const worker = new Worker(new URL('./schema-thread.ts', import.meta.url), {
    name: 'leat-schemas',
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
  })
  let reason = 'it ended'
  worker.on('message', (reply: JobReply) => handlers.onReply(reply))
  worker.on('error', (error) => void (reason = error instanceof Error ? error.message : String(error)))
  worker.once('exit', () => handlers.onExit(reason))
  // It must not keep a process alive that is done.
  worker.unref()
  return { post: (message) => worker.postMessage(message), end: () => void worker.terminate() }
}
