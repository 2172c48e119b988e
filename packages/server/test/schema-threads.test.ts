import { silentLogger } from '@leat/base'
import { nodeClock } from '@leat/base/node'
import { type JobThread, type JobThreadHandlers, threadWorker } from '@leat/registry'
import { expect, test } from 'vitest'
import { startSchemaThread } from '../src/registry/schema-threads.ts'

const parse = (type: 'AVRO' | 'JSON', schema: string) =>
  ({
    kind: 'parse',
    type,
    source: { schema, references: [], resolved: new Map<string, string>() },
    options: { isNew: true },
    normalize: false,
  }) as const

/** Real threads, counted. */
function counting(): { readonly start: (handlers: JobThreadHandlers) => JobThread; readonly count: () => number } {
  let count = 0
  return { start: (handlers) => (count++, startSchemaThread(handlers)), count: () => count }
}

test('schemas are read on a thread of their own, by a language each', async () => {
  const { start, count } = counting()
  await using worker = threadWorker({ start, clock: nodeClock(), logger: silentLogger })
  const [avro, json, bad] = await Promise.all([
    worker.run(parse('AVRO', '{"type":"record","name":"R","fields":[]}')),
    worker.run(parse('JSON', '{"title":"T"}')),
    worker.run(parse('AVRO', '{')),
  ])
  expect(avro).toMatchObject({ kind: 'parsed', facts: { name: 'R' } })
  expect(json).toMatchObject({ kind: 'parsed', facts: { name: 'T' } })
  expect(bad).toMatchObject({ kind: 'invalid' })
  expect(count()).toBe(1)
})

test('a thread that is over its time ends in the middle of its job, and the next job has another', async () => {
  const { start, count } = counting()
  // Not even a thread's start takes less.
  await using hasty = threadWorker({ start, clock: nodeClock(), logger: silentLogger, limits: { deadlineMs: 1 } })
  expect(await hasty.run(parse('AVRO', '"string"'))).toEqual({ kind: 'timeout', afterMs: 1 })
  expect(await hasty.run(parse('AVRO', '"string"'))).toEqual({ kind: 'timeout', afterMs: 1 })
  expect(count()).toBe(2)
})
