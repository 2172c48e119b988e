/**
 * Crash simulation of a store over the real engine: several lives of one disk, each of which ends by `kill -9` or a loss of power at a random write or a
 * random moment, now and then while it opens or takes the lead.
 *
 * Strategy: decisions of one to three changes over a few keys, several on their way at once, each of which also puts its number under a key of its own, so
 * that the state tells exactly which decisions are in it. Now and then the disk is full for a while, or a second store takes over. In every second life
 * decisions share batches, and writers renew their identity all the time.
 *
 * Invariants
 * - after each start the state is that of a run of all decisions up to one of them, less those that were refused: nothing in the middle is missing
 * - everything answered is there; nothing that was refused ever appears
 * - what `onApplied` told is there, in that order
 * - a store that lives on shows in the end what a store that is opened anew shows
 */
import { type Random, silentLogger, silentMeter } from '@leat/base'
import { type FaultyFs, faultyFs, seededRandom, virtualClock, type VirtualClock } from '@leat/base/sim'
import { backendTransport } from '@leat/client'
import { openEngine } from '../../engine/src/index.ts'
import { sessionOf } from '../../client/test/fixture.ts'
import { type Change, type Store, openStore } from '../src/index.ts'
import { type Notes, TOPIC, contents, notes, put } from './fixture.ts'

const LIVES = 4
const STEPS_MAX = 40
const WAIT_MS_MAX = 60_000

interface Decided {
  readonly number: number
  readonly by: Store<Notes>
  readonly changes: readonly Change[]
  outcome: 'open' | 'answered' | 'refused'
}

interface Model {
  readonly problems: string[]
  /** In the order in which they were decided, those of all lives. */
  readonly decided: Decided[]
  next: number
}

interface Life {
  readonly disk: FaultyFs
  readonly clock: VirtualClock
  readonly random: Random
  readonly stores: Store<Notes>[]
  readonly told: number[]
  readonly open: () => Promise<Store<Notes>>
  isOver: boolean
}

/** Answers what went wrong; the same seed does the same again. */
export async function runStoreCrashSim(seed: number, options: { readonly ignoreSyncs?: boolean } = {}): Promise<readonly string[]> {
  const random = seededRandom(`store-crash/${seed}`)
  const model: Model = { problems: [], decided: [], next: 1 }
  let disk = faultyFs({ random })
  for (let number = 0; number < LIVES && model.problems.length === 0; number++) {
    disk.faults.ignoreSyncs = options.ignoreSyncs ?? false
    if (random.below(3) === 0) disk.faults.writesUntilCrash = random.below(40)
    const life = await begin(disk, seededRandom(`${seed}/${number}`), number)
    if (life !== null) {
      if (life.stores.length > 0) check(life, model)
      await live(life, model)
      life.isOver = true
    }
    disk = disk.crash(random.below(3) === 0 ? 'process' : 'power')
    if (life !== null) await life.clock.advance(30_000)
  }
  return model.problems
}

async function begin(disk: FaultyFs, random: Random, number: number): Promise<Life | null> {
  const clock = virtualClock(Date.UTC(2026, 0, 1) + number * 3_600_000)
  const delays = seededRandom(`delays/${random.below(1_000_000)}`)
  disk.faults.later = () => new Promise((resolve) => void clock.after(delays.below(4), resolve))
  const engine = await until(
    clock,
    disk,
    openEngine({
      fs: disk,
      dir: '/data',
      clock,
      random,
      logger: silentLogger,
      meter: silentMeter,
      clusterId: 'store-crash',
      nodes: [1],
      durability: 'process',
      brokerConfig: { 'offsets.topic.num.partitions': '1' },
      limits: { journalBytesMax: 2_000 },
    }),
  )
  if (engine === null) return null
  const transport = backendTransport({ backend: engine, session: sessionOf(new AbortController().signal), clientId: null })
  const together = number % 2 === 0 ? {} : { decisionsPerBatchMax: 3, identity: { renewMs: 15, ageMsMax: 60 } }
  const of = { topic: TOPIC, transactionalId: 'notes', schema: notes, appendMsMax: 500, ...together }
  const open = (): Promise<Store<Notes>> => openStore({ transport, clock, random, logger: silentLogger, ...of })
  const life: Life = { disk, clock, random, stores: [], told: [], open, isOver: false }
  await addStore(life)
  return life
}

async function addStore(life: Life): Promise<void> {
  const store = await until(life.clock, life.disk, life.open())
  if (store === null) return
  life.stores.push(store)
  if (life.stores.length === 1) store.onApplied((changes) => life.isOver || life.told.push(...numbersIn(changes)))
}

async function live(life: Life, model: Model): Promise<void> {
  const { random, disk, clock, stores } = life
  if (random.below(2) === 0) disk.faults.writesUntilCrash ??= random.below(200)
  await until(clock, disk, Promise.allSettled(stores.map((store) => store.lead())))
  const running: Promise<void>[] = []
  for (let step = random.below(STEPS_MAX); step > 0 && !disk.crashed; step--) {
    running.push(act(life, model))
    await clock.advance(random.below(4))
  }
  if (random.below(2) === 0) return // the end finds them all under way
  disk.faults.full = false
  await until(clock, disk, Promise.all(running))
  if (disk.crashed) return
  await clock.advance(3_000)
  if (disk.crashed) return
  const fresh = await until(clock, disk, life.open())
  if (fresh === null) return
  const expected = JSON.stringify(contents(fresh.state))
  for (const [index, store] of stores.entries())
    if (JSON.stringify(contents(store.state)) !== expected) model.problems.push(`store ${index} shows something else than the log`)
  stores.push(fresh)
  check(life, model)
}

async function act(life: Life, model: Model): Promise<void> {
  const { random, disk, clock, stores } = life
  const dice = random.below(100)
  if (dice < 80) return decide(life, model)
  if (dice < 86 && stores.length < 3) return addStore(life)
  if (dice < 92) return stores[random.below(stores.length)]?.lead().catch(ignore)
  if (dice < 95) return stores[0]?.settled().catch(ignore)
  disk.faults.full = true
  const { promise, resolve } = Promise.withResolvers<void>()
  clock.after(random.below(900), resolve)
  await promise
  disk.faults.full = false
}

async function decide(life: Life, model: Model): Promise<void> {
  const store = life.stores[life.random.below(life.stores.length)]
  if (store === undefined) return
  let decided: Decided | null = null
  const isStanding = (): boolean => !life.isOver && !life.disk.crashed
  try {
    await store.decide(() => {
      const number = model.next++
      const changes: Change[] = [put(`n${String(number).padStart(5, '0')}`, 'number', number)]
      for (let more = life.random.below(3); more > 0; more--) changes.push(put(`key-${life.random.below(5)}`, `${number}`, number))
      decided = { number, by: store, changes, outcome: 'open' }
      model.decided.push(decided)
      return { changes, answer: number }
    })
    if (isStanding()) outcomeOf(decided).outcome = 'answered'
  } catch {
    if (decided !== null && isStanding()) outcomeOf(decided).outcome = 'refused'
  }
}

function outcomeOf(decided: Decided | null): Decided {
  if (decided === null) throw new Error('answered without a decision')
  return decided
}

/** The state after a start, against all that was decided before. */
function check({ stores, told }: Life, model: Model): void {
  const { state } = stores.at(-1)!
  const there = numbersIn([...state.byKey.keys()].map((key) => ({ key, value: null })))
  const present = new Set(there)
  const problem = (text: string): void => void model.problems.push(text)
  for (const number of told) if (!present.has(number)) problem(`decision ${number} was told and is gone`)
  if (told.some((number, i) => i > 0 && number < told[i - 1]!)) problem(`decisions were told as ${told.join()}`)
  for (const { number, outcome } of model.decided) {
    if (outcome === 'answered' && !present.has(number)) problem(`decision ${number} was answered and is gone`)
    if (outcome === 'refused' && present.has(number)) problem(`decision ${number} was refused and is there`)
  }
  const expected = notes.empty()
  for (const { number, changes } of model.decided)
    if (present.has(number)) for (const { key, value } of changes) notes.apply(expected, key, value)
  if (JSON.stringify(contents(state)) !== JSON.stringify(contents(expected))) problem('the state is not that of the decisions in it')
  // What no longer can come is out of the way of the next check; a gap among what one store had under way is a lost decision.
  const gaps = new Set<Store<Notes>>()
  for (const decided of model.decided) {
    if (decided.outcome !== 'open') continue
    if (!present.has(decided.number)) gaps.add(decided.by)
    else if (gaps.has(decided.by)) problem(`decision ${decided.number} is there, and one before it is not`)
    decided.outcome = present.has(decided.number) ? 'answered' : 'refused'
  }
}

function numbersIn(changes: readonly Change[]): number[] {
  return changes.flatMap(({ key }) => (key.startsWith('n') ? [Number(key.slice(1))] : []))
}

/** Null: the disk stopped before. */
async function until<T>(clock: VirtualClock, disk: FaultyFs, work: Promise<T>): Promise<T | null> {
  let outcome: { readonly value: T } | { readonly error: unknown } | null = null
  work.then(
    (value) => void (outcome = { value }),
    (error: unknown) => void (outcome = { error }),
  )
  const ended = (): typeof outcome => outcome
  await clock.settle()
  for (let ms = 0; ended() === null && !disk.crashed && ms < WAIT_MS_MAX; ms++) await clock.advance(1)
  const last = ended()
  if (disk.crashed) return null
  if (last === null) throw new Error(`nothing happened within ${WAIT_MS_MAX} ms`)
  if ('error' in last) throw last.error
  return last.value
}

function ignore(): void {}
