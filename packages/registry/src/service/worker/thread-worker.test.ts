import { silentLogger } from '@leat/base'
import { virtualClock } from '@leat/base/sim'
import { expect, test } from 'vitest'
import type { SchemaJob } from '../../schemas/work.ts'
import type { WorkerLimits } from '../limits.ts'
import { type JobMessage, type JobThreadHandlers, threadWorker } from './thread-worker.ts'

const JOB: SchemaJob = {
  kind: 'parse',
  type: 'AVRO',
  source: { schema: '"string"', references: [], resolved: new Map() },
  options: { isNew: true },
  normalize: false,
}
const FACTS = { schema: '"string"', references: [], name: null, fieldNames: [] }

/** Threads that do nothing until the test answers for them. */
function setUp(limits: Partial<WorkerLimits> = {}) {
  const clock = virtualClock()
  const threads: { readonly handlers: JobThreadHandlers; readonly got: JobMessage[]; ended: boolean }[] = []
  const worker = threadWorker({
    clock,
    logger: silentLogger,
    limits: { deadlineMs: 100, idleMs: 1000, ...limits },
    start(handlers) {
      const thread = { handlers, got: [] as JobMessage[], ended: false }
      threads.push(thread)
      return { post: (message) => void thread.got.push(message), end: () => void (thread.ended = true) }
    },
  })
  const answer = (thread: number, message: number): void => {
    const { handlers, got } = threads[thread]!
    handlers.onReply({ sequence: got[message]!.sequence, outcome: { kind: 'parsed', facts: FACTS } })
  }
  return { clock, threads, worker, answer }
}

test('there is no thread before the first job, and none after a while without one', async () => {
  const { clock, threads, worker, answer } = setUp()
  expect(threads).toHaveLength(0)
  const outcome = worker.run(JOB)
  answer(0, 0)
  expect(await outcome).toEqual({ kind: 'parsed', facts: FACTS })
  await clock.advance(999)
  expect(threads[0]!.ended).toBe(false)
  await clock.advance(1)
  expect(threads[0]!.ended).toBe(true)
  void worker.run(JOB).catch(() => {})
  expect(threads).toHaveLength(2)
})

test('a job over its time is answered so, its thread is ended, and the next one finds another', async () => {
  const { clock, threads, worker, answer } = setUp()
  const slow = worker.run(JOB)
  const second = worker.run(JOB)
  expect(threads[0]!.got).toHaveLength(1)
  await clock.advance(100)
  expect(await slow).toEqual({ kind: 'timeout', afterMs: 100 })
  expect(threads[0]!.ended).toBe(true)
  answer(1, 0)
  expect(await second).toMatchObject({ kind: 'parsed' })
})

test('an answer that comes after its time is nobody’s', async () => {
  const { clock, worker, answer } = setUp()
  const slow = worker.run(JOB)
  await clock.advance(100)
  answer(0, 0)
  expect(await slow).toEqual({ kind: 'timeout', afterMs: 100 })
})

test('a thread that ends unasked or breaks fails its job alone', async () => {
  const { threads, worker, answer } = setUp()
  const first = worker.run(JOB)
  const second = worker.run(JOB)
  threads[0]!.handlers.onExit('out of memory')
  await expect(first).rejects.toThrow('out of memory')
  threads[1]!.handlers.onReply({ sequence: threads[1]!.got[0]!.sequence, fault: 'TypeError' })
  await expect(second).rejects.toThrow('TypeError')
  const third = worker.run(JOB)
  answer(1, 1)
  expect(await third).toMatchObject({ kind: 'parsed' })
})

test('more jobs than may wait are answered at once, and closing fails those under way', async () => {
  const { worker, threads } = setUp({ queueMax: 1 })
  const running = worker.run(JOB)
  const waiting = worker.run(JOB)
  expect(await worker.run(JOB)).toEqual({ kind: 'timeout', afterMs: 0 })
  await worker[Symbol.asyncDispose]()
  await expect(running).rejects.toThrow('closed')
  await expect(waiting).rejects.toThrow('closed')
  await expect(worker.run(JOB)).rejects.toThrow('closed')
  expect(threads[0]!.ended).toBe(true)
})
