import { type Clock, type Fs, type NodeId, type Random, silentLogger, silentMeter } from '@leat/base'
import { type VirtualClock, memoryFs, seededRandom, virtualClock } from '@leat/base/sim'
import type { Api, Session } from '@leat/wire'
import { type Engine, openEngine } from '../../engine/src/index.ts'
import { type CallOptions, type Transport, backendTransport } from '../src/index.ts'

export interface World {
  readonly clock: VirtualClock
  readonly engine: Engine
  readonly transport: Transport
  /** Ends the transport's session. */
  readonly session: AbortController
  /** Lets time pass until the promise is settled. */
  readonly run: <T>(work: PromiseLike<T>) => Promise<T>
}

export interface WorldOptions {
  readonly fs?: Fs
  readonly clock?: VirtualClock
  readonly nodes?: readonly NodeId[]
  /** Real time in place of the virtual clock, which then stands still. */
  readonly real?: { readonly clock: Clock; readonly random: Random }
}

const ANSWER_MS_MAX = 60_000

export async function openWorld({ fs = memoryFs(), clock = virtualClock(), nodes = [1], real }: WorldOptions = {}): Promise<World> {
  const run = async <T>(work: PromiseLike<T>): Promise<T> => (real === undefined ? passing(clock, work) : await work)
  const engine = await run(
    openEngine({
      fs,
      dir: '/data',
      clock: real?.clock ?? clock,
      random: real?.random ?? seededRandom('client-test'),
      logger: silentLogger,
      meter: silentMeter,
      clusterId: 'client-test',
      nodes,
      durability: 'process',
      brokerConfig: { 'offsets.topic.num.partitions': '3' },
    }),
  )
  await run(engine.groupsLoaded)
  const session = new AbortController()
  return {
    clock,
    engine,
    session,
    run,
    transport: backendTransport({ backend: engine, session: sessionOf(session.signal), clientId: 'test' }),
  }
}

export function sessionOf(signal: AbortSignal): Session {
  return {
    principal: { type: 'User', name: 'system' },
    tenant: null,
    listener: 'system',
    node: 1,
    clientHost: '/127.0.0.1',
    connectionId: 'system-1',
    signal,
  }
}

/** Time goes on, a millisecond at a time, until the work is done. */
export async function passing<T>(clock: VirtualClock, work: PromiseLike<T>, msMax = ANSWER_MS_MAX): Promise<T> {
  let done = false
  const finish = (): void => void (done = true)
  work.then(finish, finish)
  const isDone = (): boolean => done
  await clock.settle()
  for (let ms = 0; !isDone() && ms < msMax; ms++) await clock.advance(1)
  if (!isDone()) throw new Error(`not done within ${msMax} ms`)
  return await work
}

/** What a test sees and changes of what goes through a transport. */
export interface Tap {
  readonly calls: string[]
  /** Answers in place of the other side; undefined lets the request through. */
  answer: (api: Api, message: unknown) => Promise<unknown> | undefined
}

export function tapped(transport: Transport): { readonly transport: Transport; readonly tap: Tap } {
  const tap: Tap = { calls: [], answer: () => undefined }
  const call = ((api: Api, message: object, options?: CallOptions) => {
    tap.calls.push(api.name)
    return tap.answer(api, message) ?? transport.call(api, message, options)
  }) as Transport['call']
  return { tap, transport: { apis: transport.apis, call } }
}
