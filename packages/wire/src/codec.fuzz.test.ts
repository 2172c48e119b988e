/**
 * Strategy: random messages of every version; their encodings cut at every byte, and mutated by flipped, inserted and removed bytes and by counts
 * that promise more than there is.
 *
 * Invariants: what was encoded is decoded again; every strict prefix is refused as truncated; a mutated frame decodes or throws `WireError`,
 * nothing else; and what it decodes to is no larger than its bytes justify.
 */
import { type Random } from '@leat/base'
import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import type { Schema } from './api.ts'
import { decoderOf, encodeInto, writerFor } from './codec.ts'
import { randomMessage } from './testing/random-message.ts'
import { schemas, versionsOf } from './testing/schemas.ts'
import { WireError } from './wire-error.ts'

const ROUNDS = 3
const MUTATIONS = 20
const CUTS_MAX = 400
/** The largest struct of one byte on the wire: a tag section that is empty, and a default for every field of the message. */
const VALUES_PER_BYTE_MAX = 32

test.for(schemas)('$name comes back as it was sent', (schema) => {
  const random = seededRandom(schema.name)
  for (const version of versionsOf(schema)) {
    for (let round = 0; round < ROUNDS; round++) {
      const message = randomMessage(schema, version, random)
      const bytes = encode(schema, version, message)
      const decoded = decoderOf(schema, version)(bytes, 0)
      expect(decoded).toMatchObject(message)
      expect(encode(schema, version, decoded).equals(bytes)).toBe(true)
    }
  }
})

test.for(schemas)('$name is refused when it is cut', (schema) => {
  const random = seededRandom(`${schema.name} cut`)
  for (const version of versionsOf(schema)) {
    const bytes = encode(schema, version, randomMessage(schema, version, random))
    const kinds = new Set<string>()
    for (let end = 0; end < Math.min(bytes.length, CUTS_MAX); end++) kinds.add(outcome(schema, version, bytes.subarray(0, end)).kind)
    kinds.delete('truncated')
    expect([...kinds], `v${version}`).toEqual([])
  }
})

test.for(schemas)('$name survives mutation', (schema) => {
  const random = seededRandom(`${schema.name} mutated`)
  for (const version of versionsOf(schema)) {
    const bytes = encode(schema, version, randomMessage(schema, version, random))
    let valuesPerByte = 0
    for (let i = 0; i < MUTATIONS; i++) {
      const mutated = mutate(bytes, random)
      const { message } = outcome(schema, version, mutated)
      valuesPerByte = Math.max(valuesPerByte, countValues(message) / (mutated.length + 1))
    }
    expect(valuesPerByte, `v${version}`).toBeLessThan(VALUES_PER_BYTE_MAX)
  }
})

function encode(schema: Schema, version: number, message: unknown): Buffer {
  const writer = writerFor(schema, version)
  encodeInto(writer, schema, version, message)
  return Buffer.concat(writer.finish())
}

/** Faults other than `WireError` pass through and fail the test. */
function outcome(schema: Schema, version: number, bytes: Buffer): { kind: string; message?: unknown } {
  try {
    return { kind: 'decoded', message: decoderOf(schema, version)(bytes, 0) }
  } catch (error) {
    if (error instanceof WireError) return { kind: error.kind }
    throw error
  }
}

function mutate(bytes: Buffer, random: Random): Buffer {
  const mutated = Buffer.from(bytes)
  if (mutated.length === 0) return random.bytes(8)
  const at = random.below(mutated.length)
  switch (random.below(4)) {
    case 0:
      mutated[at] = random.below(256)
      return mutated
    case 1:
      return Buffer.concat([mutated.subarray(0, at), random.bytes(1 + random.below(8)), mutated.subarray(at)])
    case 2:
      return Buffer.concat([mutated.subarray(0, at), mutated.subarray(Math.min(mutated.length, at + 1 + random.below(8)))])
    default:
      // A count or length close to the largest int32, or to the largest varint.
      mutated.fill(0xff, at, Math.min(mutated.length, at + 5))
      mutated[at] = 0x7f
      return mutated
  }
}

/** Objects, array elements and fields: what the decoded message holds. */
function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return 1
  let count = 1
  for (const inner of Object.values(value)) count += countValues(inner)
  return count
}
