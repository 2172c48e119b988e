import { type Fs, silentLogger, silentMeter } from '@leat/base'
import { type VirtualClock, virtualClock } from '@leat/base/sim'
import { type BatchInput, buildBatch, readInfo } from '@leat/wire/records'
import {
  type Durability,
  type LogDir,
  type LogLimits,
  type PartitionConfig,
  type PartitionLog,
  type ReadOptions,
  openLogDir,
} from '../src/index.ts'

export const CONFIG: PartitionConfig = {
  cleanupPolicy: { compact: false, delete: true },
  retentionMs: 604_800_000,
  retentionBytes: -1,
  segmentBytes: 1_073_741_824,
  segmentMs: 604_800_000,
  segmentJitterMs: 0,
  segmentIndexBytes: 10_485_760,
  indexIntervalBytes: 4096,
  flushMessages: Number.MAX_SAFE_INTEGER,
  flushMs: Number.MAX_SAFE_INTEGER,
  fileDeleteDelayMs: 60_000,
  deleteRetentionMs: 86_400_000,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.MAX_SAFE_INTEGER,
  minCleanableDirtyRatio: 0.5,
}

export const LIMITS: LogLimits = { openFilesMax: 100, tailCacheBytesMax: 1_048_576, producersPerPartitionMax: 1000 }

export const NAME = 'AAAAAAAAAAAAAAAAAAAAAQ/0'

export interface OpenOptions {
  readonly fs: Fs
  readonly clock?: VirtualClock
  readonly durability?: Durability
  readonly limits?: Partial<LogLimits>
  readonly producerExpirationMs?: number
  readonly onEvent?: (name: string) => void
}

export function openDir({
  fs,
  clock = virtualClock(),
  durability = 'process',
  limits = {},
  producerExpirationMs = 86_400_000,
  onEvent,
}: OpenOptions): LogDir {
  const logger = onEvent === undefined ? silentLogger : { event: (_level: string, name: string) => onEvent(name) }
  return openLogDir({
    fs,
    dir: '/data',
    clock,
    logger,
    meter: silentMeter,
    durability,
    limits: { ...LIMITS, ...limits },
    producerExpirationMs,
  })
}

export interface BatchOptions extends Partial<BatchInput> {
  readonly values?: readonly string[]
  readonly timestamp?: number
}

export function batchOf({ values = ['v'], timestamp = Date.UTC(2026, 0, 1), ...input }: BatchOptions = {}): Buffer {
  return buildBatch({ records: values.map((value) => ({ value: Buffer.from(value), timestamp })), ...input })
}

export function append(
  log: PartitionLog,
  batch: Buffer,
  options: { readonly leaderEpoch?: number; readonly appendTimeMs?: number | null } = {},
) {
  const { leaderEpoch = 0, appendTimeMs = null } = options
  return log.append(batch, readInfo(batch, 0), { leaderEpoch, appendTimeMs, origin: 'client' })
}

export async function readAll(log: PartitionLog, options: Partial<ReadOptions> = {}): Promise<Buffer> {
  const chunks: Buffer[] = []
  let offset = options.offset ?? log.startOffset
  for (;;) {
    const outcome = await log.read({ bytesMax: 65_536, atLeastOne: true, upTo: 'high-watermark', ...options, offset })
    if (outcome.kind !== 'data') throw new Error(`read: ${outcome.kind}`)
    if (outcome.bytes === 0) return Buffer.concat(chunks)
    chunks.push(...outcome.chunks)
    const bytes = Buffer.concat(outcome.chunks)
    for (let at = 0; at < bytes.length;) {
      const info = readInfo(bytes, at)
      offset = info.baseOffset + info.lastOffsetDelta + 1
      at += info.sizeInBytes
    }
  }
}
