import { trailOf } from './trail.ts'
import { silentLogger, silentMeter } from '@leat/base'
import { seededRandom, type VirtualClock, virtualClock } from '@leat/base/sim'
import type { ControlEvent } from '../audit/event.ts'
import type { PlatformFacts } from '../context.ts'
import { type Control, openControl } from '../open.ts'
import type { SeedInputs } from '../seed/seed.ts'
import { CONTROL_SCHEMA, type ControlState } from '../state.ts'
import { TEST_PLATFORM } from './context.ts'
import { type FakeDisk, type FakeHost, fakeHost } from './fake-host.ts'
import { type MemoryLog, type MemoryStore, memoryStore } from './memory-store.ts'

export const TEST_SEED: SeedInputs = {
  user: { email: 'admin@example.com', password: 'correct horse battery', fullName: 'First Admin' },
  cluster: { id: 'lkc-first1', name: 'cluster_0', ports: [9093] },
  cloud: 'AWS',
  region: 'us-east-1',
  auditCluster: 'lkc-audit1',
  kafkaKey: { id: 'KAFKAKAFKAKAFKA2', secret: `cflt${'k'.repeat(60)}` },
  cloudKey: { id: 'CLOUDCLOUDCLOUD2', secret: `cflt${'c'.repeat(60)}` },
  registryKey: { id: 'REGISTREGISTREG2', secret: `cflt${'r'.repeat(60)}`, isNew: true },
}

/** The control plane as the server composes it, over memory. */
export interface TestControl {
  readonly control: Control
  readonly store: MemoryStore<ControlState>
  readonly host: FakeHost
  readonly clock: VirtualClock
  readonly events: ControlEvent[]
}

export interface TestControlOptions {
  readonly log?: MemoryLog
  readonly disk?: FakeDisk
  readonly clock?: VirtualClock
  readonly seed?: SeedInputs
  readonly platform?: Partial<PlatformFacts>
  /** Why the host opens nothing. */
  readonly refusal?: string
  /** Awaited at each step of store and host; a promise that never resolves is a crash. */
  readonly step?: (at: string) => Promise<void>
}

const founded = new Map<string, Promise<MemoryLog>>()

/** The log of a platform that has started once with this seed; made once, as hashing its password takes as long as it should. */
export async function foundedLog(seed: SeedInputs = TEST_SEED): Promise<MemoryLog> {
  const key = JSON.stringify(seed)
  let log = founded.get(key)
  if (log === undefined) founded.set(key, (log = openTestControl({ seed }).then(({ store }) => store.log)))
  return { decisions: [...(await log).decisions] }
}

export async function openTestControl(options: TestControlOptions = {}): Promise<TestControl> {
  const { log, disk, clock = virtualClock(), seed = TEST_SEED, step = async () => {} } = options
  const store = memoryStore({ schema: CONTROL_SCHEMA, step, ...(log === undefined ? {} : { log }) })
  const host = fakeHost({ step, ...(disk === undefined ? {} : { disk }) })
  host.refusal = options.refusal ?? null
  const events: ControlEvent[] = []
  const control = await openControl({
    store,
    host,
    clock,
    // Another process has other randomness.
    random: seededRandom(`life ${store.log.decisions.length}`),
    logger: silentLogger,
    meter: silentMeter,
    platform: { ...TEST_PLATFORM, ...options.platform },
    seed,
    audit: { record: (event) => void (event.kind === 'control' && events.push(event)) },
    auditTrail: trailOf(() => events),
  })
  return { control, store, host, clock, events }
}
