/**
 * The partition log alone, over the real disk:
 *
 *   node bench/log.ts [--dir PATH] [--mib 512] [--partitions 5000]
 *
 * - appends of 16 KiB batches, 64 in flight, one partition: MiB/s under each durability, and CPU seconds per GiB
 * - so many partitions made, written to, closed and opened again: milliseconds, and resident KiB a partition
 * - opening after a crash, with as much in the log as was appended
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { silentLogger, silentMeter } from '@leat/base'
import { nodeClock, nodeFs } from '@leat/base/node'
import { type Durability, type PartitionConfig, type PartitionLog, openLogDir } from '@leat/log'
import { buildBatch, readInfo } from '@leat/wire/records'

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: tmpdir() },
    mib: { type: 'string', default: '512' },
    partitions: { type: 'string', default: '5000' },
  },
})
const MIB = 1_048_576
const IN_FLIGHT = 64
/** Long enough for a recovery point to follow. */
const QUIET_MS = 3000
const TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAQ'
const CONFIG: PartitionConfig = {
  cleanupPolicy: { compact: false, delete: true },
  retentionMs: -1,
  retentionBytes: -1,
  segmentBytes: 1_073_741_824,
  segmentMs: 604_800_000,
  segmentJitterMs: 0,
  segmentIndexBytes: 10_485_760,
  indexIntervalBytes: 4096,
  flushMessages: Number.MAX_SAFE_INTEGER,
  flushMs: Number.MAX_SAFE_INTEGER,
  fileDeleteDelayMs: 0,
  deleteRetentionMs: 86_400_000,
  minCompactionLagMs: 0,
  maxCompactionLagMs: Number.MAX_SAFE_INTEGER,
  minCleanableDirtyRatio: 0.5,
}

const work = mkdtempSync(join(values.dir, 'leat-bench-log-'))
try {
  for (const durability of ['none', 'process', 'power'] as const)
    await measureAppends(durability, durability === 'power' ? Number(values.mib) / 4 : Number(values.mib))
  await measurePartitions(Number(values.partitions))
} finally {
  rmSync(work, { recursive: true })
}

function open(path: string, durability: Durability) {
  return openLogDir({
    fs: nodeFs(),
    dir: path,
    clock: nodeClock(),
    logger: silentLogger,
    meter: silentMeter,
    durability,
    limits: { openFilesMax: 1000, tailCacheBytesMax: 64 * MIB, producersPerPartitionMax: 1000 },
    producerExpirationMs: 86_400_000,
  })
}

async function measureAppends(durability: Durability, mib: number): Promise<void> {
  const path = join(work, durability)
  const log = open(path, durability).open(`${TOPIC_ID}/0`, CONFIG)
  const original = buildBatch({ records: Array.from({ length: 140 }, () => ({ value: Buffer.alloc(107, 'x'), timestamp: 1 })) })
  const info = readInfo(original, 0)
  const count = Math.round((mib * MIB) / original.length)
  const cpuBefore = process.cpuUsage()
  const began = performance.now()
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => produce(log, original, count / IN_FLIGHT, info)))
  const seconds = (performance.now() - began) / 1000
  const cpu = process.cpuUsage(cpuBefore)
  const rate = (count * original.length) / MIB / seconds
  console.log(
    `append ${durability}: ${rate.toFixed(0)} MiB/s, ${(((cpu.user + cpu.system) / 1e6 / mib) * 1024).toFixed(2)} CPU s/GiB (batches of ${original.length} bytes, ${IN_FLIGHT} in flight)`,
  )
  if (durability === 'process') {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
    const opening = performance.now()
    const again = open(path, durability).open(`${TOPIC_ID}/0`, CONFIG)
    console.log(
      `open after a crash, ${mib} MiB, ${QUIET_MS} ms after the last append: ${(performance.now() - opening).toFixed(0)} ms, end ${again.endOffset === log.endOffset ? 'as before' : 'DIFFERS'}`,
    )
  }
  rmSync(path, { recursive: true })
}

async function produce(log: PartitionLog, original: Buffer, count: number, info: ReturnType<typeof readInfo>): Promise<void> {
  for (let i = 0; i < count; i++) {
    const batch = Buffer.allocUnsafeSlow(original.length) // a frame of its own, as from a socket
    original.copy(batch)
    const appended = log.append(batch, info, { leaderEpoch: 0, appendTimeMs: null, origin: 'client' })
    if (!appended.ok || !(await log.acknowledged(appended.value.lastOffset + 1))) throw new Error(JSON.stringify(appended))
  }
}

async function measurePartitions(count: number): Promise<void> {
  const path = join(work, 'many')
  const names = Array.from({ length: count }, (_, i) => `${TOPIC_ID}/${i}`)
  const batch = () =>
    buildBatch({ records: [{ value: Buffer.alloc(100), timestamp: 1 }], producerId: 1, producerEpoch: 0, baseSequence: 0 })
  const first = open(path, 'process')
  await timed(`make ${count} partitions`, async () => names.map((name) => first.open(name, CONFIG)))
  const memory = process.memoryUsage().rss
  await timed('close them, empty', () => first.close())
  const second = open(path, 'process')
  const opened = await timed('open them', async () => names.map((name) => second.open(name, CONFIG)))
  console.log(
    `resident after opening: ${((process.memoryUsage().rss - memory) / 1024 / count).toFixed(1)} KiB a partition more than before`,
  )
  await timed('a batch to each, with its background sync', async () => {
    for (const log of opened) {
      const bytes = batch()
      log.append(bytes, readInfo(bytes, 0), { leaderEpoch: 0, appendTimeMs: null, origin: 'client' })
    }
    await Promise.all(opened.map((log) => log.acknowledged(1)))
  })
  await timed('close them, written', () => second.close())
  const third = open(path, 'process')
  await timed('open them after a clean shutdown', async () => {
    for (const name of third.list()) third.open(name, CONFIG)
  })
  const fourth = open(path, 'process')
  await timed('open them after a crash', async () => {
    for (const name of fourth.list()) fourth.open(name, CONFIG)
  })
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  const result = await work()
  console.log(`${what}: ${(performance.now() - began).toFixed(0)} ms`)
  return result
}
