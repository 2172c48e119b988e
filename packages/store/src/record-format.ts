/**
 * Records of a store's topic. Key and value are UTF-8 text; a batch is a decision.
 *
 *   key            value                          meaning
 *   entity's key   {"v":<format>,"e":{…}}         the entity's whole new state
 *   entity's key   null                           the entity is gone (tombstone)
 *   00 "writer"    {"v":<format>,"w":<epoch>}     a writer begins; stands alone in its batch. Compaction keeps the newest.
 *
 * `v` is the schema's format, 1 or more: what is older is given to the schema as it is, what is newer is refused. Keys of entities do not begin with 00.
 */
import { isUtf8 } from 'node:buffer'
import { type Offset, assert } from '@leat/base'
import type { RecordInput } from '@leat/wire/records'
import type { RecordBatch } from '@leat/client'
import type { Change, DecodedBatch, EncodedDecision, RecordFormat } from './contract.ts'
import { StoreUnreadable } from './unreadable.ts'

const RESERVED = '\u0000'
const MARKER_KEY = `${RESERVED}writer`
const MARKER_KEY_BYTES = Buffer.from(MARKER_KEY)

/** The format above: only the store writes there, so whatever else it finds is refused. */
export function entityRecords(format: number, topic: string): RecordFormat {
  return {
    encode: (changes, timestampMs) => encodeDecision(changes, format, timestampMs),
    marker: (epoch, timestampMs) => encodeMarker(epoch, format, timestampMs),
    decode: (batch) => decodeBatch(batch, format, topic),
    supersedes: (marker, own) => marker.producerId !== own.producerId || marker.producerEpoch !== own.producerEpoch,
  }
}

export function encodeDecision(changes: readonly Change[], format: number, timestamp: number): EncodedDecision {
  const encoded = changes.map(({ key, value }) => {
    assert(
      key !== '' && !key.startsWith(RESERVED) && key.isWellFormed(),
      'an entity has a key of whole characters that does not begin with NUL',
    )
    const text = value === null ? null : `{"v":${format},"e":${JSON.stringify(value)}}`
    return { key, text }
  })
  return {
    records: encoded.map(({ key, text }) => ({ key: Buffer.from(key), value: text === null ? null : Buffer.from(text), timestamp })),
    changes: encoded.map(({ key, text }) => ({ key, value: text === null ? null : (JSON.parse(text) as { e: object }).e })),
  }
}

export function encodeMarker(epoch: number, format: number, timestamp: number): RecordInput {
  return { key: MARKER_KEY_BYTES, value: Buffer.from(`{"v":${format},"w":${epoch}}`), timestamp }
}

/** @throws StoreUnreadable */
export function decodeBatch({ records }: RecordBatch, format: number, topic: string): DecodedBatch {
  let isMarker = false
  const changes: Change[] = []
  for (const { offset, key, value } of records) {
    if (key === null || key.length === 0 || !isUtf8(key)) throw garbage(topic, offset, 'the key is not text')
    const name = key.toString('utf8')
    const envelope = value === null ? null : parseValue(value)
    if (envelope === undefined) throw garbage(topic, offset, 'the value is not one of a store')
    if (envelope !== null && envelope.v > format) throw tooNew(topic, offset, envelope.v, format)
    if (name === MARKER_KEY) isMarker ||= value !== null
    else if (name.startsWith(RESERVED)) throw garbage(topic, offset, 'the key is reserved')
    else if (envelope === null) changes.push({ key: name, value: null })
    else if (typeof envelope.e === 'object' && envelope.e !== null) changes.push({ key: name, value: envelope.e })
    else throw garbage(topic, offset, 'the value holds no entity')
  }
  return { isMarker, changes }
}

function garbage(topic: string, offset: Offset, what: string): StoreUnreadable {
  const text = `topic ${topic}, offset ${offset}: ${what}. Only its store may write there; restore the topic from a copy.`
  return new StoreUnreadable('garbage', text, offset)
}

function tooNew(topic: string, offset: Offset, found: number, format: number): StoreUnreadable {
  const text =
    `topic ${topic}, offset ${offset}: written in format ${found}, and this version reads up to ${format}. ` +
    'Start the newer version again, or restore the data of the older one.'
  return new StoreUnreadable('newer-format', text, offset)
}

interface Envelope {
  readonly v: number
  readonly e?: unknown
}

function parseValue(value: Buffer): Envelope | undefined {
  try {
    const parsed: unknown = JSON.parse(value.toString('utf8'))
    if (typeof parsed !== 'object' || parsed === null || !('v' in parsed)) return undefined
    return Number.isSafeInteger(parsed.v) && (parsed.v as number) >= 1 ? (parsed as Envelope) : undefined
  } catch {
    return undefined
  }
}
