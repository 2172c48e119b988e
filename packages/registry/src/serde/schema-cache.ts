import type { Clock, Millis, Result } from '@leat/base'
import type { ValueCodec } from '../schemas/codec.ts'
import type { InvalidSchema } from '../schemas/index.ts'
import { codecOf } from './codec-of.ts'
import type { FoundSchema, SchemaLookUp, SchemaRef } from './contract.ts'
import { SERDE_LIMITS } from './limits.ts'

export interface ReadySchema {
  readonly schema: FoundSchema
  /** Fails when the registered text cannot be used. */
  readonly codec: Result<ValueCodec, InvalidSchema>
}

/** Schemas that were looked up, ready for use. An id or a GUID always means the same schema, so that only what was not found grows old. */
export interface SchemaCache {
  get(ref: SchemaRef): Promise<ReadySchema | null>
}

interface Entry {
  readonly ready: Promise<ReadySchema | null>
  /** Null: for ever. */
  staleAt: Millis | null
}

export function openSchemaCache(lookUp: SchemaLookUp, clock: Clock): SchemaCache {
  const known = new Map<string, Entry>()
  const unknown = new Map<string, Entry>()

  async function load(ref: SchemaRef): Promise<ReadySchema | null> {
    const schema = await lookUp(ref)
    return schema === null ? null : { schema, codec: await codecOf(schema.type, schema.source) }
  }

  async function start(ref: SchemaRef, key: string): Promise<ReadySchema | null> {
    const entry: Entry = { ready: load(ref), staleAt: null }
    put(known, key, entry, SERDE_LIMITS.schemasMax)
    try {
      const ready = await entry.ready
      if (ready === null) {
        known.delete(key)
        put(unknown, key, { ...entry, staleAt: clock.monotonic() + SERDE_LIMITS.unknownMs }, SERDE_LIMITS.unknownMax)
      }
      return ready
    } catch (error) {
      // Whoever asks next asks the registry again.
      known.delete(key)
      throw error
    }
  }

  return {
    async get(ref) {
      const key = ref.kind === 'id' ? String(ref.id) : ref.guid
      const missing = unknown.get(key)
      if (missing?.staleAt !== undefined && missing.staleAt !== null && missing.staleAt > clock.monotonic()) return null
      const entry = known.get(key)
      if (entry === undefined) return start(ref, key)
      put(known, key, entry, SERDE_LIMITS.schemasMax)
      return entry.ready
    },
  }
}

/** Last in line; the first goes when there are too many. */
function put(entries: Map<string, Entry>, key: string, entry: Entry, max: number): void {
  entries.delete(key)
  entries.set(key, entry)
  if (entries.size <= max) return
  const [oldest] = entries.keys()
  if (oldest !== undefined) entries.delete(oldest)
}
