import {
  type DescMessage,
  type FileRegistry,
  type JsonValue,
  createFileRegistry,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
} from '@bufbuild/protobuf'
import { type Result, ok } from '@leat/base'
import { CODEC_LIMITS, NotOfSchema, type ValueCodec, attemptCodec } from '../codec.ts'
import type { InvalidSchema, SchemaSource } from '../contract.ts'
import { nodeOf, plainOf } from '../json-text/index.ts'
import { readIndexes, writeIndexes } from './codec-indexes.ts'
import { fileDescriptorSet, messageNameAt } from './descriptor/codec.ts'

/** Of one schema; more messages than this are looked up again. */
const MESSAGES_KEPT_MAX = 64
const FIRST = [0]

/**
 * Protobuf's binary encoding behind the indexes of the message, with values as in Protobuf's JSON mapping; fields without a value of their own are shown with their zero.
 * The first message of the file is what is encoded.
 * @see https://protobuf.dev/programming-guides/json/
 */
export function protobufCodec(source: SchemaSource): Result<ValueCodec, InvalidSchema> {
  const files = fileDescriptorSet(source)
  if (!files.ok) return files
  const registry = createFileRegistry(files.value)
  const known = new Map<string, DescMessage>()
  const messageAt = (indexes: readonly number[]): DescMessage => {
    const key = indexes.join()
    const message = known.get(key) ?? findMessage(source, registry, indexes)
    if (known.size < MESSAGES_KEPT_MAX) known.set(key, message)
    return message
  }
  return ok({
    decode: (bytes) =>
      attemptCodec(() => {
        const { indexes, rest } = readIndexes(bytes)
        const message = messageAt(indexes)
        return libraryWork(() => nodeOf(toJson(message, fromBinary(message, rest), { registry, alwaysEmitImplicit: true })))
      }),
    encode: (value) =>
      attemptCodec(() => {
        const message = messageAt(FIRST)
        // Text is as good as a number to the JSON mapping, and keeps all digits.
        const json = plainOf(value, 'text') as JsonValue
        const limit = { registry, recursionLimit: CODEC_LIMITS.depthMax }
        return Buffer.concat([writeIndexes(FIRST), libraryWork(() => toBinary(message, fromJson(message, json, limit)))])
      }),
  })
}

function findMessage(source: SchemaSource, registry: FileRegistry, indexes: readonly number[]): DescMessage {
  const name = messageNameAt(source, indexes)
  if (!name.ok) throw new NotOfSchema(name.error.message)
  const message = registry.getMessage(name.value)
  if (message === undefined) throw new NotOfSchema(`the schema has no message ${name.value}`)
  return message
}

/** The library says what is wrong with bytes and values by exceptions of several classes. */
function libraryWork<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new NotOfSchema(error instanceof Error ? error.message : String(error))
  }
}
