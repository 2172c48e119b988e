/** Requests that several scripts begin with. */
import { encodeRecord } from '@leat/wire'
import { CreateTopics, Fetch, JoinGroup, Produce } from '@leat/wire/messages'
import { ConsumerProtocolAssignment } from '@leat/wire/messages/records/consumer-protocol-assignment'
import { ConsumerProtocolSubscription } from '@leat/wire/messages/records/consumer-protocol-subscription'
import { batch } from '../batch.ts'
import { ask, type Seen, type Step } from '../script.ts'

export interface NewTopic {
  readonly name: string
  readonly partitions?: number
  readonly configs?: Readonly<Record<string, string>>
}

/** The step is named `create`. */
export function create(...topics: readonly NewTopic[]): Step {
  return ask('create', CreateTopics, 7, {
    timeoutMs: 5000,
    topics: topics.map(({ name, partitions = 1, configs = {} }) => ({
      name,
      numPartitions: partitions,
      replicationFactor: 1,
      configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
    })),
  })
}

export function topicId(seen: Seen, name: string): string {
  return seen('create', CreateTopics).topics.find((topic) => topic.name === name)!.topicId
}

export function write(label: string, topic: string, records: Buffer, partition = 0): Step {
  return ask(label, Produce, 9, { acks: -1, timeoutMs: 1000, topicData: [{ name: topic, partitionData: [{ index: partition, records }] }] })
}

export function writeValues(label: string, topic: string, ...values: string[]): Step {
  return write(label, topic, batch(values))
}

export function readAll(label: string, topic: string, fetchOffset = 0): Step {
  return ask(label, Fetch, 11, {
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes: 1_000_000,
    sessionEpoch: -1,
    topics: [{ topic, partitions: [{ partition: 0, fetchOffset, currentLeaderEpoch: -1, partitionMaxBytes: 1_000_000 }] }],
  })
}

/** A topic id that nobody has. */
export const UNKNOWN_ID = 'AAAAAAAAAAAAAAAAAAAABw'

export function subscription(...topics: string[]): Buffer {
  return encodeRecord(ConsumerProtocolSubscription, 1, { topics, userData: null, ownedPartitions: [] })
}

export function assignment(topic: string, partitions: readonly number[]): Buffer {
  return encodeRecord(ConsumerProtocolAssignment, 1, { assignedPartitions: [{ topic, partitions }], userData: null })
}

export function memberOf(seen: Seen, label: string): string {
  return seen(label, JoinGroup).memberId
}
