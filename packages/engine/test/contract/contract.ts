import { strict as assert } from 'node:assert'
import { setImmediate as loopTurn } from 'node:timers/promises'
import type { NodeId, TopicId } from '@leat/base'
import { type Api, ApiKey, type Backend, type Encodable, ErrorCode, type RequestOf, type ResponseOf } from '@leat/wire'
import { CreateTopics, Fetch, FindCoordinator, Heartbeat, ListOffsets, Metadata, Produce } from '@leat/wire/messages'
import { buildBatch, readRecords, batches } from '@leat/wire/records'
import { type Speaker, speaker } from '../speak.ts'

/** A rule that every Backend keeps, checked through `dispatch` alone. Throws when it is not kept. */
export interface ContractCase {
  readonly name: string
  readonly run: (on: Contract) => Promise<void>
}

export interface Topic {
  readonly name: string
  readonly id: TopicId
}

/** The backend under test as cases see it: with names of their own, and with every request sent to the broker that owns its object. */
export interface Contract extends Disposable {
  readonly backend: Backend
  readonly nodes: readonly NodeId[]
  /** A name nobody else uses. */
  name(suffix?: string): string
  /** Versions of an API that are served; none: the backend does not serve it. */
  versions(api: Api): readonly number[]
  latest(api: Api): number
  /** A connection of its own to the first broker, or to `node`. */
  connect(node?: NodeId): Speaker
  /** Asks and expects an answer. Without a speaker the first broker is asked. */
  call<A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>, over?: Speaker): Promise<ResponseOf<A>>
  /** Makes a topic and waits until every broker knows its leaders. */
  topic(partitions?: number, configs?: Readonly<Record<string, string>>): Promise<Topic>
  leader(topic: Topic, partition?: number): Promise<Speaker>
  /** Finds the coordinator of a group and waits until it is ready. */
  coordinator(key: string, keyType?: number): Promise<Speaker>
  write(topic: Topic, records: Buffer, partition?: number): Promise<ResponseOf<typeof Produce>['responses'][0]['partitionResponses'][0]>
  read(topic: Topic, fetchOffset?: number, partition?: number): Promise<readonly ReadRecord[]>
  end(topic: Topic, partition?: number): Promise<number>
}

export interface ReadRecord {
  readonly offset: number
  readonly key: string | null
  readonly value: string | null
}

/** Times a question is asked again until the cluster has settled. Each is a round trip and a turn of the loop: nothing sleeps. */
const ATTEMPTS_MAX = 5_000
const TIMEOUT_MS = 5_000
const GROUP_KEY = 0

export function values(...texts: string[]): Buffer {
  return buildBatch({
    records: texts.map((text, i) => ({ key: Buffer.from(`k${i}`), value: Buffer.from(text), timestamp: WRITTEN_AT_MS + i })),
  })
}

export const WRITTEN_AT_MS = Date.UTC(2025, 5, 1)

let contracts = 0

export function openContract(backend: Backend, nodes: readonly NodeId[]): Contract {
  const prefix = `contract-${++contracts}`
  const speakers: Speaker[] = []
  const routes = new Map<NodeId, Speaker>()
  let names = 0

  const connect = (node: NodeId = nodes[0]!): Speaker => {
    const one = speaker(backend, { node, connectionId: `${prefix}-${speakers.length}` })
    speakers.push(one)
    return one
  }
  const route = (node: NodeId): Speaker => {
    let known = routes.get(node)
    if (known === undefined) routes.set(node, (known = connect(node)))
    return known
  }
  const versions = (api: Api): number[] => {
    const range = backend.apis.get(api.key)
    return range === undefined ? [] : Array.from({ length: range.max - range.min + 1 }, (_, i) => range.min + i)
  }
  const latest = (api: Api): number => versions(api).at(-1) ?? assert.fail(`${api.name} is not served`)

  async function call<A extends Api>(
    api: A,
    version: number,
    message: Encodable<RequestOf<A>>,
    over = route(nodes[0]!),
  ): Promise<ResponseOf<A>> {
    const outcome = await over.send(api, version, message)
    if (outcome.kind === 'answer') return outcome.message
    return assert.fail(`${api.name} v${version}: ${outcome.kind === 'closed' ? `closed, ${outcome.reason}` : 'no answer'}`)
  }

  const leaderOf = async (topic: Topic, partition: number, asked: Speaker): Promise<NodeId | null> => {
    const { topics } = await call(Metadata, 12, { topics: [{ topicId: topic.id, name: null }], allowAutoTopicCreation: false }, asked)
    const found = topics[0]!.partitions.find((one) => one.partitionIndex === partition)
    return found === undefined || found.errorCode !== 0 || found.leaderId < 0 ? null : found.leaderId
  }

  /** A broker may be named as leader a moment before it knows. */
  const isLed = async (topic: Topic, partition: number): Promise<boolean> => {
    const message = { replicaId: -1, topics: [{ name: topic.name, partitions: [{ partitionIndex: partition, timestamp: -1 }] }] }
    const { topics } = await call(ListOffsets, 7, message, await contract.leader(topic, partition))
    return topics[0]!.partitions[0]!.errorCode === 0
  }

  const contract: Contract = {
    backend,
    nodes,
    versions,
    latest,
    connect,
    call,
    name: (suffix = '') => `${prefix}-${++names}${suffix}`,
    async topic(partitions = 1, configs = {}) {
      const name = contract.name()
      const { topics } = await call(CreateTopics, 7, {
        timeoutMs: TIMEOUT_MS,
        topics: [
          {
            name,
            numPartitions: partitions,
            replicationFactor: 1,
            configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
          },
        ],
      })
      assert.equal(topics[0]!.errorCode, 0, `CreateTopics ${name}: ${topics[0]!.errorMessage}`)
      const topic = { name, id: topics[0]!.topicId }
      for (const node of nodes) {
        for (let partition = 0; partition < partitions; partition++) {
          await until(`${name}-${partition} has a leader on ${node}`, async () => (await leaderOf(topic, partition, route(node))) !== null)
          await until(`${name}-${partition} is led`, () => isLed(topic, partition))
        }
      }
      return topic
    },
    async leader(topic, partition = 0) {
      const node = await leaderOf(topic, partition, route(nodes[0]!))
      assert.ok(node !== null, `${topic.name}-${partition} has no leader`)
      return route(node)
    },
    async coordinator(key, keyType = GROUP_KEY) {
      let node: NodeId = -1
      await until(`${key} has a coordinator`, async () => {
        const { coordinators } = await call(FindCoordinator, 4, { keyType, coordinatorKeys: [key] })
        node = coordinators[0]!.nodeId
        return coordinators[0]!.errorCode === 0
      })
      if (keyType === GROUP_KEY) {
        await until(`the coordinator of ${key} has read its groups`, async () => {
          const { errorCode } = await call(Heartbeat, 4, { groupId: key, memberId: 'nobody', generationId: 1 }, route(node))
          return errorCode === ErrorCode.UNKNOWN_MEMBER_ID
        })
      }
      return route(node)
    },
    async write(topic, records, partition = 0) {
      const message = { acks: -1, timeoutMs: TIMEOUT_MS, topicData: [{ name: topic.name, partitionData: [{ index: partition, records }] }] }
      const { responses } = await call(Produce, 9, message, await contract.leader(topic, partition))
      return responses[0]!.partitionResponses[0]!
    },
    async read(topic, fetchOffset = 0, partition = 0) {
      const answer = await call(Fetch, 12, fetchOf({ topic: topic.name }, fetchOffset, partition), await contract.leader(topic, partition))
      const found = answer.responses[0]!.partitions[0]!
      assert.equal(found.errorCode, 0)
      return recordsOf(found.records)
    },
    async end(topic, partition = 0) {
      const message = { replicaId: -1, topics: [{ name: topic.name, partitions: [{ partitionIndex: partition, timestamp: -1 }] }] }
      const { topics } = await call(ListOffsets, 7, message, await contract.leader(topic, partition))
      return topics[0]!.partitions[0]!.offset
    },
    [Symbol.dispose]: () => {
      for (const one of speakers) one.close()
    },
  }
  return contract
}

/** Asks again until it holds: a cluster of several processes needs a moment until all of them know. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    if (await holds()) return
    // In one process, answers come without the loop ever turning, and what waits for its turn would wait for ever.
    await loopTurn()
  }
  assert.fail(`${what}: not after ${ATTEMPTS_MAX} attempts`)
}

/** A Fetch of one partition, answered at once, outside of any session. */
export function fetchOf(place: { topic: string } | { topicId: string }, fetchOffset: number, partition = 0, maxWaitMs = 0) {
  return {
    maxWaitMs,
    minBytes: 1,
    maxBytes: 10_000_000,
    sessionEpoch: -1,
    topics: [{ ...place, partitions: [{ partition, fetchOffset, currentLeaderEpoch: -1, partitionMaxBytes: 1_000_000 }] }],
  }
}

export function recordsOf(bytes: Buffer | null): ReadRecord[] {
  if (bytes === null) return []
  return [...batches(bytes)].flatMap((at) =>
    readRecords(bytes, at).map(({ offset, key, value }) => ({ offset, key: key?.toString() ?? null, value: value?.toString() ?? null })),
  )
}

/** Where an API names topics by id instead of by name. */
export function placeOf(api: Api, version: number, topic: Topic): { name: string } | { topicId: string } {
  const since = { [ApiKey.Produce]: 13, [ApiKey.OffsetCommit]: 10, [ApiKey.OffsetFetch]: 10 }[api.key] ?? Number.POSITIVE_INFINITY
  return version >= since ? { topicId: topic.id } : { name: topic.name }
}
