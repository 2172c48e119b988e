import { type Clock, type Millis, silentLogger, silentMeter } from '@leat/base'
import { type VirtualClock, virtualClock } from '@leat/base/sim'
import type { HttpHandler } from '@leat/rest'
import { call, type CalledAnswer } from '@leat/rest/testing'
import type { Decision } from '@leat/store'
import { inlineWorker, openAccess, type RegistryAccess, registryHandler, registryService, type RegistryService } from '../../src/index.ts'
import { printRecord, readRecord } from '../../src/records/format.ts'
import { registrySchema, type RegistryState, type StateOptions } from '../../src/state/index.ts'

/** The log of a registry: records as they stand in `_schemas`. */
export interface TestLog {
  readonly records: { readonly key: string; readonly value: string | null; readonly timestampMs: Millis }[]
}

export interface TestRegistry {
  readonly handler: HttpHandler
  readonly service: RegistryService
  readonly clock: VirtualClock
  readonly log: TestLog
  /** A request as JSON of the registry's own type; `body` as it is when it is text. */
  readonly ask: <T = TestBody>(request: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Promise<CalledAnswer<T>>
}

/** Enough of an answer's shape for tests. */
export type TestBody = Readonly<Record<string, never>>

export interface TestRegistryOptions {
  readonly log?: TestLog
  readonly access?: (clock: VirtualClock) => RegistryAccess
  readonly state?: Partial<StateOptions>
  readonly behavesAs?: 7 | 8
}

const TYPE = 'application/vnd.schemaregistry.v1+json'

/** The registry over a log in memory, asked without a socket. Opened on the log of another, it is that one started again. */
export function testRegistry({ log = { records: [] }, access = openAccess, state, behavesAs = 8 }: TestRegistryOptions = {}): TestRegistry {
  const clock = virtualClock(1_700_000_000_000)
  const store = storeOn(log, clock, { compatibilityLevel: 'BACKWARD', firstId: 1, tenants: 'single', ...state })
  const service = registryService({ store, worker: inlineWorker(), clock, modesMutable: true, behavesAs })
  const handler = registryHandler({
    service,
    access: access(clock),
    info: { kafkaCluster: 'lkc-test01', group: 'schema-registry' },
    clock,
    logger: silentLogger,
    meter: silentMeter,
  })
  return {
    handler,
    service,
    clock,
    log,
    ask(request, body, headers = {}) {
      const [method = '', path = ''] = request.split(' ')
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
      const typed = body === undefined ? {} : { 'content-type': TYPE }
      return call(handler, { method: method as 'GET', path, ...sent, headers: { ...typed, ...headers } })
    },
  }
}

/** Decides at once, writes text as `_schemas` has it, reads it back. */
function storeOn(log: TestLog, clock: Clock, options: StateOptions) {
  const schema = registrySchema(options)
  const state: RegistryState = schema.empty()
  const apply = (record: TestLog['records'][number]): void => {
    const { key, value } = readRecord(record)
    schema.apply(state, key, value, record.timestampMs)
  }
  log.records.forEach(apply)
  return {
    state,
    settled: async () => {},
    async decide<A>(decision: (state: RegistryState, nowMs: Millis) => Decision<A>): Promise<A> {
      const timestampMs = clock.now()
      const { changes, answer } = decision(state, timestampMs)
      for (const change of changes) {
        const record = { ...printRecord(change), timestampMs }
        log.records.push(record)
        apply(record)
      }
      return answer
    },
  }
}
