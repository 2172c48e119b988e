import { type Random, type Result, fail, ok, silentLogger, silentMeter } from '@leat/base'
import { type FaultyFs, type VirtualClock, seededRandom, virtualClock } from '@leat/base/sim'
import type { Durability } from '@leat/log'
import type { Api, Encodable, RequestOf, ResponseOf } from '@leat/wire'
import { type Engine, openEngine } from '../src/index.ts'
import { exchange } from '../src/testing/call.ts'

export interface World {
  readonly seed: number
  readonly durability: Durability
  nodes: readonly number[]
  /** Draws the brokers of each start and the changes in between; null where they stay the same for ever. */
  readonly resizes: Random | null
  readonly problems: string[]
}

/** From one start to one end of a process. */
export interface Life {
  readonly world: World
  readonly number: number
  readonly random: Random
  readonly disk: FaultyFs
  readonly clock: VirtualClock
  readonly engine: Engine
  /** Answers that come after the end reach nobody. */
  isOver: boolean
  /** The disk refused something: errors are to be expected. */
  hadTrouble: boolean
  /** It did more than being full: partitions may be offline until the next start. */
  hadFailures: boolean
}

/** Time that passes until an answer must be there, retries of the disk included. */
const ANSWER_MS_MAX = 20_000

/** Opens the engine on what the disk holds. The error is the disk's crash; anything else is thrown. */
export async function openLife(world: World, number: number, disk: FaultyFs, startMs: number): Promise<Result<Life, 'crashed'>> {
  const clock = virtualClock(startMs)
  const random = seededRandom(`${world.seed}/${number}`)
  const delays = seededRandom(`${world.seed}/${number}/delays`)
  // Calls that do not block end when the clock says so: a crash finds them under way.
  disk.faults.later = () => new Promise((resolve) => void clock.after(delays.below(4), resolve))
  const opening = openEngine({
    fs: disk,
    dir: '/data',
    clock,
    random,
    logger: silentLogger,
    meter: silentMeter,
    clusterId: 'crash-sim',
    nodes: world.nodes,
    durability: world.durability,
    brokerConfig: { 'offsets.topic.num.partitions': '3', 'auto.create.topics.enable': 'false' },
    limits: { journalBytesMax: 2_000, log: { openFilesMax: 8, tailCacheBytesMax: 20_000, producersPerPartitionMax: 1_000 } },
  })
  const engine = await until(clock, disk, opening)
  if (engine === null) return fail('crashed')
  engine.groupsLoaded.catch((error: unknown) => {
    if (!disk.crashed) world.problems.push(`groups were not loaded: ${String(error)}`)
  })
  const loaded = await until(
    clock,
    disk,
    engine.groupsLoaded.then(() => true),
  )
  if (loaded === null) return fail('crashed')
  return ok({ world, number, random, disk, clock, engine, isOver: false, hadTrouble: false, hadFailures: false })
}

/** Lets time pass until the work is done; null when the disk stopped before. */
export async function until<T>(clock: VirtualClock, disk: FaultyFs, work: Promise<T>): Promise<T | null> {
  let outcome: Result<T, unknown> | null = null
  work.then(
    (value) => void (outcome = ok(value)),
    (error: unknown) => void (outcome = fail(error)),
  )
  const ended = (): Result<T, unknown> | null => outcome
  for (let ms = 0; ended() === null && ms < ANSWER_MS_MAX; ms++) {
    await clock.settle()
    if (ended() !== null || disk.crashed) break
    await clock.advance(1)
  }
  const last = ended()
  if (last === null) {
    if (disk.crashed) return null
    throw new Error(`no answer within ${ANSWER_MS_MAX} ms`)
  }
  if (last.ok) return disk.crashed ? null : last.value
  if (disk.crashed) return null
  throw last.error
}

/** One request. Null: the process ended before anybody could read the answer. */
export async function ask<A extends Api>(
  life: Life,
  api: A,
  version: number,
  message: Encodable<RequestOf<A>>,
  node: number = life.world.nodes[0]!,
): Promise<ResponseOf<A> | null> {
  if (life.isOver || life.disk.crashed) return null
  try {
    const answer = await exchange(life.engine, api, version, message, { node })
    return life.isOver || life.disk.crashed ? null : answer
  } catch (error) {
    if (!life.isOver && !life.disk.crashed)
      life.world.problems.push(`${api.name} was not answered: ${error instanceof Error ? error.stack : String(error)}`)
    return null
  }
}

export function note(life: Life, problems: readonly string[], where = ''): void {
  if (life.world.problems.length >= 20) return
  life.world.problems.push(...problems.map((problem) => `life ${life.number}${where === '' ? '' : ` ${where}`}: ${problem}`))
}

export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[random.below(choices.length)]!
}
