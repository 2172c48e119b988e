import type { Bytes, Millis } from '@leat/base'

/** Up to here one synchronous `writev` costs less than the pool (8 against 68 µs a call, and twice the bytes per second). */
export const SYNC_WRITE_BYTES_MAX: Bytes = 1_048_576
/** Writing at the end of a turn holds the loop no longer; more partitions wait for the next turn. */
export const FLUSH_SLICE_MS: Millis = 10
/** One `writev` through the pool. */
export const POOL_WRITE_BYTES_MAX: Bytes = 16 * 1_048_576
/** Appended and not yet written, per partition; beyond it appends are refused until the disk has caught up. */
export const QUEUE_BYTES_MAX: Bytes = 128 * 1_048_576
/** One read from disk, unless the first batch alone is larger. */
export const READ_BYTES_MAX: Bytes = 4 * 1_048_576
/** Read at once for less is asked: the index is this coarse anyway, and the next read often wants what follows. */
export const READ_BYTES_MIN: Bytes = 16_384
/** How much a walk over a segment holds, unless one batch is larger. */
export const SCAN_BYTES: Bytes = 1_048_576
/** A length field beyond is not believed. Produce refuses more than `socket.request.max.bytes` (100 MiB). */
export const BATCH_BYTES_MAX: Bytes = 256 * 1_048_576

/**
 * Syncs of files and directories in flight, over all partitions of a directory. The launcher gives the pool 8 threads: two are left for
 * cold reads, large writes and the background's own files, however slow the disk syncs.
 */
export const SYNCS_IN_FLIGHT_MAX = 6
/** Background syncs side by side while first files are made: each has the journal commit, which all that makes names waits for. */
export const SYNCS_BESIDE_MAKES_MAX = 1
/**
 * Partitions whose first files are made at once, and whose first writes then share a turn of the loop. While the journal stalls they hold the pool
 * as long as it does, and cold reads wait with them; else they are a matter of a millisecond.
 */
export const MAKES_AT_ONCE_MAX = 100
/** `process`: what a power loss may take at most, in time. */
export const BACKGROUND_SYNC_MS: Millis = 1_000
/** What a clean stop waits for syncs and background work: it ends within a second, of which requests in flight may take 400 ms. */
export const CLOSE_MS_MAX: Millis = 300
/** A recovery point is written down when so much came since the last one (with each round of retention, whatever came) … */
export const RECOVERY_POINT_BYTES: Bytes = 16 * 1_048_576
/** … and not more often than this. Scanning runs at about a gigabyte per second. */
export const RECOVERY_POINT_INTERVAL_MS: Millis = 1_000

/** After ENOSPC: the timer that tries again, and the least time between two tries. */
export const PROBE_INTERVAL_MS: Millis = 1_000
export const PROBE_BYTES: Bytes = 65_536

/** `log.retention.check.interval.ms` of Kafka. */
export const MAINTAIN_INTERVAL_MS: Millis = 300_000
/** `log.cleaner.backoff.ms` of Kafka: between two looks for something to compact. */
export const COMPACT_INTERVAL_MS: Millis = 15_000

/** Indexes of sealed segments kept in memory, over all partitions of a directory. */
export const SEALED_INDEX_BYTES_MAX: Bytes = 32 * 1_048_576
/** Keys of one round of compaction (`log.cleaner.dedupe.buffer.size` holds about as many); more keys take several rounds. */
export const COMPACTION_KEYS_MAX = 1_000_000
/** Read and worked on between two turns of the loop: some 10 ms even when compressed. */
export const COMPACTION_READ_BYTES: Bytes = 65_536
export const COMPACTION_WRITE_BYTES: Bytes = 1_048_576
