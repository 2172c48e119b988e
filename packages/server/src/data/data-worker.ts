import { Worker } from 'node:worker_threads'
import type { DataLink } from './link.ts'

/** The data thread from the control thread's side. It starts to load its modules at once and waits for questions. */
export function startDataWorker(): DataLink {
  const worker = new Worker(new URL('./data-thread.ts', import.meta.url), { name: 'leat-data' })
  const handlers: ((reason: string) => void)[] = []
  let reason = 'ended'
  let over = false
  worker.on('error', (error) => void (reason = error instanceof Error ? (error.stack ?? error.message) : String(error)))
  worker.once('exit', () => {
    over = true
    for (const handler of handlers) handler(reason)
  })
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (handler) => void worker.on('message', handler),
    // A thread that could not load its modules may be gone before anybody asks.
    onClose: (handler) => (over ? handler(reason) : void handlers.push(handler)),
    end: async () => void (await worker.terminate()),
  }
}
