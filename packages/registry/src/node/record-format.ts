/**
 * `_schemas` as a topic of a store: a change is a record, its key the JSON text. A writer begins with a NOOP, as the registry everyone runs does when it becomes primary;
 * no control record is ever written, because others wait for the last offset that a consumer can see.
 */
import { isUtf8 } from 'node:buffer'
import type { Offset } from '@leat/base'
import type { Change, DecodedBatch, RecordFormat, TopicSettings } from '@leat/store'
import { printRecord, readRecord } from '../records/format.ts'
import { readKey } from '../records/keys.ts'

const NOOP_KEY = Buffer.from('{"keytype":"NOOP","magic":0}')

/** What the topic is made with, and refused without. */
export const SCHEMAS_TOPIC: TopicSettings = {
  configs: { 'cleanup.policy': 'compact' },
  needed: ['partitions', 'cleanup.policy'],
}

/**
 * When writers renew, and when they must not write any more: well within the day after which a partition forgets who wrote to it, and the week after which a coordinator
 * forgets a transactional id. A writer that has slept for longer than that refuses, and asks first whether somebody came after it.
 */
export const WRITER_IDENTITY = { renewMs: 6 * 3_600_000, ageMsMax: 18 * 3_600_000 } as const

/** Decisions that may share a batch. */
export const DECISIONS_PER_BATCH_MAX = 500

export const schemasRecords: RecordFormat = {
  encode(changes, timestampMs) {
    const texts = changes.map(printRecord)
    return {
      records: texts.map(({ key, value }) => ({
        key: Buffer.from(key),
        value: value === null ? null : Buffer.from(value),
        timestamp: timestampMs,
      })),
      changes: texts.map((text) => ({ ...(readRecord(text) as Change), timestampMs })),
    }
  },

  marker: (_epoch, timestampMs) => ({ key: NOOP_KEY, value: null, timestamp: timestampMs }),

  decode({ records }): DecodedBatch {
    let isMarker = false
    const changes: Change[] = []
    const skipped: { offset: Offset; reason: string }[] = []
    for (const { offset, key, value, timestamp: timestampMs } of records) {
      if (key === null || !isUtf8(key)) skipped.push({ offset, reason: key === null ? 'it has no key' : 'its key is no text' })
      else {
        const text = key.toString('utf8')
        if (value === null && isNoop(text)) isMarker = true
        // What it means, and whether it means anything, is the state's to say: it counts what it cannot read.
        else changes.push({ ...(readRecord({ key: text, value: value === null ? null : value.toString('utf8') }) as Change), timestampMs })
      }
    }
    return { isMarker, changes, skipped }
  },

  /** Other registries write NOOPs whenever they start. One of ours that came after this one has its id, and a later epoch. */
  supersedes: (marker, own) => marker.producerId === own.producerId && marker.producerEpoch > own.producerEpoch,
}

function isNoop(key: string): boolean {
  if (!key.includes('NOOP')) return false
  const read = readKey(key)
  return read.keytype === 'NOOP' && read.subject === null
}
