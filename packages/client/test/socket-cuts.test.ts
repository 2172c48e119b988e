import type { Net } from '@leat/base'
import { memoryNet, seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { ensureTopic, openWriter, readPartition } from '../src/index.ts'
import { openBrokers } from './brokers.ts'

const BATCHES = 150
const signal = new AbortController().signal

// Strategy: a network that cuts one write in twenty somewhere in the middle, both ways, while one writer appends and one reader follows.
// Invariants: each batch is in the log once, in the order of the calls; the reader sees each once, in that order.
test.for(['a', 'b', 'c', 'd'])('a network that cuts loses and doubles nothing (seed %s)', async (seed) => {
  const faults = { random: seededRandom(seed), cutsPerThousand: 0 }
  const brokers = await openBrokers({ nodes: [1, 2], net: memoryNet(faults) })
  let connections = 0
  const counting: Net = { ...brokers.net, connect: (to) => (connections++, brokers.net.connect(to)) }
  using transport = await brokers.connect({ net: counting })
  const pace = { clock: brokers.clock, random: seededRandom(seed), signal }
  const place = { topic: 'words', partition: 0 }
  await brokers.run(ensureTopic(transport, { name: 'words', partitions: 1, configs: {} }, pace))
  const writer = await brokers.run(
    openWriter(transport, { ...pace, ...place, transactionalId: 'w', appendMsMax: 600_000, openMsMax: 1_000 }),
  )
  faults.cutsPerThousand = 50

  const words = Array.from({ length: BATCHES }, (_, i) => `word ${i}`)
  const read: string[] = []
  const follow = async (): Promise<void> => {
    for await (const { records } of readPartition(transport, { ...pace, ...place, from: 0, upTo: BATCHES, unavailableMsMax: 600_000 }))
      read.push(...records.map(({ value }) => String(value)))
  }
  const write = async (): Promise<number[]> => {
    const appended = words.map((word) => writer.append([{ value: Buffer.from(word), timestamp: 0 }]))
    return Promise.all(appended.map((one) => (one.ok ? one.value.acknowledged : Promise.reject(new Error(one.error.kind)))))
  }
  const offsets = await brokers.run(write())
  await brokers.run(follow())
  expect(offsets).toEqual(words.map((_, i) => i))
  expect(read).toEqual(words)
  expect(connections).toBeGreaterThan(10)
  faults.cutsPerThousand = 0
  await brokers.close()
})
