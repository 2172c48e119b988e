import { type Clock, type Fs, type Logger, type Net, type Random, assert, silentMeter } from '@leat/base'
import { type DataLink, explain, type Platform, startLocalData, startPlatform } from '@leat/server'
import type { Backend } from '@leat/wire'
import { type MortalClock, mortalClock } from './mortal-clock.ts'
import { type MortalNet, mortalNet } from './mortal-net.ts'

type ToData = Parameters<DataLink['send']>[0]

export interface LifeOptions {
  readonly brokers: 1 | 3
  readonly durability: 'process' | 'power'
  readonly saslSsl: boolean
  readonly seed: string
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly net: Net
  /** Stands before the engine, in every life. */
  readonly intercept: (engine: Backend) => Backend
}

/** From one start of a platform to its end. */
export interface Life {
  readonly platform: Platform
  /** The engine itself, behind all hijacks. */
  readonly engine: Backend
  readonly clock: MortalClock
  readonly net: MortalNet
}

/** Where a platform lies on its disk in memory. */
const DIR = '/leat'

/** `ports`: those of the life before, in order of listeners; null for free ones. Throws when a port was taken meanwhile. */
export async function beginLife(options: LifeOptions, fs: Fs, ports: readonly number[] | null): Promise<Life> {
  const { random, logger, brokers, durability, seed } = options
  const clock = mortalClock(options.clock)
  const net = mortalNet(options.net)
  let engine: Backend | null = null
  const intercept = (opened: Backend): Backend => options.intercept((engine = opened))

  const data = startLocalData({ fs, net, clock, random, logger, meter: silentMeter, intercept })
  const link: DataLink = {
    ...data,
    send: (message) =>
      data.send(message.type === 'start' ? { ...message, start: listening(message.start, options.saslSsl, ports) } : message),
  }
  const started = await startPlatform(
    // Containers without ::1 are found out when it is bound.
    {
      dir: DIR,
      brokers,
      durability,
      seed,
      ports: 'auto',
      plaintext: true,
      loopback6: true,
      bind: null,
      advertise: null,
      certificate: null,
    },
    { fs, clock, random, logger, data: link },
  )
  if (!started.ok) {
    clock.end()
    await net.cut()
    throw new Error(`Leat does not start: ${explain(started.error)}`)
  }
  assert(engine !== null, 'a platform that started has an engine')
  return { platform: started.value, engine, clock, net }
}

type DataStart = Extract<ToData, { type: 'start' }>['start']

function listening(start: DataStart, saslSsl: boolean, ports: readonly number[] | null): DataStart {
  const wanted = start.listeners.filter(({ name }) => saslSsl || name === 'PLAINTEXT')
  return { ...start, listeners: wanted.map((listener, index) => ({ ...listener, port: ports?.[index] ?? listener.port })) }
}

/** Ends a life at once, as `kill -9` does. The disk must have been taken away before, or its last timers could still write. */
export async function endLife({ clock, net }: Life): Promise<void> {
  clock.end()
  await net.cut()
}
