import { type Clock, type Fs, type Logger, type Net, type Random, assert, silentMeter } from '@leat/base'
import { explain, type Platform, type PortPlan, startLocalData, startPlatform } from '@leat/server'
import type { Backend } from '@leat/wire'
import { type MortalClock, mortalClock } from './mortal-clock.ts'
import { type MortalNet, mortalNet } from './mortal-net.ts'

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
  readonly intercept: (engine: Backend, cluster: string) => Backend
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

/** `ports`: those of the life before; null for free ones. Throws when a port was taken meanwhile. */
export async function beginLife(options: LifeOptions, fs: Fs, ports: PortPlan | null): Promise<Life> {
  const { random, logger, brokers, durability, seed } = options
  const clock = mortalClock(options.clock)
  const net = mortalNet(options.net)
  const engines = new Map<string, Backend>()
  const intercept = (opened: Backend, cluster: string): Backend => {
    engines.set(cluster, opened)
    return options.intercept(opened, cluster)
  }
  const data = startLocalData({ fs, net, clock, random, logger, meter: silentMeter, intercept })
  const started = await startPlatform(
    // Containers without ::1 are found out when it is bound.
    {
      dir: DIR,
      brokers,
      durability,
      seed,
      ports: ports ?? 'auto',
      plaintext: true,
      saslSsl: options.saslSsl,
      tls: false,
      loopback6: true,
      bind: null,
      advertise: null,
      certificate: null,
    },
    { fs, net, clock, random, logger, data },
  )
  if (!started.ok) {
    clock.end()
    await net.cut()
    throw new Error(`Leat does not start: ${explain(started.error)}`)
  }
  const engine = engines.get(started.value.run.cluster)
  assert(engine !== undefined, 'a platform that started has an engine')
  return { platform: started.value, engine, clock, net }
}

/** Ends a life at once, as `kill -9` does. The disk must have been taken away before, or its last timers could still write. */
export async function endLife({ clock, net }: Life): Promise<void> {
  clock.end()
  await net.cut()
}
