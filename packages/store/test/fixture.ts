import { type Bytes, type Fs, type LogFields, type Logger, type NodeId, silentMeter } from '@leat/base'
import { type VirtualClock, memoryFs, seededRandom, virtualClock } from '@leat/base/sim'
import { type Transport, backendTransport } from '@leat/client'
import { DEFAULT_LIMITS, type Engine, openEngine } from '../../engine/src/index.ts'
import { passing, sessionOf } from '../../client/test/fixture.ts'
import { type Change, type PositionedStore, type StateSchema, type Store, type StoreOptions, openStore } from '../src/index.ts'

export interface Note {
  readonly text: string
  readonly count: number
}

/** Notes by key, and a number that goes wrong when a change is applied twice or not at all. */
export interface Notes {
  readonly byKey: Map<string, Note>
  sum: number
}

export const notes: StateSchema<Notes> = {
  format: 2,
  empty: () => ({ byKey: new Map(), sum: 0 }),
  apply(state, key, value) {
    state.sum -= state.byKey.get(key)?.count ?? 0
    state.byKey.delete(key)
    if (value === null) return
    const note = value as Note
    state.byKey.set(key, note)
    state.sum += note.count
  },
}

export const TOPIC = '_notes'

export function put(key: string, text = key, count = 1): Change {
  return { key, value: { text, count } }
}

/** A decision that changes something and answers nothing. */
export function changing(...changes: Change[]): () => { readonly changes: readonly Change[]; readonly answer: undefined } {
  return () => ({ changes, answer: undefined })
}

/** What a state holds, as plain data. */
export function contents({ byKey, sum }: Notes): { readonly notes: Readonly<Record<string, Note>>; readonly sum: number } {
  return { notes: Object.fromEntries([...byKey].sort(([a], [b]) => (a < b ? -1 : 1))), sum }
}

export interface World {
  readonly fs: Fs
  readonly clock: VirtualClock
  readonly engine: Engine
  readonly transport: Transport
  readonly events: { readonly name: string; readonly fields: LogFields }[]
  readonly run: <T>(work: PromiseLike<T>) => Promise<T>
  open(options?: Partial<StoreOptions<Notes>>): Promise<PositionedStore<Notes>>
  /** Opens and leads. */
  leading(options?: Partial<StoreOptions<Notes>>): Promise<PositionedStore<Notes>>
}

export interface WorldOptions {
  readonly fs?: Fs
  readonly clock?: VirtualClock
  readonly nodes?: readonly NodeId[]
  readonly seed?: string
  readonly tailCacheBytesMax?: Bytes
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const {
    fs = memoryFs(),
    clock = virtualClock(),
    nodes = [1],
    seed = 'store',
    tailCacheBytesMax = DEFAULT_LIMITS.log.tailCacheBytesMax,
  } = options
  const events: World['events'] = []
  const logger: Logger = { event: (_level, name, fields = {}) => void events.push({ name, fields }) }
  const run = <T>(work: PromiseLike<T>): Promise<T> => passing(clock, work)
  const engine = await run(openTestEngine({ fs, clock, nodes, seed, tailCacheBytesMax }))
  await run(engine.groupsLoaded)
  const transport = backendTransport({ backend: engine, session: sessionOf(new AbortController().signal), clientId: 'store' })
  const open: World['open'] = (over) =>
    run(openStore({ transport, clock, random: seededRandom(seed), logger, topic: TOPIC, transactionalId: 'notes', schema: notes, ...over }))
  return {
    fs,
    clock,
    engine,
    transport,
    events,
    run,
    open,
    async leading(over) {
      const store = await open(over)
      await run(store.lead())
      return store
    },
  }
}

function openTestEngine({ fs, clock, nodes, seed, tailCacheBytesMax }: Required<WorldOptions>): Promise<Engine> {
  return openEngine({
    fs,
    dir: '/data',
    clock,
    random: seededRandom(`${seed}/engine`),
    logger: { event: () => {} },
    meter: silentMeter,
    clusterId: 'store-test',
    nodes,
    durability: 'process',
    brokerConfig: { 'offsets.topic.num.partitions': '3' },
    limits: { log: { ...DEFAULT_LIMITS.log, tailCacheBytesMax } },
  })
}

/** Stops in order: stores before the engine that they read. */
export async function end({ run, engine }: World, ...stores: readonly Store<Notes>[]): Promise<void> {
  for (const store of stores) await run(store[Symbol.asyncDispose]())
  await run(engine.close())
}
