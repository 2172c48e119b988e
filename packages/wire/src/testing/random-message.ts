import { type Random, unreachable } from '@leat/base'
import type { Schema } from '../api.ts'
import { type Layout, layoutOf, type Slot } from '../layout.ts'
import { ZERO_UUID } from '../uuid.ts'

const ELEMENTS_MAX = 3
const BYTES_MAX = 40
const TEXTS = ['', 'a', 'topic-1', 'größer', '日本語', '🜁🜂', 'x'.repeat(47), 'y'.repeat(130), 'User:alice']

/** A random message with exactly the fields that `version` carries. Tagged fields are left out now and then; nulls appear where they may. */
export function randomMessage(schema: Schema, version: number, random: Random): Record<string, unknown> {
  return randomStruct(layoutOf(schema, version), random)
}

function randomStruct(layout: Layout, random: Random): Record<string, unknown> {
  const message: Record<string, unknown> = {}
  for (const slot of layout.slots) {
    if (slot.place === 'absent' || (slot.place === 'tagged' && chance(random, 3))) continue
    message[slot.name] = randomField(slot, random)
  }
  return message
}

function randomField(slot: Slot, random: Random): unknown {
  if (slot.nullable && chance(random, 4)) return null
  if (!slot.isArray) return randomValue(slot, random)
  return Array.from({ length: random.below(ELEMENTS_MAX + 1) }, () => randomValue(slot, random))
}

function randomValue(slot: Slot, random: Random): unknown {
  switch (slot.type) {
    case 'bool':
      return chance(random, 2)
    case 'int8':
      return random.bytes(1).readInt8()
    case 'int16':
      return random.bytes(2).readInt16BE()
    case 'uint16':
      return random.bytes(2).readUInt16BE()
    case 'int32':
      return chance(random, 4) ? random.below(3) - 1 : random.bytes(4).readInt32BE()
    case 'uint32':
      return random.bytes(4).readUInt32BE()
    case 'int64':
      return randomLong(slot, random)
    case 'float64':
      return random.bytes(4).readInt32BE() / 1024
    case 'string':
      return TEXTS[random.below(TEXTS.length)]
    case 'uuid':
      return chance(random, 5) ? ZERO_UUID : random.bytes(16).toString('base64url')
    case 'bytes':
    case 'records':
      return random.bytes(random.below(BYTES_MAX + 1))
    case 'struct':
      return randomStruct(slot.struct!, random)
    default:
      return unreachable(slot.type)
  }
}

function randomLong(slot: Slot, random: Random): number | bigint {
  if (slot.field.bigint === true) return random.bytes(8).readBigInt64BE()
  if (chance(random, 4)) return -1 - random.below(6)
  const magnitude = random.below(2 ** 21) * 2 ** 32 + random.bytes(4).readUInt32BE()
  return chance(random, 3) ? 0 - magnitude : magnitude
}

function chance(random: Random, oneIn: number): boolean {
  return random.below(oneIn) === 0
}
