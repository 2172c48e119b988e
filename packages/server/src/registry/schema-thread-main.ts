import { parentPort } from 'node:worker_threads'
import { assert } from '@leat/base'
import type { JobMessage, JobReply } from '@leat/registry/worker'
import { jobRunner } from '@leat/registry/worker'

assert(parentPort !== null, 'runs as a thread')
const port = parentPort
const run = jobRunner()

port.on('message', ({ sequence, job }: JobMessage) => {
  run(job).then(
    (outcome) => port.postMessage({ sequence, outcome } satisfies JobReply),
    (error: unknown) => {
      const fault = error instanceof Error ? (error.stack ?? error.message) : String(error)
      port.postMessage({ sequence, fault } satisfies JobReply)
    },
  )
})
