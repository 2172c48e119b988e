import type { DataPlaneEvent } from '@leat/access'
import { type Millis, silentLogger } from '@leat/base'
import { seededRandom, type VirtualClock, virtualClock } from '@leat/base/sim'
import type { ControlEvent } from '../audit/event.ts'
import { auditReaderOf } from '../audit/reader.ts'
import { consoleLinksOf } from '../console/links.ts'
import type { ControlContext, PlatformFacts } from '../context.ts'
import { CONTROL_SCHEMA, type ControlState } from '../state.ts'
import { trailOf } from './trail.ts'
import { type FakeHost, fakeHost } from './fake-host.ts'
import { type MemoryStore, memoryStore } from './memory-store.ts'

export const TEST_PLATFORM: PlatformFacts = {
  restEndpoint: 'http://localhost:9021',
  advertisedHost: 'localhost',
  caFile: '/home/leat/ca.pem',
  registryEndpoint: 'http://localhost:8081',
  brokers: 1,
  tokenSecret: Buffer.alloc(32, 7),
  sessionMs: (8 * 3_600_000) as Millis,
}

export interface TestContext extends ControlContext {
  readonly store: MemoryStore<ControlState>
  readonly host: FakeHost
  readonly clock: VirtualClock
  /** What was recorded for the audit log. */
  readonly events: (ControlEvent | DataPlaneEvent)[]
}

/** A context over memory alone, in which everybody may do everything unless the test says otherwise. */
export function testContext(parts: Partial<Omit<TestContext, 'events'>> & { readonly seed?: number } = {}): TestContext {
  const events: (ControlEvent | DataPlaneEvent)[] = []
  return {
    store: memoryStore({ schema: CONTROL_SCHEMA }),
    host: fakeHost(),
    clock: virtualClock(),
    random: seededRandom(parts.seed ?? 1),
    logger: silentLogger,
    platform: TEST_PLATFORM,
    auditTrail: trailOf(() => events),
    consoleLinks: consoleLinksOf(seededRandom('links')),
    audit: { record: (event) => void events.push(event) },
    auditReader: auditReaderOf('lkc-audit1'),
    may: () => true,
    factsDelivered: () => Promise.resolve(),
    addressOf: () => null,
    ...parts,
    events,
  }
}
