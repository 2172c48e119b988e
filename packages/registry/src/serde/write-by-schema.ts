import { type Clock, type Result, fail, ok } from '@leat/base'
import type { FoundSchema, SchemaFormat, SchemaLookUp } from './contract.ts'
import { FORMATS } from './contract.ts'
import { encode } from './encode.ts'
import { openSchemaCache } from './schema-cache.ts'

/** An id, or a subject whose latest version is meant. */
export type SchemaChoice = { readonly schemaId: number } | { readonly subject: string }

/** What writing asks the registry. */
export interface WriteRegistry {
  readonly lookUp: SchemaLookUp
  /** Id of the latest version of a subject that is not deleted; null: there is none. Rejects when the registry cannot be asked. */
  readonly latestId: (subject: string) => Promise<number | null>
}

export interface WrittenBySchema {
  readonly bytes: Buffer
  readonly format: SchemaFormat
  readonly schema: FoundSchema
}

/** JSON text as bytes that deserializers read; fails with what is wrong with the text or the choice. */
export type WriteBySchema = (json: string, choice: SchemaChoice) => Promise<Result<WrittenBySchema, string>>

export function writeBySchema({ lookUp, latestId }: WriteRegistry, clock: Clock): WriteBySchema {
  const schemas = openSchemaCache(lookUp, clock)
  return async (json, choice) => {
    const id = 'schemaId' in choice ? choice.schemaId : await latestId(choice.subject)
    if (id === null) return fail(`the subject "${'subject' in choice ? choice.subject : ''}" has no schema`)
    const ready = await schemas.get({ kind: 'id', id })
    if (ready === null) return fail(`the registry has no schema with the id ${id}`)
    const { schema, codec } = ready
    if (!codec.ok) return fail(`the schema cannot be used: ${codec.error.message}`)
    const bytes = encode(json, codec.value, id)
    return bytes.ok ? ok({ bytes: bytes.value, format: FORMATS[schema.type], schema }) : bytes
  }
}
