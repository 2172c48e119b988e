import { type BatchInfo, type RecordView, readInfo, readRecords } from '@leat/wire/records'
import { sequenceAfter } from '../src/producer-state.ts'

export interface ModelBatch {
  readonly bytes: Buffer
  readonly info: BatchInfo
  /** Somebody was told that it is safe. */
  acknowledged: boolean
}

/** What one partition should hold: every batch ever appended, as plain data. */
export class PartitionModel {
  readonly name: string
  readonly compacted: boolean
  batches: ModelBatch[] = []
  /** Smallest start that DeleteRecords promised, and largest that anything may have moved it to. */
  startPromised = 0
  startMax = 0
  /** Producers whose batches are gone. */
  inherited: readonly { readonly producerId: number; readonly producerEpoch: number; readonly lastSequence: number }[] = []

  constructor(name: string, compacted: boolean) {
    this.name = name
    this.compacted = compacted
  }

  get end(): number {
    const last = this.batches.at(-1)
    return last === undefined ? 0 : endOf(last)
  }

  /** Offsets below this must survive. */
  get acknowledgedEnd(): number {
    const last = this.batches.findLast(({ acknowledged }) => acknowledged)
    return last === undefined ? 0 : endOf(last)
  }

  append(bytes: Buffer): ModelBatch {
    const info = readInfo(bytes, 0)
    this.cut(info.baseOffset) // what failed there was never appended
    const batch = { bytes: Buffer.from(bytes), info, acknowledged: false }
    this.batches.push(batch)
    return batch
  }

  cut(end: number): void {
    this.batches = this.batches.filter(({ info }) => info.baseOffset < end)
  }

  /** Last sequence of each producer, from all batches. */
  producers(): Map<number, { readonly epoch: number; readonly lastSequence: number }> {
    const producers = new Map<number, { epoch: number; lastSequence: number }>()
    for (const { producerId, producerEpoch, lastSequence } of this.inherited)
      producers.set(producerId, { epoch: producerEpoch, lastSequence })
    for (const { info } of this.batches) {
      if (info.producerId >= 0)
        producers.set(info.producerId, { epoch: info.producerEpoch, lastSequence: sequenceAfter(info.baseSequence, info.lastOffsetDelta) })
    }
    return producers
  }

  /** The batches a retry of which must be recognised. */
  remembered(): ModelBatch[] {
    const remembered: ModelBatch[] = []
    for (const [producerId, { epoch }] of this.producers()) {
      const own = this.batches.filter(({ info }) => info.producerId === producerId)
      const first = own.findLastIndex(({ info }) => info.producerEpoch !== epoch) + 1
      remembered.push(...own.slice(first).slice(-5))
    }
    return remembered
  }

  /** Newest record of each key. */
  newest(): Map<string, RecordView> {
    const newest = new Map<string, RecordView>()
    for (const { bytes } of this.batches) for (const record of readRecords(bytes)) newest.set(String(record.key), record)
    return newest
  }

  /** What is wrong with a log of these bytes; empty when nothing is. */
  differences(bytes: Buffer, startOffset: number, endOffset: number): string[] {
    const problems: string[] = []
    const found: BatchInfo[] = []
    for (let at = 0; at < bytes.length;) {
      const info = readInfo(bytes, at)
      const model = this.batches.find((batch) => batch.info.baseOffset === info.baseOffset)
      const stored = bytes.subarray(at, at + info.sizeInBytes)
      if (model === undefined) problems.push(`a batch at ${info.baseOffset} that was never appended`)
      else if (!this.compacted && !stored.equals(model.bytes)) problems.push(`other bytes at ${info.baseOffset}`)
      else if (this.compacted) problems.push(...foreignRecords(stored, model))
      found.push(info)
      at += info.sizeInBytes
    }
    if (this.compacted) return [...problems, ...this.#missingKeys(bytes, startOffset, endOffset)]
    let next = found[0]?.baseOffset ?? endOffset
    if (next > startOffset) problems.push(`reads from ${startOffset} begin at ${next}`)
    for (const info of found) {
      if (info.baseOffset !== next) problems.push(`a gap at ${next}`)
      next = info.baseOffset + info.lastOffsetDelta + 1
    }
    if (next !== endOffset) problems.push(`reads end at ${next}, the log at ${endOffset}`)
    return problems
  }

  #missingKeys(bytes: Buffer, startOffset: number, endOffset: number): string[] {
    const present = new Map<string, RecordView>()
    for (let at = 0; at < bytes.length; at += readInfo(bytes, at).sizeInBytes)
      for (const record of readRecords(bytes, at)) present.set(String(record.key), record)
    const problems: string[] = []
    for (const [key, record] of this.newest()) {
      if (record.offset < startOffset || record.offset >= endOffset || record.value === null) continue
      if (present.get(key)?.offset !== record.offset)
        problems.push(`key ${key}: newest is ${record.offset}, found ${present.get(key)?.offset}`)
    }
    return problems
  }
}

function foreignRecords(stored: Buffer, model: ModelBatch): string[] {
  const originals = new Map(readRecords(model.bytes).map((record) => [record.offset, record]))
  return readRecords(stored).flatMap((record) => {
    const original = originals.get(record.offset)
    const same =
      original !== undefined &&
      String(original.key) === String(record.key) &&
      String(original.value) === String(record.value) &&
      original.timestamp === record.timestamp
    return same ? [] : [`another record at ${record.offset}`]
  })
}

export function endOf({ info }: { readonly info: BatchInfo }): number {
  return info.baseOffset + info.lastOffsetDelta + 1
}
