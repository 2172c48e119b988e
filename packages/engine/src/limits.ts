import type { Bytes, Millis } from '@leat/base'
import type { LogLimits } from '@leat/log'

/** Every bound of the engine. A client at a bound gets an error of Kafka's, or a smaller answer; never unbounded memory. */
export interface EngineLimits {
  /** Partitions of the whole cluster; CreateTopics and CreatePartitions beyond it get POLICY_VIOLATION. */
  readonly partitionsMax: number
  /** Transactional ids remembered (Kafka forgets them after seven days without use). */
  readonly transactionalIdsMax: number
  /** Fetches that wait at one moment; one more is answered at once with what there is. */
  readonly parkedFetchesMax: number
  /** Partitions remembered in all fetch sessions of a broker together; a session that would exceed it is not opened. */
  readonly fetchSessionPartitionsMax: number
  /** The metadata journal is folded into a snapshot when it has grown beyond this. */
  readonly journalBytesMax: Bytes
  /** Time per turn of the loop for opening partitions in the background. */
  readonly openSliceMs: Millis
  readonly log: LogLimits
}

export const DEFAULT_LIMITS: EngineLimits = {
  partitionsMax: 20_000,
  transactionalIdsMax: 100_000,
  parkedFetchesMax: 20_000,
  fetchSessionPartitionsMax: 2_000_000,
  journalBytesMax: 4 * 1024 * 1024,
  openSliceMs: 8,
  log: { openFilesMax: 4_000, tailCacheBytesMax: 64 * 1024 * 1024, producersPerPartitionMax: 10_000 },
}
