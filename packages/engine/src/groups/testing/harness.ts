import { silentLogger, silentMeter } from '@leat/base'
import { seededRandom, type VirtualClock, virtualClock } from '@leat/base/sim'
import {
  type Api,
  type Call,
  decodeResponse,
  type Encodable,
  encodeRequest,
  encodeResponse,
  type RequestOf,
  type ResponseOf,
} from '@leat/wire'
import type { GroupConfig, Groups } from '../../contract.ts'
import { Coordinator } from '../coordinator.ts'
import { groupsOver } from '../index.ts'
import { type FakeLog, fakeLog } from './fake-log.ts'

export const TEST_CONFIG: GroupConfig = {
  sessionTimeoutMinMs: 6_000,
  sessionTimeoutMaxMs: 1_800_000,
  initialRebalanceDelayMs: 0,
  sizeMax: 1_000,
  offsetMetadataBytesMax: 4_096,
  offsetsRetentionMs: 7 * 24 * 3_600_000,
  offsetsRetentionCheckMs: 600_000,
}

/** Topics that exist in tests, with their ids and four partitions each. */
export const TEST_TOPICS = new Map([
  ['orders', 'orders-AAAAAAAAAAAAAAA'],
  ['payments', 'payments-AAAAAAAAAAAAA'],
])

export interface CallOptions {
  readonly node?: number
  readonly clientId?: string
  readonly signal?: AbortSignal
}

export interface Harness {
  readonly groups: Groups
  readonly coordinator: Coordinator
  readonly clock: VirtualClock
  readonly log: FakeLog
  /** Through the codecs both ways, as a client would. Rejects when nothing is answered. */
  send<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>, options?: CallOptions): Promise<ResponseOf<A>>
  /** The coordinator after a restart: a new one that has read what became durable. */
  restart(config?: Partial<GroupConfig>): Harness
}

export interface HarnessOptions {
  readonly config?: Partial<GroupConfig>
  readonly clock?: VirtualClock
  readonly log?: FakeLog
  readonly loads?: boolean
  readonly topics?: Map<string, string>
}

export function openHarness(options: HarnessOptions = {}): Harness {
  const clock = options.clock ?? virtualClock()
  const log = options.log ?? fakeLog()
  const topics = options.topics ?? TEST_TOPICS
  const coordinator = new Coordinator({
    clock,
    random: seededRandom('groups'),
    logger: silentLogger,
    meter: silentMeter,
    config: { ...TEST_CONFIG, ...options.config },
    topics: {
      idOf: (topic) => topics.get(topic) ?? null,
      nameOf: (topicId) => [...topics].find(([, id]) => id === topicId)?.[0] ?? null,
      partitionCount: (topic) => (topics.has(topic) ? 4 : null),
    },
    offsets: log,
    coordinatorOf: () => 1,
  })
  const groups = groupsOver(coordinator)
  for (const [partition, records] of log.records) for (const record of records) groups.replay(partition, record, clock.now())
  if (options.loads !== false) for (let partition = 0; partition < log.partitionCount; partition++) groups.loaded(partition)
  return {
    groups,
    coordinator,
    clock,
    log,
    send: (api, version, message, callOptions) => send(groups, api, version, message, callOptions ?? {}),
    restart(config) {
      groups.close()
      return openHarness({ ...options, clock, log, config: { ...options.config, ...config } })
    },
  }
}

async function send<A extends Api>(
  groups: Groups,
  api: A,
  version: number,
  message: Encodable<RequestOf<A>>,
  options: CallOptions,
): Promise<ResponseOf<A>> {
  const handler = groups.handlers.find((each) => each.api.key === api.key)
  if (handler === undefined) throw new Error(`no handler of ${api.name}`)
  if (version < handler.min || version > handler.max) throw new Error(`${api.name} v${version} is not served`)
  const frame = Buffer.concat(encodeRequest(api, version, message as never))
  const call: Call = {
    api,
    version,
    correlationId: 1,
    clientId: options.clientId ?? 'client',
    frame,
    bodyOffset: 0,
    decoded: undefined,
    session: {
      principal: { type: 'User', name: 'test' },
      tenant: null,
      listener: 'PLAINTEXT',
      node: options.node ?? 1,
      clientHost: '/127.0.0.1',
      connectionId: 'c-1',
      signal: options.signal ?? new AbortController().signal,
    },
  }
  const answer = await handler.handle(call)
  // The frame may be reused the moment a handler has answered: nothing kept may point into it.
  frame.fill(0xee)
  if (answer.kind !== 'message') throw new Error(`answered with ${answer.kind}`)
  return decodeResponse(api, version, Buffer.concat(encodeResponse(api, version, answer.message as never)), 0) as ResponseOf<A>
}
