import type { Clock, Logger, Timer } from '@leat/base'
import type { SchemaJob, SchemaJobOutcome, SchemaWorker } from '../../schemas/work.ts'
import { WORKER_LIMITS, type WorkerLimits } from '../limits.ts'

/** A thread that runs jobs with a `jobRunner`, one after the other; the server makes real ones. */
export interface JobThread {
  post(message: JobMessage): void
  /** Ends it, in the middle of a job too. */
  end(): void
}

export interface JobMessage {
  readonly sequence: number
  readonly job: SchemaJob
}

/** `fault`: the runner broke, which is a bug and not the schema's fault. */
export type JobReply = { readonly sequence: number } & ({ readonly outcome: SchemaJobOutcome } | { readonly fault: string })

export interface JobThreadHandlers {
  onReply(reply: JobReply): void
  /** It ended unasked. */
  onExit(reason: string): void
}

export interface ThreadWorkerOptions {
  readonly start: (handlers: JobThreadHandlers) => JobThread
  readonly clock: Clock
  readonly logger: Logger
  readonly limits?: Partial<WorkerLimits>
}

type Answer = Awaited<ReturnType<SchemaWorker['run']>>

interface Waiting {
  readonly job: SchemaJob
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: Error) => void
}

interface Thread {
  readonly port: JobThread
  running: { readonly waiting: Waiting; readonly sequence: number; readonly deadline: Timer } | null
  idle: Timer | null
}

/** `SchemaWorker` over threads: none before the first job, none after a while without one; one that takes too long is ended and replaced. */
export function threadWorker({ start, clock, logger, limits }: ThreadWorkerOptions): SchemaWorker {
  const { deadlineMs, idleMs, threadsMax, queueMax } = { ...WORKER_LIMITS, ...limits }
  const threads = new Set<Thread>()
  const queue: Waiting[] = []
  let sequence = 0
  let closed = false

  const end = (thread: Thread): void => {
    threads.delete(thread)
    thread.idle?.cancel()
    thread.running?.deadline.cancel()
    thread.port.end()
  }
  const open = (): Thread => {
    const thread: Thread = {
      port: start({ onReply: (reply) => finished(thread, reply), onExit: (reason) => gone(thread, reason) }),
      running: null,
      idle: null,
    }
    threads.add(thread)
    return thread
  }
  const next = (): void => {
    while (queue.length > 0) {
      const free = [...threads].find(({ running }) => running === null) ?? (threads.size < threadsMax ? open() : null)
      if (free === null) return
      give(free, queue.shift()!)
    }
  }
  const give = (thread: Thread, waiting: Waiting): void => {
    thread.idle?.cancel()
    thread.idle = null
    const number = ++sequence
    const deadline = clock.after(deadlineMs, () => {
      logger.event('warn', 'schema-job-timed-out', { job: waiting.job.kind, type: waiting.job.type, ms: deadlineMs })
      end(thread)
      waiting.resolve({ kind: 'timeout', afterMs: deadlineMs })
      next()
    })
    thread.running = { waiting, sequence: number, deadline }
    thread.port.post({ sequence: number, job: waiting.job })
  }
  const finished = (thread: Thread, reply: JobReply): void => {
    const { running } = thread
    if (running?.sequence !== reply.sequence || !threads.has(thread)) return
    running.deadline.cancel()
    thread.running = null
    if ('outcome' in reply) running.waiting.resolve(reply.outcome)
    else running.waiting.reject(new Error(reply.fault))
    thread.idle = clock.after(idleMs, () => end(thread))
    next()
  }
  const gone = (thread: Thread, reason: string): void => {
    if (!threads.delete(thread)) return
    thread.idle?.cancel()
    thread.running?.deadline.cancel()
    thread.running?.waiting.reject(new Error(`the schema thread ended: ${reason}`))
    next()
  }

  return {
    run(job) {
      if (closed) return Promise.reject(new Error('the schema worker is closed'))
      if (queue.length >= queueMax) return Promise.resolve({ kind: 'timeout', afterMs: 0 })
      const { promise, resolve, reject } = Promise.withResolvers<Answer>()
      queue.push({ job, resolve, reject })
      next()
      return promise
    },
    async [Symbol.asyncDispose]() {
      closed = true
      for (const { reject } of queue.splice(0)) reject(new Error('the schema worker is closed'))
      for (const thread of threads) {
        end(thread)
        thread.running?.waiting.reject(new Error('the schema worker is closed'))
      }
    },
  }
}
