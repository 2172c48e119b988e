import { AUTHORIZATION_DIFFERENCES } from '../authorization/deliberate.ts'

/** Deliberate differences from Apache Kafka that no recorded answer shows: of time, of size, of what is not there. */
export interface Deliberate {
  readonly title: string
  readonly reason: string
}

export const DELIBERATE: readonly Deliberate[] = [
  {
    title: 'A fetch session belongs to who opened it',
    reason:
      'In Apache Kafka whoever knows a session’s number may read on in it or close it. Here another principal’s session does not exist.',
  },
  ...AUTHORIZATION_DIFFERENCES,
  {
    title: 'Error texts are our own',
    reason:
      'Codes, fields and their values are compared, texts are not: where Apache Kafka explains an error, so do we, in our words, and in some places where it is silent.',
  },
  {
    title: 'Integers beyond 2^53 - 1 are refused',
    reason:
      'Offsets, timestamps and producer ids are numbers, not big integers; a request that holds a larger one is malformed. Config values, which are text, may use all 64 bits.',
  },
  {
    title: 'A group’s first rebalance does not wait',
    reason:
      '`group.initial.rebalance.delay.ms` is 0, where Apache Kafka’s default is 3000: nobody wants to wait three seconds for a test. It can be set.',
  },
  {
    title: 'Requests on one connection overlap',
    reason:
      'Apache Kafka reads the next request when the last one is answered. We execute requests as they come and order only the answers, so a waiting Fetch does not hold up what follows it. Order of arrival is order of effect in both.',
  },
  {
    title: 'Compressed batches are not opened on produce',
    reason:
      'Header, checksum and counts are checked, uncompressed records are walked. Compressed ones are opened where the topic compacts or compresses anew; elsewhere a broken compressed batch is found by who reads it.',
  },
  {
    title: 'Partition data without records closes the connection',
    reason:
      'Apache Kafka never answers a Produce request whose records are null, and closes the idle connection minutes later. We close at once.',
  },
  {
    title: 'With one broker, replication is an answer and not a fact',
    reason:
      'Every partition has one copy, on its leader. In-sync replicas are that copy; `min.insync.replicas` above 1 is kept and shown, and refuses nothing that one copy can do.',
  },
  {
    title: 'A broker that goes leaves nothing offline',
    reason:
      'Apache Kafka waits for a broker that is not there, and its partitions without another replica have no leader meanwhile. Here all brokers share one disk: what one led that is no longer started, another one leads at once, in a new leader epoch, and replicas are never more than brokers.',
  },
  {
    title: 'Durability is a promise of the start, not of each topic alone',
    reason:
      '`--durability process` acknowledges after the write, `--durability power` after the sync of acks=all; metadata and groups are always synced. `flush.messages` and `flush.ms` are honoured per topic.',
  },
  {
    title: 'Eligible leader replicas are off',
    reason:
      'A new Apache Kafka cluster has them, and with them a cluster-wide `min.insync.replicas` in every answer about configs. The recordings are made with the feature turned off.',
  },
  {
    title: 'What is not there is not advertised',
    reason:
      'Transactions beyond InitProducerId, the APIs of client quotas, delegation tokens, SCRAM credentials, telemetry, the consumer, share and streams group protocols, quorum and feature administration, moving of replicas: their APIs are absent from ApiVersions and close the connection, as an unknown API does.',
  },
]
