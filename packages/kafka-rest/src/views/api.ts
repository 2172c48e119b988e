/**
 * Leat's own views of a Kafka cluster: whole pages in one request, where Kafka REST would take one per row. Each asks Kafka in the caller's name, so that it shows
 * what the caller may see.
 */
import { endpoint, flag } from '@leat/rest'
import * as v from 'valibot'
import { Int32, Integer, KafkaString } from '../api/resource.ts'

/** Reached as Kafka REST is: with a key of the cluster, or from the console. */
const LEAT = { api: 'leat/kafka/v1', errors: 'kafka', access: { kind: 'caller' } } as const
const CLUSTER = '/leat/v1/kafka-clusters/{cluster_id}' as const
const TOPIC = `${CLUSTER}/topics/{topic_name}` as const
const GROUP = `${CLUSTER}/consumer-groups/{consumer_group_id}` as const

const Rate = v.number()
const OrUnlimited = v.nullable(v.number())

/** What the edges of the cluster counted, and what its type and size allow; rates are per second. */
const Overview = v.object({
  now: v.object({
    ingress_bytes: Rate,
    egress_bytes: Rate,
    requests: Rate,
    connections: Integer,
    partitions: Integer,
    bytes_stored: Integer,
  }),
  limits: v.object({
    ingress_bytes: OrUnlimited,
    egress_bytes: OrUnlimited,
    requests: OrUnlimited,
    connections: OrUnlimited,
    partitions: OrUnlimited,
  }),
  /** Oldest first, one every `every_ms`; kept in memory since the cluster was opened. */
  history: v.object({
    every_ms: Integer,
    samples: v.array(v.object({ at_ms: Integer, ingress_bytes: Rate, egress_bytes: Rate, requests: Rate, connections: Integer })),
  }),
  brokers: v.array(v.object({ id: Integer, host: v.string(), port: Integer, is_controller: v.boolean() })),
})

export const getClusterOverview = endpoint({
  ...LEAT,
  id: 'getClusterOverview',
  method: 'GET',
  path: `${CLUSTER}/overview`,
  summary: 'Throughput, connections and partitions of a cluster against its limits',
  returns: { status: 200, schema: Overview },
})

const TopicView = v.object({
  topic_name: v.string(),
  is_internal: v.boolean(),
  partitions_count: Integer,
  replication_factor: Integer,
  cleanup_policy: v.string(),
  /** Offsets between the ends of the partitions; compaction leaves fewer records. */
  offsets_count: Integer,
  bytes: Integer,
  /** Records per second over the last samples; null until there are two. */
  records_per_second: v.nullable(Rate),
  /** The largest of the groups that read it; null when none does. */
  lag: v.nullable(Integer),
})

export const listTopicViews = endpoint({
  ...LEAT,
  id: 'listTopicViews',
  method: 'GET',
  path: `${CLUSTER}/topics`,
  summary: 'All topics with size, rate and lag',
  returns: { status: 200, schema: v.object({ data: v.array(TopicView) }) },
})

const PartitionView = v.object({
  partition_id: Integer,
  leader: v.nullable(Integer),
  replicas: v.array(Integer),
  in_sync: v.array(Integer),
  start_offset: Integer,
  end_offset: Integer,
  bytes: Integer,
})

export const listPartitionViews = endpoint({
  ...LEAT,
  id: 'listPartitionViews',
  method: 'GET',
  path: `${TOPIC}/partitions`,
  summary: 'The partitions of a topic with offsets and size',
  returns: { status: 200, schema: v.object({ data: v.array(PartitionView) }) },
})

/** How bytes are read: `auto` tries the registry's prefix or header, then JSON, then UTF-8 text, then shows bytes. */
export const READ_FORMATS = ['auto', 'json', 'text', 'hex', 'avro', 'jsonschema', 'protobuf', 'consumer_offsets'] as const
const WRITE_FORMATS = ['none', 'text', 'json', 'hex', 'base64', 'avro', 'jsonschema', 'protobuf'] as const
export const BROWSE_LIMITS = { recordsMax: 1_000, filterLengthMax: 4_000, partitionsMax: 1_000 } as const

const Filter = v.pipe(v.string(), v.maxLength(BROWSE_LIMITS.filterLengthMax))

/**
 * Records of a topic as lines of JSON (application/x-ndjson), each a `BrowseLine`. `from`: `newest` (the last ones, newest first), `oldest`, `offset:N`, `time:MS` (then in order). `before`/`after`: the
 * cursor of an `end` line, to go on. All filters must hold; `filter` is a JavaScript expression over `key`, `value`, `headers`, `offset`, `partition`, `timestamp`, run in a sandbox.
 */
export const browseRecords = endpoint({
  ...LEAT,
  id: 'browseRecords',
  method: 'GET',
  path: `${TOPIC}/records`,
  summary: 'Browse, search and follow the records of a topic',
  query: {
    from: v.optional(v.pipe(v.string(), v.regex(/^(newest|oldest|offset:\d{1,16}|time:\d{1,15})$/)), 'newest'),
    cursor: v.optional(v.pipe(v.string(), v.maxLength(20_000))),
    partition: v.optional(v.pipe(v.string(), v.regex(/^\d{1,9}$/))),
    limit: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\d{1,4}$/),
        v.check((text) => Number(text) <= BROWSE_LIMITS.recordsMax),
      ),
      '100',
    ),
    key: v.optional(Filter),
    text: v.optional(Filter),
    filter: v.optional(Filter),
    key_format: v.optional(v.picklist(READ_FORMATS), 'auto'),
    value_format: v.optional(v.picklist(READ_FORMATS), 'auto'),
    /** Goes on with what comes, until the client leaves. */
    follow: v.optional(flag()),
  },
  returns: { status: 200, schema: null },
  streams: true,
})

/** A key, value or header, read. `json` when it has a structure, else `text`; neither when only `base64` is left. `tried`: what each reader said. */
export const Readable = v.object({
  format: v.string(),
  bytes: Integer,
  json: v.optional(v.unknown()),
  text: v.optional(v.string()),
  base64: v.optional(v.string()),
  /** Longer ones are cut here; the whole is at `getRecordBytes`. */
  is_cut: v.boolean(),
  schema: v.optional(
    v.object({ id: v.optional(Integer), guid: v.optional(v.string()), type: v.string(), subject: v.optional(v.string()) }),
  ),
  tried: v.array(v.object({ format: v.string(), problem: v.string() })),
})
export type Readable = v.InferOutput<typeof Readable>

export const BrowseLine = v.variant('kind', [
  v.object({
    kind: v.literal('record'),
    partition: Integer,
    offset: Integer,
    timestamp_ms: Integer,
    key: v.nullable(Readable),
    value: v.nullable(Readable),
    headers: v.array(v.object({ name: v.string(), value: v.nullable(Readable) })),
  }),
  v.object({ kind: v.literal('progress'), scanned: Integer, matched: Integer }),
  /** `cursor`: how to go on (older ones with `newest`, later ones else); null: there are no more. */
  v.object({ kind: v.literal('end'), scanned: Integer, matched: Integer, cursor: v.nullable(v.string()) }),
  v.object({ kind: v.literal('problem'), message: v.string() }),
])
export type BrowseLine = v.InferOutput<typeof BrowseLine>

/** The bytes of a key or value, as they are. */
export const getRecordBytes = endpoint({
  ...LEAT,
  id: 'getRecordBytes',
  method: 'GET',
  path: `${TOPIC}/partitions/{partition_id}/records/{offset}/{part}`,
  summary: 'Download the key or value of a record',
  returns: { status: 200, schema: null },
  streams: true,
})

const Written = v.object({
  format: v.picklist(WRITE_FORMATS),
  /** Text of any format; JSON for those with a schema. */
  data: v.optional(v.string()),
  /** Of the registry: an id, or a subject whose latest version is meant. */
  schema_id: v.optional(Integer),
  subject: v.optional(v.string()),
})

export const produceRecordView = endpoint({
  ...LEAT,
  id: 'produceRecordView',
  method: 'POST',
  path: `${TOPIC}/records`,
  summary: 'Produce a record, with schemas and headers',
  body: v.object({
    partition: v.optional(Int32),
    key: v.optional(Written),
    value: Written,
    headers: v.optional(v.array(v.object({ name: KafkaString, value: v.string() }))),
  }),
  returns: { status: 201, schema: v.object({ partition: Integer, offset: Integer, timestamp_ms: Integer }) },
})

const GroupView = v.object({
  group_id: v.string(),
  state: v.string(),
  protocol_type: v.string(),
  members_count: Integer,
  topics: v.array(v.string()),
  lag: v.nullable(Integer),
})

export const listGroupViews = endpoint({
  ...LEAT,
  id: 'listGroupViews',
  method: 'GET',
  path: `${CLUSTER}/consumer-groups`,
  summary: 'All consumer groups with state and lag',
  returns: { status: 200, schema: v.object({ data: v.array(GroupView) }) },
})

const GroupPartition = v.object({
  topic_name: v.string(),
  partition_id: Integer,
  committed_offset: v.nullable(Integer),
  start_offset: Integer,
  end_offset: Integer,
  lag: v.nullable(Integer),
  metadata: v.nullable(v.string()),
  member_id: v.nullable(v.string()),
})

export const getGroupView = endpoint({
  ...LEAT,
  id: 'getGroupView',
  method: 'GET',
  path: GROUP,
  summary: 'A consumer group with members, assignment and lag per partition',
  returns: {
    status: 200,
    schema: v.object({
      group_id: v.string(),
      state: v.string(),
      protocol_type: v.string(),
      protocol: v.string(),
      coordinator: Integer,
      members: v.array(
        v.object({ member_id: v.string(), instance_id: v.nullable(v.string()), client_id: v.string(), client_host: v.string() }),
      ),
      partitions: v.array(GroupPartition),
    }),
  },
})

const ResetTo = v.variant('kind', [
  v.object({ kind: v.literal('earliest') }),
  v.object({ kind: v.literal('latest') }),
  v.object({ kind: v.literal('time'), at_ms: Integer }),
  v.object({ kind: v.literal('shift'), by: Integer }),
  v.object({ kind: v.literal('offset'), offset: Integer }),
])

/** Of a group without members. `dry_run` says what would change. */
export const resetGroupOffsets = endpoint({
  ...LEAT,
  id: 'resetGroupOffsets',
  method: 'POST',
  path: `${GROUP}/offsets`,
  summary: 'Reset the offsets of a consumer group',
  body: v.object({
    topic_name: v.optional(KafkaString),
    partitions: v.optional(v.array(Int32)),
    to: ResetTo,
    dry_run: v.optional(v.boolean()),
  }),
  returns: {
    status: 200,
    schema: v.object({
      data: v.array(v.object({ topic_name: v.string(), partition_id: Integer, from: v.nullable(Integer), to: Integer })),
    }),
  },
})

export const deleteGroupView = endpoint({
  ...LEAT,
  id: 'deleteGroupView',
  method: 'DELETE',
  path: GROUP,
  summary: 'Delete a consumer group with its offsets',
  returns: { status: 204, schema: null },
})

export const viewEndpoints = [
  listTopicViews,
  listPartitionViews,
  listGroupViews,
  getGroupView,
  resetGroupOffsets,
  deleteGroupView,
  browseRecords,
  getClusterOverview,
  getRecordBytes,
  produceRecordView,
]
