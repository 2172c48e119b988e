/**
 * Kafka's own dump tool reads what Leat's log has written: all codecs, several segments, compacted ones, and a log that was recovered
 * after a crash. Every batch and record, index entry and snapshot must be sound to it.
 *
 *   node conformance/dump-log.ts
 *
 * Ends with `N passed, N failed`; a tool that cannot be fetched is one named skip.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger, silentMeter } from '@leat/base'
import { nodeClock, nodeFs } from '@leat/base/node'
import { type PartitionConfig, type PartitionLog, openLogDir } from '@leat/log'
import { COMPRESSION_TYPES, buildBatch, readInfo } from '@leat/wire/records'
import { Unavailable } from './cache.ts'
import { kafkaTool } from './kafka/index.ts'

const CONFIG: PartitionConfig = {
  cleanupPolicy: { compact: false, delete: true },
  retentionMs: -1,
  retentionBytes: -1,
  segmentBytes: 20_000,
  segmentMs: 604_800_000,
  segmentJitterMs: 0,
  segmentIndexBytes: 10_485_760,
  indexIntervalBytes: 1000,
  flushMessages: Number.MAX_SAFE_INTEGER,
  flushMs: Number.MAX_SAFE_INTEGER,
  fileDeleteDelayMs: 0,
  deleteRetentionMs: 86_400_000,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.MAX_SAFE_INTEGER,
  minCleanableDirtyRatio: 0,
}
const LIMITS = { openFilesMax: 100, tailCacheBytesMax: 0, producersPerPartitionMax: 1000 }
const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAQ'
const BATCHES = 200
/** What the tool says when it finds something wrong; its exit code does not tell. */
const COMPLAINTS = /isvalid: false|mismatch|not sane|out of order|corrupt|exception|error/iu
/**
 * Offsets with a gap, listed under a heading of their own. The tool also lists the first offset of every segment but the first (as if it
 * had to follow -1), and after compaction gaps are right.
 */
const GAP = /^\s*(?!-1 )\d+ is followed by \d+/mu

const dir = mkdtempSync(join(tmpdir(), 'leat-dump-log-'))
let passed = 0
let failed = 0
try {
  await writeLogs(dir)
  for (const partition of ['0', '1']) await check(join(dir, TOPIC_ID, partition))
  console.log(`${passed} passed, ${failed} failed`)
} catch (error) {
  if (!(error instanceof Unavailable)) throw error
  console.log(`0 passed, 0 failed, 1 skipped: ${error.message}`)
} finally {
  rmSync(dir, { recursive: true })
}
process.exitCode = failed === 0 ? 0 : 1

async function writeLogs(path: string): Promise<void> {
  const open = () =>
    openLogDir({
      fs: nodeFs(),
      dir: path,
      clock: nodeClock(),
      logger: silentLogger,
      meter: silentMeter,
      durability: 'process',
      limits: LIMITS,
      producerExpirationMs: 86_400_000,
    })
  const logs = open()
  const plain = logs.open(`${TOPIC_ID}/0`, CONFIG)
  const compacted = logs.open(`${TOPIC_ID}/1`, { ...CONFIG, cleanupPolicy: { compact: true, delete: false } })
  await fill(plain)
  await fill(compacted)
  await logs.compact()
  await logs.close()
  // Recovered without the marker: indexes and producers are then made from the log.
  rmSync(join(path, 'clean-shutdown'))
  rmSync(join(path, 'recovery-point-offset-checkpoint'))
  rmSync(join(path, TOPIC_ID, '0', '00000000000000000000.index'))
  const again = open()
  await fill(again.open(`${TOPIC_ID}/0`, CONFIG))
  await again.close()
}

async function fill(log: PartitionLog): Promise<void> {
  for (let i = 0; i < BATCHES; i++) {
    const records = Array.from({ length: 5 }, (_, n) => ({
      key: Buffer.from(`key ${(i * 5 + n) % 40}`),
      value: (i + n) % 11 === 0 ? null : Buffer.from(`value ${i} ${n} `.repeat(10)),
      timestamp: Date.UTC(2026, 0, 1) + ((i * 37) % 100) * 1000 + n,
      headers: [['h', Buffer.from('v')]] as const,
    }))
    const producer = log.producers()[0]
    const baseSequence = producer === undefined ? 0 : producer.lastSequence + 1
    const batch = buildBatch({
      records,
      compression: COMPRESSION_TYPES[i % COMPRESSION_TYPES.length]!,
      producerId: 4000,
      producerEpoch: 0,
      baseSequence,
    })
    const appended = log.append(batch, readInfo(batch, 0), {
      leaderEpoch: 3,
      appendTimeMs: i % 20 === 0 ? Date.UTC(2026, 0, 1) + i : null,
      origin: 'client',
    })
    if (!appended.ok) throw new Error(JSON.stringify(appended.error))
    if (!(await log.acknowledged(appended.value.lastOffset + 1))) throw new Error('not acknowledged')
  }
}

async function check(partition: string): Promise<void> {
  const files = readdirSync(partition).toSorted()
  const of = (suffix: string) => files.filter((file) => file.endsWith(suffix)).map((file) => join(partition, file))
  await dump(`${partition.slice(-1)}: records`, ['--deep-iteration', '--files', of('.log').join(',')], of('.log').length)
  await dump(`${partition.slice(-1)}: indexes`, ['--index-sanity-check', '--files', of('.index').join(',')], of('.index').length)
  await dump(
    `${partition.slice(-1)}: indexes against the log`,
    ['--verify-index-only', '--files', of('index').join(',')],
    of('index').length,
  )
  await dump(`${partition.slice(-1)}: snapshots`, ['--files', of('.snapshot').join(',')], of('.snapshot').length)
}

async function dump(what: string, args: readonly string[], files: number): Promise<void> {
  const outcome = await kafkaTool('dump-log', args)
  const said = outcome.stdout + outcome.stderr
  const dumped = said.match(/^Dumping /gmu)?.length ?? 0
  const complaint = said.split('\n').find((line) => COMPLAINTS.test(line) || (!what.startsWith('1') && GAP.test(line)))
  const isSound = outcome.code === 0 && complaint === undefined && dumped === files && files > 0
  if (isSound) passed++
  else failed++
  console.log(
    `${isSound ? 'ok  ' : 'FAIL'} ${what}: ${files} files, ${said.split('\n').length} lines${isSound ? '' : `; ${complaint ?? said.slice(0, 500)}`}`,
  )
}
