import { ErrorCode } from '@leat/wire'
import { Produce } from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'
import { findLeaders } from './crash-brokers.ts'
import { type Life, ask, note, pick, until } from './crash-life.ts'
import { type Model, SURVIVES } from './crash-model.ts'

/** The disk fills up or fails for a while, or for the rest of this life. */
export async function makeTrouble(life: Life): Promise<void> {
  const { random, disk, clock } = life
  const { faults } = disk
  life.hadTrouble = true
  const lastsMs = random.below(400)
  switch (pick(random, ['full', 'almost-full', 'write', 'sync'] as const)) {
    case 'full':
      faults.full = true
      break
    case 'almost-full':
      faults.bytesLeft = random.below(2_000)
      break
    case 'write':
      faults.scripted.push({ operation: 'write', path: /\/topics\//, code: 'EIO' })
      life.hadFailures = true
      break
    case 'sync':
      faults.scripted.push({ operation: 'sync', path: pick(random, [/\/topics\//, /\/metadata\//]), code: 'EIO' })
      life.hadFailures = true
      break
  }
  const { promise, resolve } = Promise.withResolvers<void>()
  clock.after(lastsMs, resolve)
  await promise
  faults.full = false
  faults.bytesLeft = null
  faults.scripted.length = 0
}

/** A disk that was only full, and no longer is, takes writes again without a restart. */
export async function recover(life: Life, model: Model): Promise<void> {
  const { disk, clock } = life
  if (disk.crashed || life.hadFailures) return
  await clock.advance(2_000)
  if (disk.faults.writesUntilCrash !== null) return
  await until(clock, disk, findLeaders(life, model))
  for (const topic of model.alive()) {
    for (const partition of topic.partitions) {
      const tag = `probe:${life.number}:${topic.id}:${partition.index}`
      const bytes = buildBatch({ records: [{ key: Buffer.from(tag), value: null, timestamp: clock.now() }] })
      const batch = { tag, bytes, records: 1, producer: null, sends: 1, survives: SURVIVES.nothing, offset: null }
      partition.sent.set(tag, batch)
      const topicData = [{ topicId: topic.id, partitionData: [{ index: partition.index, records: bytes }] }]
      const answer = await until(
        clock,
        disk,
        ask(life, Produce, 13, { transactionalId: null, acks: -1, timeoutMs: 30_000, topicData }, partition.leader),
      )
      const result = answer?.responses[0]?.partitionResponses[0]
      if (result === undefined) continue
      if (result.errorCode !== ErrorCode.NONE)
        note(life, [`${topic.name}-${partition.index} refuses with ${result.errorCode} although the disk has room again`])
      else
        note(
          life,
          partition.place(batch, result.baseOffset, life.world.durability === 'power' || topic.flushed ? SURVIVES.power : SURVIVES.kill),
        )
    }
  }
}
