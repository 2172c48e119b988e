/**
 * Where Leat answers otherwise than Apache Kafka, on purpose. `docs/parity.md` is made of this list, and the replay of the recordings holds it to
 * be complete and needed: a difference that is not here fails, and so does one that is here and no longer occurs.
 */
import type { Plain } from './normalise.ts'

export interface Difference {
  readonly title: string
  readonly reason: string
  readonly places: readonly Place[]
}

/** One value of one answer. */
export interface Place {
  readonly script: string
  readonly step: string
  readonly path: string
  readonly ours: Plain | undefined
}

export const DIFFERENCES: readonly Difference[] = [
  {
    title: 'A partition named twice in one Produce request is answered twice',
    reason:
      'Apache Kafka keeps one of the two batches and forgets the other without a word. We append both, in order, and answer both. No known client sends this.',
    places: [
      { script: 'produce-errors', step: 'the same partition twice', path: 'responses[0].partitionResponses.length', ours: 2 },
      { script: 'produce-errors', step: 'the end after that', path: 'topics[0].partitions[0].offset', ours: 3 },
    ],
  },
  {
    title: 'The answer to a repeated batch carries no time',
    reason:
      'Apache Kafka puts the batch’s largest timestamp there, under CreateTime too, where everything else says -1. Clients read the field under LogAppendTime only; we keep no timestamps for repeated batches.',
    places: [
      { script: 'idempotence', step: 'first again', path: 'responses[0].partitionResponses[0].logAppendTimeMs', ours: -1 },
      { script: 'idempotence', step: 'second, still known', path: 'responses[0].partitionResponses[0].logAppendTimeMs', ours: -1 },
    ],
  },
  {
    title: 'Fetch answers whole batches only',
    reason: 'Apache Kafka cuts the last batch where the limit falls, and clients throw the piece away. We do not send it.',
    places: [
      { script: 'fetch-errors', step: 'a batch and a half', path: 'responses[0].partitions[0].records.length', ours: 1 },
      { script: 'fetch-errors', step: 'two batches exactly', path: 'responses[0].partitions[0].records.length', ours: 1 },
    ],
  },
  {
    title: 'An unknown isolation level is read_uncommitted',
    reason: 'Apache Kafka fails the whole request with UNKNOWN_SERVER_ERROR. There are no levels but 0 and 1, and no client sends another.',
    places: [
      { script: 'fetch-errors', step: 'unknown isolation', path: 'errorCode', ours: 0 },
      { script: 'fetch-errors', step: 'unknown isolation', path: 'responses[0].partitions[0].errorCode', ours: 0 },
      { script: 'fetch-errors', step: 'unknown isolation', path: 'responses[0].partitions[0].highWatermark', ours: 6 },
      { script: 'fetch-errors', step: 'unknown isolation', path: 'responses[0].partitions[0].lastStableOffset', ours: 6 },
      { script: 'fetch-errors', step: 'unknown isolation', path: 'responses[0].partitions[0].logStartOffset', ours: 0 },
      { script: 'fetch-errors', step: 'unknown isolation', path: 'responses[0].partitions[0].abortedTransactions', ours: null },
      { script: 'fetch-errors', step: 'unknown isolation', path: 'responses[0].partitions[0].records.length', ours: 3 },
    ],
  },
  {
    title: 'A Fetch without partitions opens no session',
    reason:
      'An empty session costs memory and serves nobody; session id 0 is a legal answer, and clients then go on without a session. The names of later sessions shift by one in the recording.',
    places: [
      { script: 'fetch-sessions', step: 'open with nothing', path: 'sessionId', ours: 0 },
      { script: 'fetch-sessions', step: 'v7', path: 'sessionId', ours: '<fetch session 5>' },
      { script: 'fetch-sessions', step: 'v7 goes on', path: 'sessionId', ours: '<fetch session 5>' },
    ],
  },
  {
    title: 'Replication factors 1 to 3 are taken by a single broker and reported as 1',
    reason:
      'What creates its topics with factor 3, as managed clusters demand, works unchanged. A single copy is a single copy; the answer says so.',
    places: [
      { script: 'create-topics', step: '2 replicas', path: 'topics[0].topicId', ours: '<id of create-topics-p>' },
      { script: 'create-topics', step: '2 replicas', path: 'topics[0].errorCode', ours: 0 },
      { script: 'create-topics', step: '2 replicas', path: 'topics[0].errorMessage', ours: null },
      { script: 'create-topics', step: '2 replicas', path: 'topics[0].numPartitions', ours: 1 },
      { script: 'create-topics', step: '2 replicas', path: 'topics[0].replicationFactor', ours: 1 },
      { script: 'create-topics', step: '2 replicas', path: 'topics[0].configs.length', ours: 33 },
      { script: 'create-topics', step: '3 replicas', path: 'topics[0].topicId', ours: '<id of create-topics-p3>' },
      { script: 'create-topics', step: '3 replicas', path: 'topics[0].errorCode', ours: 0 },
      { script: 'create-topics', step: '3 replicas', path: 'topics[0].errorMessage', ours: null },
      { script: 'create-topics', step: '3 replicas', path: 'topics[0].numPartitions', ours: 1 },
      { script: 'create-topics', step: '3 replicas', path: 'topics[0].replicationFactor', ours: 1 },
      { script: 'create-topics', step: '3 replicas', path: 'topics[0].configs.length', ours: 33 },
      { script: 'create-topics', step: '4 replicas', path: 'topics[0].errorCode', ours: 36 },
    ],
  },
  {
    title: 'Two topics of one request must not collide either',
    reason:
      'Apache Kafka compares a new name with existing topics only, so `a.b` and `a_b` come through together, and one of them could not be made again. We refuse the second.',
    places: [
      { script: 'create-topics', step: 'colliding in one request', path: 'topics[0].topicId', ours: 'AAAAAAAAAAAAAAAAAAAAAA' },
      { script: 'create-topics', step: 'colliding in one request', path: 'topics[0].errorCode', ours: 17 },
      { script: 'create-topics', step: 'colliding in one request', path: 'topics[0].numPartitions', ours: -1 },
      { script: 'create-topics', step: 'colliding in one request', path: 'topics[0].replicationFactor', ours: -1 },
      { script: 'create-topics', step: 'colliding in one request', path: 'topics[0].configs.length', ours: 0 },
    ],
  },
  {
    title: '`__consumer_offsets` cannot be given more partitions',
    reason:
      'A group’s partition follows from their number: with another number, every group would lose its offsets. Apache Kafka allows it.',
    places: [{ script: 'delete-topics', step: 'internal topic', path: 'results[0].errorCode', ours: 17 }],
  },
  {
    title: 'Groups have no settings',
    reason:
      'They belong to the newer group protocols, which are not served. INVALID_REQUEST, as for every resource that does not exist here.',
    places: [
      { script: 'configs', step: 'unknown group', path: 'results[0].errorCode', ours: 42 },
      { script: 'configs', step: 'unknown group', path: 'results[0].configs.length', ours: 0 },
    ],
  },
  {
    title: 'An unknown operation of IncrementalAlterConfigs is INVALID_REQUEST',
    reason: 'Apache Kafka answers UNKNOWN_SERVER_ERROR.',
    places: [{ script: 'configs', step: 'operation 9', path: 'responses[0].errorCode', ours: 42 }],
  },
  {
    title: 'Unknown broker settings are refused',
    reason: 'Apache Kafka keeps any name, for plugins may read it. There are no plugins here, and a mistyped name shall be told.',
    places: [{ script: 'configs', step: 'broker, unknown setting', path: 'responses[0].errorCode', ours: 42 }],
  },
  {
    title: 'Times have one name',
    reason:
      'Apache Kafka’s `log.retention.hours`, `.minutes` and their like stand behind the setting in milliseconds. We know the setting in milliseconds, with the same default.',
    places: [
      { script: 'configs', step: 'broker after that', path: 'results[0].configs[0].synonyms.length', ours: 1 },
      { script: 'configs', step: 'topic after that', path: 'results[0].configs[0].synonyms.length', ours: 1 },
      { script: 'configs', step: 'topic after both', path: 'results[0].configs[0].synonyms.length', ours: 2 },
    ],
  },
  {
    title: 'A topic that is named neither by name nor by id is left out of Metadata',
    reason: 'Apache Kafka fails the whole request with UNKNOWN_SERVER_ERROR and an answer without brokers.',
    places: [
      { script: 'metadata', step: 'by nothing', path: 'brokers.length', ours: 1 },
      { script: 'metadata', step: 'by nothing', path: 'clusterId', ours: '<cluster 1>' },
      { script: 'metadata', step: 'by nothing', path: 'controllerId', ours: 1 },
      { script: 'metadata', step: 'by nothing', path: 'topics.length', ours: 0 },
    ],
  },
  {
    title: 'A topic that Metadata makes is in the answer',
    reason:
      'Apache Kafka says UNKNOWN_TOPIC_OR_PARTITION first, and clients ask again until it is there. Both are legal; ours saves the client a round trip.',
    places: [
      { script: 'metadata', step: 'made by asking', path: 'topics[0].errorCode', ours: 0 },
      { script: 'metadata', step: 'made by asking', path: 'topics[0].topicId', ours: '<id of metadata-made>' },
      { script: 'metadata', step: 'made by asking', path: 'topics[0].partitions.length', ours: 1 },
      { script: 'metadata', step: 'made by asking, v1', path: 'topics[0].errorCode', ours: 0 },
      { script: 'metadata', step: 'made by asking, v1', path: 'topics[0].partitions.length', ours: 1 },
      { script: 'metadata', step: 'not made: colliding', path: 'topics[0].errorCode', ours: 0 },
      { script: 'metadata', step: 'not made: colliding', path: 'topics[0].topicId', ours: '<id of metadata_a>' },
      { script: 'metadata', step: 'not made: colliding', path: 'topics[0].partitions.length', ours: 1 },
    ],
  },
  {
    title: 'The text of a refused SaslAuthenticate',
    reason: 'The words are ours, and this recording compares bytes. Code and fields are the same.',
    places: [
      {
        script: 'raw-bytes',
        step: 'SaslAuthenticate where nobody asks',
        path: 'answer.body',
        ours: '0x00345361736c41757468656e74696361746520686173206e6f20706c616365206f6e207468697320636f6e6e656374696f6e206e6f77000000000000000000000000',
      },
    ],
  },
]

/** Of one script; null: of all. */
export function placesOf(script: string | null): readonly Place[] {
  return DIFFERENCES.flatMap(({ places }) => places).filter((place) => script === null || place.script === script)
}
