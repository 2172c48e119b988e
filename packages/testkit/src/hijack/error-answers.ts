import { type Api, ApiKey, type Encodable } from '@leat/wire'
import type {
  DeleteTopicsRequest,
  DescribeConfigsRequest,
  DescribeGroupsRequest,
  DeleteGroupsRequest,
  FetchRequest,
  FetchResponse,
  FindCoordinatorRequest,
  ListOffsetsRequest,
  MetadataRequest,
  OffsetFetchRequest,
  OffsetForLeaderEpochRequest,
  ProduceRequest,
  ProduceResponse,
} from '@leat/wire/messages'

interface Refusal {
  readonly errorCode: number
  readonly errorMessage: string | null
}

/** A request with an error for all of it, in the shape that Apache Kafka gives such answers: one entry for each thing asked for. */
type Refuse = (request: never, refusal: Refusal, version: number) => unknown

/** APIs whose response has no error code of its own, or not only. All others carry it at the top. */
const REFUSALS: ReadonlyMap<number, Refuse> = new Map<number, Refuse>([
  [ApiKey.Produce, refuseProduce],
  [ApiKey.Fetch, refuseFetch],
  [
    ApiKey.ListOffsets,
    ({ topics }: ListOffsetsRequest, { errorCode }) => ({ topics: byPartition(topics, { errorCode, timestamp: -1, offset: -1 }) }),
  ],
  [ApiKey.Metadata, refuseMetadata],
  [ApiKey.OffsetCommit, ({ topics }: PartitionsRequest, { errorCode }) => ({ topics: byPartition(topics, { errorCode }) })],
  [ApiKey.OffsetFetch, refuseOffsetFetch],
  [ApiKey.FindCoordinator, refuseFindCoordinator],
  [
    ApiKey.DescribeGroups,
    ({ groups }: DescribeGroupsRequest, refusal, version) => ({
      groups: groups.map((groupId) => ({ groupId, ...(version >= 6 ? refusal : { errorCode: refusal.errorCode }) })),
    }),
  ],
  [ApiKey.CreateTopics, ({ topics }: NamesRequest, refusal) => ({ topics: byName(topics, refusal) })],
  [ApiKey.DeleteTopics, refuseDeleteTopics],
  [
    ApiKey.DeleteRecords,
    ({ topics }: PartitionsRequest, { errorCode }) => ({ topics: byPartition(topics, { errorCode, lowWatermark: -1 }) }),
  ],
  [ApiKey.OffsetForLeaderEpoch, refuseOffsetForLeaderEpoch],
  [ApiKey.DescribeConfigs, ({ resources }: DescribeConfigsRequest, refusal) => ({ results: byResource(resources, refusal) })],
  [ApiKey.AlterConfigs, ({ resources }: ResourcesRequest, refusal) => ({ responses: byResource(resources, refusal) })],
  [ApiKey.IncrementalAlterConfigs, ({ resources }: ResourcesRequest, refusal) => ({ responses: byResource(resources, refusal) })],
  [ApiKey.CreatePartitions, ({ topics }: NamesRequest, refusal) => ({ results: byName(topics, refusal) })],
  [
    ApiKey.DeleteGroups,
    ({ groupsNames }: DeleteGroupsRequest, { errorCode }) => ({ results: groupsNames.map((groupId) => ({ groupId, errorCode })) }),
  ],
  [ApiKey.DescribeTopicPartitions, ({ topics }: NamesRequest, { errorCode }) => ({ topics: byName(topics, { errorCode }) })],
])

/** The response that refuses the whole request. Throws where the protocol has no place for an error. */
export function errorAnswer(api: Api, version: number, request: unknown, refusal: Refusal): unknown {
  const refuse = REFUSALS.get(api.key)
  if (refuse !== undefined) return refuse(request as never, refusal, version)
  const field = (name: string): boolean => api.response.fields.some((one) => one.name === name && isIn(one.versions, version))
  if (!field('errorCode')) throw noPlace(api.name, version)
  return field('errorMessage') ? refusal : { errorCode: refusal.errorCode }
}

function noPlace(name: string, version: number): Error {
  return new Error(`version ${version} of ${name} has no place for an error in this answer: reply with a body, or drop the connection`)
}

/** Ranges are written as `3+`, `0-12` or `7`. */
function isIn(versions: string, version: number): boolean {
  const [from = '', to] = versions.replace('+', '-32767').split('-')
  return version >= Number(from) && version <= Number(to ?? from)
}

interface NamesRequest {
  readonly topics: readonly { readonly name: string }[]
}

function byName<T extends object>(topics: NamesRequest['topics'], entry: T): readonly object[] {
  return topics.map(({ name }) => ({ name, ...entry }))
}

interface PartitionsRequest {
  readonly topics: readonly {
    readonly name: string
    readonly topicId?: string
    readonly partitions: readonly { readonly partitionIndex: number }[]
  }[]
}

function byPartition<T extends object>(topics: PartitionsRequest['topics'], entry: T): readonly object[] {
  return topics.map(({ partitions, ...topic }) => ({
    ...topic,
    partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, ...entry })),
  }))
}

interface ResourcesRequest {
  readonly resources: readonly { readonly resourceType: number; readonly resourceName: string }[]
}

function byResource(resources: ResourcesRequest['resources'], refusal: Refusal): readonly object[] {
  return resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, ...refusal }))
}

function refuseProduce({ topicData }: ProduceRequest, refusal: Refusal): Encodable<ProduceResponse> {
  const none = { baseOffset: -1, logAppendTimeMs: -1, logStartOffset: -1 }
  return {
    responses: topicData.map(({ partitionData, ...topic }) => ({
      ...topic,
      partitionResponses: partitionData.map(({ index }) => ({ index, ...none, ...refusal })),
    })),
  }
}

/** Both for the whole and for each partition: a client that continues a session names no partitions. */
function refuseFetch({ topics }: FetchRequest, { errorCode }: Refusal, version: number): Encodable<FetchResponse> {
  const none = { highWatermark: -1, lastStableOffset: -1, logStartOffset: -1, records: Buffer.alloc(0) }
  const responses = topics.map(({ partitions, ...topic }) => ({
    ...topic,
    partitions: partitions.map(({ partition }) => ({ partitionIndex: partition, errorCode, ...none })),
  }))
  return version >= 7 ? { errorCode, responses } : { responses }
}

function refuseMetadata({ topics }: MetadataRequest, { errorCode }: Refusal, version: number): unknown {
  const entries = (topics ?? []).map((topic) => ({ ...topic, name: topic.name ?? (version < 12 ? '' : null), errorCode, partitions: [] }))
  if (version >= 13) return { errorCode, topics: entries }
  if (entries.length === 0) throw noPlace('Metadata for all topics or none', version)
  return { topics: entries }
}

function refuseOffsetFetch({ groups, topics }: OffsetFetchRequest, { errorCode }: Refusal, version: number): unknown {
  if (version >= 8) return { groups: groups.map(({ groupId }) => ({ groupId, errorCode, topics: [] })) }
  if (version >= 2) return { errorCode, topics: [] }
  const none = { committedOffset: -1, metadata: '', errorCode }
  return {
    topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, ...none })),
    })),
  }
}

function refuseFindCoordinator({ coordinatorKeys }: FindCoordinatorRequest, refusal: Refusal, version: number): unknown {
  const nowhere = { nodeId: -1, host: '', port: -1 }
  if (version >= 4) return { coordinators: coordinatorKeys.map((key) => ({ key, ...nowhere, ...refusal })) }
  return version >= 1 ? { ...nowhere, ...refusal } : { ...nowhere, errorCode: refusal.errorCode }
}

function refuseDeleteTopics({ topics, topicNames }: DeleteTopicsRequest, { errorCode, errorMessage }: Refusal, version: number): unknown {
  if (version >= 6) return { responses: topics.map((topic) => ({ ...topic, errorCode, errorMessage })) }
  return { responses: topicNames.map((name) => (version >= 5 ? { name, errorCode, errorMessage } : { name, errorCode })) }
}

function refuseOffsetForLeaderEpoch({ topics }: OffsetForLeaderEpochRequest, { errorCode }: Refusal): unknown {
  return {
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition }) => ({ partition, errorCode, leaderEpoch: -1, endOffset: -1 })),
    })),
  }
}
