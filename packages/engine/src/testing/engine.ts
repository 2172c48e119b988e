import { type Fs, type NodeId, memoryMeter, silentLogger } from '@leat/base'
import { type VirtualClock, memoryFs, seededRandom, virtualClock } from '@leat/base/sim'
import type { Durability } from '@leat/log'
import { type Api, type Encodable, type RequestOf, type ResponseOf } from '@leat/wire'
import { CreateTopics } from '@leat/wire/messages/19-create-topics'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { Produce } from '@leat/wire/messages/00-produce'
import { type BatchInput, buildBatch } from '@leat/wire/records'
import { type Engine, type EngineOptions, openEngine } from '../engine.ts'
import { type CallOptions, answerOf, callOf } from './call.ts'

export interface TestEngineOptions {
  readonly fs?: Fs
  readonly clock?: VirtualClock
  readonly nodes?: readonly NodeId[]
  readonly durability?: Durability
  readonly brokerConfig?: Readonly<Record<string, string>>
  readonly limits?: EngineOptions['limits']
  readonly seed?: string
}

/** An engine on a disk in memory, under a clock that the test moves. */
export interface TestEngine extends AsyncDisposable {
  readonly engine: Engine
  readonly clock: VirtualClock
  readonly fs: Fs
  /** Sends a request and lets the engine come to rest; fails when the answer needs time to pass. */
  ask<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>, options?: CallOptions): Promise<ResponseOf<A>>
  /** Sends a request; the answer may come later. */
  send<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>, options?: CallOptions): Promise<ResponseOf<A>>
  createTopic(
    name: string,
    options?: { readonly partitions?: number; readonly configs?: Readonly<Record<string, string>> },
  ): Promise<string>
  /** Produces values with acks=all; answers the base offset, or throws with the error code. */
  produce(topic: string, partition: number, values: readonly string[], batch?: Partial<BatchInput>): Promise<number>
  close(): Promise<void>
}

export async function startTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const clock = options.clock ?? virtualClock()
  const fs = options.fs ?? memoryFs()
  const engine = await settled(
    clock,
    openEngine({
      fs,
      clock,
      dir: '/data',
      random: seededRandom(options.seed ?? 'engine-test'),
      logger: silentLogger,
      meter: memoryMeter(),
      clusterId: 'test-cluster',
      nodes: options.nodes ?? [1],
      durability: options.durability ?? 'process',
      brokerConfig: options.brokerConfig ?? {},
      limits: options.limits ?? {},
    }),
  )
  const send: TestEngine['send'] = async (api, version, message, callOptions) =>
    answerOf(api, version, await engine.dispatch(callOf(api, version, message, callOptions)))
  const ask: TestEngine['ask'] = (api, version, message, callOptions) => settled(clock, send(api, version, message, callOptions))
  const close = (): Promise<void> => settled(clock, engine.close())
  return {
    engine,
    clock,
    fs,
    send,
    ask,
    close,
    async createTopic(name, { partitions = 1, configs = {} } = {}) {
      const wish = {
        name,
        numPartitions: partitions,
        replicationFactor: 1,
        assignments: [],
        configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
      }
      const { topics } = await ask(CreateTopics, 7, { topics: [wish], timeoutMs: 1000, validateOnly: false })
      if (topics[0]!.errorCode !== 0) throw new Error(`${name}: ${topics[0]!.errorCode} ${topics[0]!.errorMessage}`)
      return topics[0]!.topicId
    },
    async produce(topic, index, values, batch = {}) {
      const records = buildBatch({
        records: values.map((value) => ({ key: Buffer.from(`k-${value}`), value: Buffer.from(value), timestamp: clock.now() })),
        ...batch,
      })
      const { topics: found } = await ask(Metadata, 12, { topics: [{ topicId: undefined, name: topic }], allowAutoTopicCreation: false })
      const node = found[0]?.partitions[index]?.leaderId ?? 1
      const { responses } = await ask(
        Produce,
        9,
        { transactionalId: null, acks: -1, timeoutMs: 1000, topicData: [{ name: topic, partitionData: [{ index, records }] }] },
        { node },
      )
      const { errorCode, baseOffset } = responses[0]!.partitionResponses[0]!
      if (errorCode !== 0) throw new Error(`produce to ${topic}-${index}: error ${errorCode}`)
      return baseOffset
    },
    [Symbol.asyncDispose]: close,
  }
}

/** Runs the loop until the promise is done; time stands still. */
export async function settled<T>(clock: VirtualClock, promise: Promise<T>): Promise<T> {
  let done = false
  const finish = (): void => {
    done = true
  }
  promise.then(finish, finish)
  for (let round = 0; round < 100 && !done; round++) await clock.settle()
  if (!done) throw new Error('the answer waits for time to pass')
  return await promise
}
