import type { Offset } from '@leat/base'
import { readFetches } from '@leat/client'
import type { Merged } from './merge.ts'
import type { ReadingOptions } from './partition-reader.ts'

/** Fetches that wait to be shown: a partition that is ahead waits for whoever reads. */
const WAITING_MAX = 8

/** What comes after these offsets, as it comes, until the signal. Partitions are followed at once; each in its own order. */
export async function* followAll(options: ReadingOptions, from: ReadonlyMap<number, Offset>): AsyncGenerator<Merged, void, undefined> {
  const queue: Merged[][] = []
  let wake: () => void = () => {}
  let room: () => void = () => {}
  let failure: unknown = null
  const follow = async (partition: number, offset: Offset): Promise<void> => {
    const { transport, topic, clock, random, signal } = options
    for await (const batches of readFetches(transport, { topic, partition, clock, random, signal, from: offset })) {
      queue.push(batches.flatMap(({ records }) => records.map((record) => ({ partition, record }))))
      wake()
      while (queue.length > WAITING_MAX) await new Promise<void>((resolve) => (room = chain(room, resolve)))
    }
  }
  options.signal.addEventListener('abort', () => wake(), { once: true })
  for (const [partition, offset] of from) {
    follow(partition, offset).catch((error: unknown) => {
      failure ??= error
      wake()
    })
  }
  for (;;) {
    const next = queue.shift()
    if (next !== undefined) {
      const waiting = room
      room = () => {}
      waiting()
      yield* next
    } else if (failure !== null || options.signal.aborted) {
      if (options.signal.aborted) return
      throw failure
    } else {
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
}

function chain(first: () => void, second: () => void): () => void {
  return () => {
    first()
    second()
  }
}
