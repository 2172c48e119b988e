/**
 * Crash simulation of the whole engine: several lives of one data directory on a disk that forgets, through `dispatch` alone.
 *
 * Strategy: plain and idempotent producers (which retry over crashes), group members, admin requests and a disk that fills up, fails or tears its
 * writes run side by side, in half of the worlds on brokers that change in number at each start and in between; each life ends by a clean stop,
 * `kill -9` or a loss of power, now and then again in the middle of the recovery.
 *
 * Invariants, after each start
 * - what was acknowledged, or seen by a reader, is there byte for byte, at its offset, if the durability promises it for this kind of end
 * - an idempotent producer's batches are there once, in order, and its retries are never refused
 * - no offset ever holds two things; nothing is served that nobody sent
 * - topics, configs, partition counts and committed offsets are the acknowledged ones; what was deleted stays deleted
 * - every partition has a leader that is there, and moves only where brokers change
 * - producer ids never come twice, epochs of transactional ids and generations of groups never go back
 */
import type { Random } from '@leat/base'
import { type FaultyFs, faultyFs, seededRandom } from '@leat/base/sim'
import type { Durability } from '@leat/log'
import { addPartition, alterConfig, createTopic, deleteRecords, deleteTopic } from './crash-admin.ts'
import { changeBrokers, isResize, resize } from './crash-brokers.ts'
import { checkAll } from './crash-check.ts'
import { type Consumer, commit, consume, consumer } from './crash-consumers.ts'
import { makeTrouble, recover } from './crash-disk.ts'
import { type Life, type World, openLife, pick, until } from './crash-life.ts'
import { Model, type Survives, SURVIVES } from './crash-model.ts'
import { type IdempotentProducer, idempotentProducer, initProducerId, produceIdempotent, producePlain } from './crash-producers.ts'

const LIVES = 4
const STEPS_MAX = 50
const TRANSACTIONAL_IDS = ['writer-a', 'writer-b']
const HOUR_MS = 3_600_000

export interface EngineCrashSimOptions {
  readonly durability?: Durability
  /** Syncs that do nothing: the simulation must notice. */
  readonly ignoreSyncs?: boolean
}

interface Clients {
  readonly producers: readonly IdempotentProducer[]
  readonly consumers: readonly Consumer[]
  readonly plain: { next: number }
}

/** Runs one seed; answers what went wrong, empty when nothing did. The same seed does the same again. */
export async function runEngineCrashSim(seed: number, options: EngineCrashSimOptions = {}): Promise<readonly string[]> {
  const random = seededRandom(`engine-crash/${seed}`)
  const durability = options.durability ?? pick(random, ['process', 'power'] as const)
  const nodes = random.below(4) === 0 ? [1, 2, 3] : [1]
  const brokers = seededRandom(`engine-brokers/${seed}`)
  const world: World = { seed, durability, nodes, resizes: brokers.below(2) === 0 ? brokers : null, problems: [] }
  const model = new Model()
  const clients: Clients = {
    producers: ['p0', 'p1', 'p2'].map(idempotentProducer),
    consumers: ['readers', 'billing'].map(consumer),
    plain: { next: 0 },
  }
  const prepare = (disk: FaultyFs): FaultyFs => {
    disk.faults.ignoreSyncs = options.ignoreSyncs ?? false
    return disk
  }

  let disk = prepare(faultyFs({ random }))
  let startMs = Date.UTC(2026, 0, 1)
  let loss: Survives = SURVIVES.nothing
  for (let number = 0; number < LIVES && world.problems.length === 0; number++, startMs += HOUR_MS) {
    changeBrokers(world)
    while (random.below(4) === 0) {
      // A start that does not get far.
      disk.faults.writesUntilCrash = random.below(12)
      const opened = await openLife(world, number, disk, startMs)
      const again = await end(opened.ok ? opened.value : null, disk, random)
      changeBrokers(world)
      disk = prepare(again.disk)
      loss = Math.max(loss, again.loss) as Survives
    }
    disk.faults.writesUntilCrash = null
    const opened = await openLife(world, number, disk, startMs)
    if (!opened.ok) throw new Error('a sound disk crashed')
    const life = opened.value
    await until(life.clock, disk, checkAll(life, model, loss))
    forget(model, clients, life, loss)
    if (world.problems.length > 0) break
    if (random.below(2) === 0) disk.faults.writesUntilCrash = random.below(150)
    await live(life, model, clients)
    const ended = await end(life, disk, random)
    disk = prepare(ended.disk)
    loss = ended.loss
    for (const producer of clients.producers) producer.busy = false
    for (const member of clients.consumers) Object.assign(member, { busy: false, generation: -1 })
  }
  return world.problems.map((problem) => `${durability}, ${world.nodes.length} broker(s), ${problem}`)
}

/** What a loss of power takes by right under `process`, the broker cannot remember either. */
function forget(model: Model, { producers }: Clients, life: Life, loss: Survives): void {
  if (loss < SURVIVES.power || life.world.durability === 'power') return
  model.generations.clear()
  for (const producer of producers) producer.mayBeForgotten = true
}

async function live(life: Life, model: Model, clients: Clients): Promise<void> {
  const { random, disk, clock } = life
  const running: Promise<void>[] = []
  const steps = 5 + random.below(STEPS_MAX)
  for (let step = 0; step < steps && !disk.crashed; step++) {
    running.push(act(life, model, clients))
    await clock.advance(random.below(step % 10 === 0 ? 1_500 : 6))
  }
  if (random.below(2) === 0) return // the end finds them all under way
  await until(clock, disk, Promise.all(running))
  await recover(life, model)
}

async function act(life: Life, model: Model, clients: Clients): Promise<void> {
  const { random, world } = life
  if (isResize(world.resizes)) return resize(life, model, world.resizes)
  const dice = random.below(100)
  if (dice < 35) return produceIdempotent(life, model, pick(random, clients.producers))
  if (dice < 50) return producePlain(life, model, 'plain', clients.plain)
  if (dice < 62) return consume(life, model)
  if (dice < 74) return commit(life, model, pick(random, clients.consumers))
  if (dice < 82) return createTopic(life, model)
  if (dice < 84) return deleteTopic(life, model)
  if (dice < 87) return alterConfig(life, model)
  if (dice < 89) return addPartition(life, model)
  if (dice < 92) return deleteRecords(life, model)
  if (dice < 96) return void (await initProducerId(life, model, pick(random, TRANSACTIONAL_IDS)))
  return makeTrouble(life)
}

/** The end of a process, and what its calls still do, which must be nothing. */
async function end(life: Life | null, disk: FaultyFs, random: Random): Promise<{ readonly disk: FaultyFs; readonly loss: Survives }> {
  const mode = pick(random, ['process', 'power'] as const)
  let loss: Survives = mode === 'power' ? SURVIVES.power : SURVIVES.kill
  if (life !== null && !disk.crashed && !life.hadTrouble && random.below(5) === 0) {
    const closed = await until(
      life.clock,
      disk,
      life.engine.close().then(() => true),
    )
    // After a clean stop everything is on the disk, whatever the durability.
    if (closed === true) loss = SURVIVES.kill
  }
  if (life !== null) life.isOver = true
  const survivor = disk.crash(mode)
  if (life !== null) await life.clock.advance(30_000)
  return { disk: survivor, loss }
}
