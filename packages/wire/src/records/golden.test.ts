import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { describeBatch } from '../../scripts/golden-records/describe.ts'
import {
  BATCH_ERROR_CODE,
  COMPRESSION_TYPES,
  DEFAULT_RULES,
  type ProduceRules,
  checkProduced,
  isCrcValid,
  maxTimestamp,
  readEndTxnMarker,
  recompress,
  sizeInBytes,
} from './index.ts'

// Recorded from Apache Kafka 4.3.1 by packages/wire/scripts/golden-records; never edited by hand.
const batches = rows('kafka-batches').map(([name, batch, description]) => ({
  name: name!,
  batch: Buffer.from(batch!, 'base64'),
  description: description!,
}))
const verdicts = rows('kafka-verdicts').map(([name, rules, batch, code, refused, max]) => ({
  name: name!,
  rules: rulesOf(rules!),
  batch: Buffer.from(batch!, 'base64'),
  code: Number(code),
  refused: refused === '' ? [] : refused!.split(',').map(Number),
  maxTimestamp: Number(max),
}))

/** Where we answer otherwise on purpose. */
const DIFFERENCES: Readonly<Record<string, { readonly code: number; readonly reason: string }>> = {
  ...Object.fromEntries(
    ['offset deltas with a gap, none', 'byte 64 is 1', 'byte 64 is 127', 'byte 83 is 0', 'byte 83 is 1', 'byte 83 is 127'].map((name) => [
      name,
      { code: 87, reason: 'Kafka checks offset deltas only in compressed batches, and would store offsets that are double or missing' },
    ]),
  ),
  ...Object.fromEntries(
    ['gzip', 'snappy', 'lz4', 'zstd'].map((codec) => [
      `offset deltas with a gap, ${codec}`,
      { code: 87, reason: 'Kafka means INVALID_RECORD and fails on the way to it (UnsupportedOperationException)' },
    ]),
  ),
  'gzip that is none': { code: 87, reason: 'Kafka answers UNKNOWN_SERVER_ERROR for bytes its codec cannot read' },
}

describe('batches written by Apache Kafka', () => {
  test.for(batches)('$name is read as Kafka reads it', ({ batch, description }) => {
    expect(isCrcValid(batch, 0, batch.length)).toBe(true)
    expect(describeBatch(batch)).toBe(description)
  })

  test.for(batches)('$name keeps its records under every codec', ({ batch, description }) => {
    const { codec: _, ...expected } = JSON.parse(description)
    for (const to of COMPRESSION_TYPES) {
      const other = recompress(batch, to)
      expect(sizeInBytes(other, 0)).toBe(other.length)
      expect(isCrcValid(other, 0, other.length)).toBe(true)
      expect(JSON.parse(describeBatch(other))).toEqual({ ...expected, codec: to })
    }
  })

  test('end markers are read', () => {
    const marker = (name: string): unknown => readEndTxnMarker(batches.find((row) => row.name === name)!.batch)
    expect(marker('control commit')).toEqual({ type: 'commit', coordinatorEpoch: 6 })
    expect(marker('control abort')).toEqual({ type: 'abort', coordinatorEpoch: 7 })
  })
})

describe('produced batches get the verdict of Apache Kafka', () => {
  test.for(verdicts)('$name', ({ name, batch, rules, code, refused, maxTimestamp: expectedMax }) => {
    const result = checkProduced(batch, rules)
    const difference = DIFFERENCES[name]
    expect(result.ok ? 0 : BATCH_ERROR_CODE[result.error.kind]).toBe(difference?.code ?? code)
    if (result.ok) expect(maxTimestamp(batch, 0)).toBe(expectedMax)
    if (result.ok) expect(result.value.maxTimestamp).toBe(expectedMax)
    if (!result.ok && 'records' in result.error) expect(result.error.records.map(({ index }) => index)).toEqual(refused)
  })

  test('each deliberate difference still is one', () => {
    for (const [name, { code }] of Object.entries(DIFFERENCES)) expect(verdicts.find((row) => row.name === name)!.code).not.toBe(code)
  })
})

function rows(file: string): string[][] {
  const text = gunzipSync(readFileSync(new URL(`../../testdata/records/${file}.tsv.gz`, import.meta.url))).toString('utf8')
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split('\t'))
}

/** `produceVersion` and topic configs, as the recorder was given them. The clock stood far behind the year 2100 of the future batches. */
function rulesOf(text: string): ProduceRules {
  const given = new Map(text.split(',').map((rule) => rule.split('=') as [string, string]))
  return {
    ...DEFAULT_RULES,
    validate: 'full',
    now: 1_790_000_000_000,
    timestampAfterMaxMs: 3_600_000,
    timestampBeforeMaxMs: Number(given.get('message.timestamp.before.max.ms') ?? Infinity),
    timestampType: given.get('message.timestamp.type') === 'LogAppendTime' ? 'LogAppendTime' : 'CreateTime',
    requireKeys: given.get('cleanup.policy') === 'compact',
    maxMessageBytes: Number(given.get('max.message.bytes') ?? DEFAULT_RULES.maxMessageBytes),
    produceVersion: Number(given.get('produceVersion') ?? 12),
  }
}
