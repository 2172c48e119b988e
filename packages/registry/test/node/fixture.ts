import { type Clock, type LogFields, type Logger, type Random, silentLogger, silentMeter } from '@leat/base'
import { memoryFs, seededRandom, virtualClock, type VirtualClock } from '@leat/base/sim'
import { type Transport, backendTransport } from '@leat/client'
import type { HttpHandler, HttpRequest } from '@leat/rest'
import { type CalledAnswer, type CallOptions, call } from '@leat/rest/testing'
import type { StateSchema, Store } from '@leat/store'
import { type Engine, openEngine } from '../../../engine/src/index.ts'
import { passing, sessionOf } from '../../../client/test/fixture.ts'
import {
  type AskPeer,
  LEAT_CLIENT_ID,
  type NodeLimits,
  PeerFault,
  type RegistryNode,
  openRegistryNode,
  urlOf,
} from '../../src/node/index.ts'
import { printKey, readKey } from '../../src/records/keys.ts'

/** Ids by subject, as a registry of one version per subject would have them. */
export interface Ids {
  readonly bySubject: Map<string, number>
  max: number
}

const ids: StateSchema<Ids> = {
  format: 1,
  empty: () => ({ bySubject: new Map(), max: 0 }),
  apply(state, keyText, value) {
    const key = readKey(keyText)
    if (key.keytype !== 'SCHEMA') return
    if (value === null) return void state.bySubject.delete(key.subject)
    const { id } = value as { readonly id: number }
    state.bySubject.set(key.subject, id)
    state.max = Math.max(state.max, id)
  },
}

/** The smallest registry: POST /subjects/NAME/versions gives the next id, GET answers it. */
function tinyRegistry(store: Store<Ids>): HttpHandler {
  return async ({ method, path }: HttpRequest) => {
    const subject = path.split('/')[2] ?? ''
    if (method === 'GET') return answer(store.state.bySubject.get(subject) ?? null)
    try {
      return answer(await store.decide((state) => register(state, subject)))
    } catch (error) {
      return { status: 500, headers: {}, body: JSON.stringify({ error_code: 50_001, message: String(error) }) }
    }
  }
}

function register(state: Ids, subject: string) {
  const known = state.bySubject.get(subject)
  if (known !== undefined) return { changes: [], answer: known }
  const id = state.max + 1
  const value = { subject, version: 1, id, schemaType: 'AVRO', schema: '"string"', deleted: false }
  return { changes: [{ key: printKey({ keytype: 'SCHEMA', subject, version: 1 }), value }], answer: id }
}

function answer(id: number | null) {
  return { status: id === null ? 404 : 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ id }) }
}

/** What the nodes of a group serve. */
export interface ServedRegistry<State> {
  readonly schema: StateSchema<State>
  handler(node: RegistryNode<State>, clock: Clock): HttpHandler
}

export const tiny: ServedRegistry<Ids> = { schema: ids, handler: (node) => node.serve(tinyRegistry(node.store)) }

export interface TestNode<State = Ids> {
  readonly url: string
  readonly node: RegistryNode<State>
  readonly handler: HttpHandler
  readonly clock: PausableClock
  readonly random: Random
  isUp: boolean
  /** Calls to Kafka that fail, by the name of the API. */
  readonly failing: Set<string>
  readonly end: AbortController
}

/** Time of one process: while it is paused nothing of it runs, and what was due runs when it goes on. */
export interface PausableClock extends Clock {
  pause(): void
  resume(): void
  readonly isPaused: boolean
  /** Resolves when it is not paused. */
  readonly running: () => Promise<void>
}

function pausable(clock: VirtualClock): PausableClock {
  let held: (() => void)[] | null = null
  const orHold = (fn: () => void) => (): void => {
    if (held === null) fn()
    else held.push(fn)
  }
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    turn: (fn) => clock.turn(orHold(fn)),
    after: (ms, fn) => clock.after(ms, orHold(fn)),
    pause: () => void (held ??= []),
    resume() {
      const due = held ?? []
      held = null
      for (const fn of due) fn()
    },
    get isPaused() {
      return held !== null
    },
    running: () => new Promise((resolve) => orHold(resolve)()),
  }
}

export interface Group<State = Ids> {
  readonly clock: VirtualClock
  readonly engine: Engine
  readonly events: { readonly node: string; readonly name: string; readonly fields: LogFields }[]
  readonly nodes: Map<string, TestNode<State>>
  readonly run: <T>(work: PromiseLike<T>, msMax?: number) => Promise<T>
  start(host: string, options?: StartOptions): TestNode<State>
  /** As `kill -9`: nothing more comes of it, and it tells nobody. */
  kill(node: TestNode<State>): void
  transport(clientId: string, signal?: AbortSignal): Transport
  ask<T>(node: TestNode<State>, options: CallOptions): Promise<CalledAnswer<T>>
  /** Until a node writes. */
  primary(): Promise<TestNode<State>>
  close(): Promise<void>
}

export interface StartOptions {
  readonly isEligible?: boolean
  readonly sticky?: boolean | null
  readonly limits?: Partial<NodeLimits>
  readonly clientId?: string
}

export function openGroup(seed = 'group'): Promise<Group> {
  return openGroupOf(tiny, seed)
}

export async function openGroupOf<State>(registry: ServedRegistry<State>, seed = 'group'): Promise<Group<State>> {
  const clock = virtualClock()
  const run = <T>(work: PromiseLike<T>, msMax?: number): Promise<T> => passing(clock, work, msMax)
  const events: Group<State>['events'] = []
  const engine = await run(
    openEngine({
      fs: memoryFs(),
      dir: '/data',
      clock,
      random: seededRandom(`${seed}/engine`),
      logger: silentLogger,
      meter: silentMeter,
      clusterId: 'registry-test',
      nodes: [1],
      durability: 'process',
      brokerConfig: { 'offsets.topic.num.partitions': '3' },
    }),
  )
  await run(engine.groupsLoaded)
  const nodes = new Map<string, TestNode<State>>()
  let started = 0

  /** What passes between processes waits while one of them is paused. */
  const askFrom =
    (self: PausableClock, isAlive: () => boolean): AskPeer =>
    async (request) => {
      const target = nodes.get(request.url)
      if (target === undefined || !target.isUp) throw new PeerFault('unreachable', 'connection refused')
      const { promise: late, reject } = Promise.withResolvers<never>()
      using _deadline = self.after(request.msMax, () => reject(new PeerFault('lost', 'no answer in time')))
      const onAbort = (): void => reject(request.signal.reason)
      request.signal.throwIfAborted()
      request.signal.addEventListener('abort', onAbort, { once: true })
      const onEnd = (): void => reject(new PeerFault('lost', 'connection reset'))
      target.end.signal.addEventListener('abort', onEnd, { once: true })
      const exchange = async () => {
        await target.clock.running()
        const { method, target: path, headers, body } = request
        const answered = await call(target.handler, { method: method as 'POST', path, headers, ...(body === null ? {} : { body }) })
        await target.clock.running()
        await self.running()
        if (!isAlive()) return late
        return { status: answered.status, headers: answered.headers, body: Buffer.from(answered.text) }
      }
      try {
        return await Promise.race([exchange(), late])
      } finally {
        request.signal.removeEventListener('abort', onAbort)
        target.end.signal.removeEventListener('abort', onEnd)
      }
    }

  const transport: Group<State>['transport'] = (clientId, signal = new AbortController().signal) =>
    backendTransport({ backend: engine, session: { ...sessionOf(signal), connectionId: `${clientId}-${++started}` }, clientId })

  const start: Group<State>['start'] = (host, { isEligible = true, sticky = null, limits = {}, clientId = LEAT_CLIENT_ID } = {}) => {
    const identity = { scheme: 'http', host, port: 8081, isEligible } as const
    const own = pausable(clock)
    const end = new AbortController()
    const failing = new Set<string>()
    const random = seededRandom(`${seed}/${host}/${++started}`)
    const base = transport(clientId, end.signal)
    const paced: Transport = {
      apis: base.apis,
      async call(api, message, options) {
        await own.running()
        if (failing.has(api.name)) throw new Error(`${api.name} fails`)
        const answered = await base.call(api, message, options)
        await own.running()
        return answered
      },
    }
    const logger: Logger = { event: (_level, name, fields = {}) => void events.push({ node: host, name, fields }) }
    const node = openRegistryNode({
      transport: paced,
      clock: own,
      random,
      logger,
      ask: askFrom(own, () => !end.signal.aborted),
      schema: registry.schema,
      topic: '_schemas',
      groupId: 'schema-registry',
      identity,
      sticky,
      limits,
    })
    const one: TestNode<State> = {
      url: urlOf(identity),
      node,
      handler: registry.handler(node, own),
      clock: own,
      random,
      isUp: true,
      failing,
      end,
    }
    nodes.set(one.url, one)
    node.join()
    return one
  }

  const group: Group<State> = {
    clock,
    engine,
    events,
    nodes,
    run,
    start,
    transport,
    kill(one) {
      one.isUp = false
      one.clock.pause()
      one.end.abort(new Error('killed'))
    },
    ask: (one, options) => call(one.handler, options),
    primary: () => run(writing(nodes, clock)),
    async close() {
      for (const one of nodes.values()) if (one.isUp) await run(one.node[Symbol.asyncDispose]())
      await run(engine.close())
    },
  }
  return group
}

async function writing<State>(nodes: ReadonlyMap<string, TestNode<State>>, clock: Clock): Promise<TestNode<State>> {
  for (;;) {
    const found = [...nodes.values()].find(({ isUp, node, clock: own }) => isUp && !own.isPaused && node.standing.kind === 'here')
    if (found !== undefined) return found
    await new Promise<void>((resolve) => void clock.after(1, resolve))
  }
}
