/**
 * Crash simulation: several lives of one directory on a disk that forgets. Each life appends (idempotent and plain, several
 * partitions), rolls, deletes, compacts, reads, meets a full disk, and ends by `kill -9` or by a power loss at a random moment.
 *
 * After each recovery
 * - kill: all that was acknowledged is there, byte for byte; power loss: the same for what was acknowledged under `power`
 * - the log is a prefix of what was appended; of a compacted one, every key has its newest value
 * - producers are what the batches make them, and retries of their last five batches are recognised
 * - leader epochs are those of the batches
 */
import type { Random } from '@leat/base'
import { type FaultyFs, type VirtualClock, faultyFs, seededRandom, virtualClock } from '@leat/base/sim'
import { type RecordInput, buildBatch, readInfo } from '@leat/wire/records'
import { CLOSE_MS_MAX } from '../src/limits.ts'
import type { Durability, LogDir, PartitionConfig, PartitionLog } from '../src/index.ts'
import { CONFIG, openDir, readAll } from './fixture.ts'
import { PartitionModel, endOf } from './model.ts'

const PARTITIONS = 3
const LIVES = 3
const PRODUCERS = 3
const KEYS = 8

export interface CrashSimOptions {
  /** Syncs that do nothing: the simulation must notice. */
  readonly ignoreSyncs?: boolean
  readonly durability?: Durability
}

interface Life {
  readonly disk: FaultyFs
  readonly clock: VirtualClock
  readonly dir: LogDir
  readonly logs: readonly PartitionLog[]
  readonly epoch: number
}

/** Runs one seed; answers what went wrong, empty when nothing did. */
export async function runCrashSim(seed: number, options: CrashSimOptions = {}): Promise<readonly string[]> {
  const sim = new CrashSim(seed, options)
  await sim.run()
  return sim.problems
}

class CrashSim {
  readonly problems: string[] = []
  readonly #random: Random
  readonly #durability: Durability
  readonly #ignoreSyncs: boolean
  readonly #models: readonly PartitionModel[]
  readonly #configs: readonly PartitionConfig[]
  #nowMs = Date.UTC(2026, 0, 1)
  #value = 0

  constructor(seed: number, { ignoreSyncs = false, durability }: CrashSimOptions) {
    this.#random = seededRandom(seed)
    this.#ignoreSyncs = ignoreSyncs
    this.#durability = durability ?? this.#pick(['process', 'power'])
    this.#models = Array.from({ length: PARTITIONS }, (_, i) => new PartitionModel(`AAAAAAAAAAAAAAAAAAAAAQ/${i}`, i === PARTITIONS - 1))
    this.#configs = this.#models.map(({ compacted }) => this.#config(compacted))
  }

  async run(): Promise<void> {
    let disk = this.#prepare(faultyFs({ random: this.#random }))
    for (let epoch = 0; epoch < LIVES && this.problems.length === 0; epoch++) {
      const life = this.#open(disk, epoch)
      if (life === null) break
      await this.#live(life)
      const isClosed = this.#random.below(3) === 0 && (await this.#close(life))
      const mode = this.#pick(['process', 'power'] as const)
      disk = await this.#end(life, mode)
      await this.#check(disk, isClosed ? 'process' : mode, epoch)
      if (this.#random.below(3) === 0) {
        // A second crash right behind the recovery.
        const again = this.#pick(['process', 'power'] as const)
        disk = this.#prepare(disk.crash(again))
        await this.#check(disk, again, epoch)
      }
      disk = this.#prepare(disk.crash('process'))
    }
  }

  #prepare(disk: FaultyFs): FaultyFs {
    disk.faults.ignoreSyncs = this.#ignoreSyncs
    return disk
  }

  #config(compact: boolean): PartitionConfig {
    return {
      ...CONFIG,
      cleanupPolicy: { compact, delete: !compact },
      segmentBytes: 500 + this.#random.below(5000),
      indexIntervalBytes: 1 + this.#random.below(1000),
      retentionBytes: this.#pick([-1, -1, 5000]),
      flushMessages: this.#pick([1, 5, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]),
      flushMs: this.#pick([10, Number.MAX_SAFE_INTEGER]),
      fileDeleteDelayMs: this.#pick([0, 1000]),
      deleteRetentionMs: this.#pick([0, 1000]),
      minCleanableDirtyRatio: this.#pick([0, 0.3]),
    }
  }

  #open(disk: FaultyFs, epoch: number): Life | null {
    const clock = virtualClock(this.#nowMs)
    // Calls that do not block end when the clock says so: a crash finds them under way.
    disk.faults.later = () => new Promise((resolve) => void clock.after(this.#random.below(4), resolve))
    const dir = openDir({
      fs: disk,
      clock,
      durability: this.#durability,
      limits: { openFilesMax: 4, tailCacheBytesMax: this.#pick([0, 3000, 1_000_000]) },
    })
    const logs = this.#models.map((model, i) => dir.open(model.name, this.#configs[i]!))
    for (const log of logs) log.beginEpoch(epoch)
    for (const [i, log] of logs.entries())
      if (!log.health.ok) this.#problem(this.#models[i]!, `offline after opening: ${log.health.reason}`)
    return { disk, clock, dir, logs, epoch }
  }

  async #live(life: Life): Promise<void> {
    const { disk, clock } = life
    const steps = 5 + this.#random.below(60)
    if (this.#random.below(3) === 0) disk.faults.writesUntilCrash = this.#random.below(60)
    for (let step = 0; step < steps && !disk.crashed; step++) {
      await this.#step(life)
      this.#nowMs = clock.now()
    }
  }

  async #step(life: Life): Promise<void> {
    const { disk, clock, dir, logs } = life
    const i = this.#random.below(PARTITIONS)
    const log = logs[i]!
    const model = this.#models[i]!
    const dice = this.#random.below(100)
    if (dice < 55) return this.#append(life, i)
    if (dice < 75) return clock.advance(this.#random.below(dice < 72 ? 10 : 6000))
    if (dice < 80) return void dir.maintain().catch(() => {})
    if (dice < 85) return void dir.compact().catch(() => {})
    if (dice < 90) return this.#deleteRecords(log, model)
    if (dice < 96) return this.#read(life, i)
    if (dice < 98) {
      disk.faults.full = !disk.faults.full
      return
    }
    if (disk.faults.full) disk.faults.full = false
    await clock.advance(1500)
  }

  async #append(life: Life, i: number): Promise<void> {
    const log = life.logs[i]!
    const model = this.#models[i]!
    const count = 1 + this.#random.below(4)
    for (let n = 0; n < count; n++) {
      const batch = this.#makeBatch(log, i)
      const result = log.append(batch, readInfo(batch, 0), { leaderEpoch: life.epoch, appendTimeMs: null, origin: 'client' })
      if (!result.ok || result.value.duplicate) {
        if (result.ok || result.error.kind !== 'storage') this.#problem(model, `append was refused: ${JSON.stringify(result)}`)
        continue
      }
      const appended = model.append(batch)
      void log.acknowledged(result.value.lastOffset + 1).then((safe) => {
        if (life.disk.crashed) return
        if (safe) appended.acknowledged = true
        else if (log.health.ok) model.cut(appended.info.baseOffset)
        else if (log.health.reason !== 'closed') this.#problem(model, `went offline: ${log.health.reason}`)
      })
    }
    if (this.#random.below(2) === 0) life.clock.runTurn()
  }

  #makeBatch(log: PartitionLog, i: number): Buffer {
    const records: RecordInput[] = Array.from({ length: 1 + this.#random.below(3) }, () => ({
      key: Buffer.from(`k${this.#random.below(KEYS)}`),
      value:
        this.#models[i]!.compacted && this.#random.below(4) === 0
          ? null
          : Buffer.from(`${this.#value++} `.repeat(1 + this.#random.below(40))),
      timestamp: this.#nowMs + this.#random.below(50),
    }))
    const producerId = this.#random.below(PRODUCERS + 1) - 1
    if (producerId < 0) return buildBatch({ records })
    // What is on disk decides: the sequences of batches that failed or were lost are used again.
    const known = log.producers().find((producer) => producer.producerId === producerId)
    const bump = this.#random.below(10) === 0 ? 1 : 0
    const producerEpoch = (known?.producerEpoch ?? 0) + bump
    const baseSequence = known === undefined || bump === 1 ? 0 : (known.lastSequence + 1) % 0x8000_0000
    return buildBatch({ records, producerId, producerEpoch, baseSequence })
  }

  async #deleteRecords(log: PartitionLog, model: PartitionModel): Promise<void> {
    const target = this.#random.below(log.highWatermark + 1)
    if (this.#random.below(3) !== 0) return
    const deleted = log.deleteRecordsBefore(target)
    model.startMax = Math.max(model.startMax, target)
    void deleted.then((result) => {
      if (result.ok) model.startPromised = Math.max(model.startPromised, target)
    })
  }

  async #read(life: Life, i: number): Promise<void> {
    const log = life.logs[i]!
    const model = this.#models[i]!
    if (!log.health.ok || log.highWatermark <= log.startOffset) return
    const offset = log.startOffset + this.#random.below(log.highWatermark - log.startOffset)
    const { startOffset } = log
    const reading = Promise.resolve(log.read({ offset, bytesMax: 1 + this.#random.below(5000), atLeastOne: true, upTo: 'high-watermark' }))
    const outcome = await this.#while(life, reading)
    if (outcome === null || outcome.kind !== 'data') {
      if (outcome !== null && !life.disk.crashed)
        this.#problem(model, `read at ${offset} (start ${startOffset}, end ${log.highWatermark}): ${JSON.stringify(outcome)}`)
      return
    }
    const bytes = Buffer.concat(outcome.chunks)
    if (bytes.length === 0) {
      if (!model.compacted) this.#problem(model, `nothing read at ${offset}`)
      return
    }
    const first = readInfo(bytes, 0)
    if (endOf({ info: first }) <= offset || (!model.compacted && first.baseOffset > offset))
      this.#problem(model, `read at ${offset} began at ${first.baseOffset}`)
    if (model.compacted) return
    for (let at = 0; at < bytes.length;) {
      const info = readInfo(bytes, at)
      const expected = model.batches.find((batch) => batch.info.baseOffset === info.baseOffset)
      if (!expected?.bytes.equals(bytes.subarray(at, at + info.sizeInBytes))) this.#problem(model, `other bytes read at ${info.baseOffset}`)
      at += info.sizeInBytes
    }
  }

  /**
   * A clean shutdown. True when it says that nothing can be lost behind it; false when the disk was too slow for that, stopped in the
   * middle, or is full.
   */
  async #close(life: Life): Promise<boolean> {
    const { disk, clock, dir } = life
    if (disk.faults.full) return false
    if (this.#random.below(2) === 0) {
      for (let i = 0; i < PARTITIONS; i++) await this.#append(life, i)
      await clock.settle()
      disk.faults.later = () => new Promise((resolve) => void clock.after(this.#random.below(600), resolve))
    }
    const began = clock.monotonic()
    const isWhole = await this.#while(
      life,
      dir.close().catch(() => false),
      10_000,
    )
    if (isWhole !== null && clock.monotonic() - began > CLOSE_MS_MAX + 1)
      this.#problem(this.#models[0]!, `closing took ${clock.monotonic() - began} ms`)
    return isWhole === true && !disk.crashed
  }

  /** Lets time pass until `work` is done; null when the disk stopped before. */
  async #while<T>({ disk, clock }: { disk: FaultyFs; clock: VirtualClock }, work: Promise<T>, stepsMax = 50): Promise<T | null> {
    let result: { readonly value: T } | null = null
    void work.then((value) => {
      result = { value }
    })
    for (let i = 0; i < stepsMax && result === null && !disk.crashed; i++) await clock.advance(1)
    return result === null ? null : (result as { readonly value: T }).value
  }

  async #end(life: Life, mode: 'process' | 'power'): Promise<FaultyFs> {
    if (this.#random.below(2) === 0 && !life.disk.crashed) await life.clock.advance(this.#random.below(20))
    for (const [i, log] of life.logs.entries()) this.#models[i]!.startMax = Math.max(this.#models[i]!.startMax, log.startOffset)
    const disk = life.disk.crash(mode)
    await life.clock.advance(10_000) // the dead process's calls end, and must change nothing
    return this.#prepare(disk)
  }

  async #check(disk: FaultyFs, mode: 'process' | 'power', epoch: number): Promise<void> {
    const clock = virtualClock(this.#nowMs)
    const dir = openDir({ fs: disk, clock, durability: this.#durability })
    for (const [i, model] of this.#models.entries()) {
      const log = dir.open(model.name, this.#configs[i]!)
      const promised = mode === 'process' || this.#durability === 'power' || this.#configs[i]!.flushMessages === 1
      if (!log.health.ok) this.#problem(model, `offline: ${log.health.reason}`)
      else await this.#checkLog(log, model, promised, `${mode} loss in life ${epoch}`)
    }
  }

  async #checkLog(log: PartitionLog, model: PartitionModel, promised: boolean, what: string): Promise<void> {
    if (promised && log.endOffset < model.acknowledgedEnd)
      this.#problem(model, `${what}: ends at ${log.endOffset}, acknowledged up to ${model.acknowledgedEnd}`)
    if (log.endOffset > Math.max(model.end, model.startMax))
      this.#problem(model, `${what}: ends at ${log.endOffset}, appended up to ${model.end}`)
    if (log.startOffset < Math.min(model.startPromised, log.endOffset))
      this.#problem(model, `${what}: starts at ${log.startOffset}, promised ${model.startPromised}`)
    if (log.startOffset > model.startMax)
      this.#problem(model, `${what}: starts at ${log.startOffset}, never moved beyond ${model.startMax}`)
    if (log.highWatermark !== log.endOffset) this.#problem(model, `${what}: high watermark ${log.highWatermark} of ${log.endOffset}`)
    model.cut(log.endOffset)
    // Nothing but its start was durable: the log began anew there.
    if (!promised && log.startOffset === log.endOffset) {
      model.batches = []
      model.inherited = log.producers()
    }
    for (const batch of model.batches) batch.acknowledged = true
    const bytes = await readAll(log)
    for (const difference of model.differences(bytes, log.startOffset, log.endOffset)) this.#problem(model, `${what}: ${difference}`)
    this.#checkProducers(log, model, promised, what)
    if (!model.compacted) this.#checkEpochs(log, model, what)
  }

  #checkProducers(log: PartitionLog, model: PartitionModel, promised: boolean, what: string): void {
    const expected = [...model.producers()]
      .map(([producerId, { epoch, lastSequence }]) => `${producerId}:${epoch}:${lastSequence}`)
      .toSorted()
    const found = log
      .producers()
      .map((producer) => `${producer.producerId}:${producer.producerEpoch}:${producer.lastSequence}`)
      .toSorted()
    if (found.join() !== expected.join()) this.#problem(model, `${what}: producers ${found.join()} should be ${expected.join()}`)
    if (!promised) return // the newest snapshot may be gone, and with it what compaction or retention removed
    for (const { bytes, info } of model.remembered()) {
      const retry = log.append(Buffer.from(bytes), info, { leaderEpoch: log.leaderEpoch, appendTimeMs: null, origin: 'client' })
      if (!retry.ok || !retry.value.duplicate || retry.value.baseOffset !== info.baseOffset) {
        this.#problem(
          model,
          `${what}: a retry of ${info.producerId}:${info.baseSequence} at ${info.baseOffset} gave ${JSON.stringify(retry)}`,
        )
      }
    }
  }

  #checkEpochs(log: PartitionLog, model: PartitionModel, what: string): void {
    // A crash may undo a deletion that nobody was promised; what began before it is then unknown.
    const stored = model.batches.filter(({ info }) => info.baseOffset >= Math.max(log.startOffset, model.startMax))
    for (const { info } of stored) {
      const next = stored.find((batch) => batch.info.leaderEpoch > info.leaderEpoch)?.info.baseOffset ?? log.endOffset
      const found = log.endOfEpoch(info.leaderEpoch)
      if (found?.epoch !== info.leaderEpoch || found.endOffset !== next)
        this.#problem(model, `${what}: epoch ${info.leaderEpoch} should end at ${next}, not ${JSON.stringify(found)}`)
    }
  }

  #problem(model: PartitionModel, text: string): void {
    if (this.problems.length < 20) this.problems.push(`${this.#durability} ${model.name.slice(-1)}: ${text}`)
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[this.#random.below(choices.length)]!
  }
}
