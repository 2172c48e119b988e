import type { ConsumedRecord } from '@leat/client/consumer'
import { decode, type Decoded, openSchemaCache, printJson } from '@leat/registry/serde'
import type { Context } from '../../context.ts'
import { lookUpFrom } from '../../schema-registry/look-up.ts'
import type { AskRegistry } from '../../session/ask.ts'

/** A record with key and value as they are to be printed. */
export type RecordReader = (record: ConsumedRecord) => Promise<ConsumedRecord>

/**
 * Keys and values whose format is one with schemas become JSON, by the schema that each record names; what names none stays as it is, and so does what cannot be read,
 * with a word about why. Rejects with LookUpFault.
 */
export function recordReader(
  { clock, terminal }: Context,
  ask: AskRegistry,
  formats: { readonly 'key-format': string; readonly 'value-format': string },
): RecordReader {
  const schemas = openSchemaCache(lookUpFrom(ask), clock)
  const readPart = async (record: ConsumedRecord, part: 'key' | 'value'): Promise<Buffer | null> => {
    const bytes = record[part]
    if (bytes === null || formats[`${part}-format`] === 'string') return bytes
    const headers = record.headers.map(([key, value]) => ({ key, value }))
    const decoded = await decode(bytes, headers, part === 'key', schemas)
    if (decoded.kind === 'value') return Buffer.from(printJson(decoded.value))
    const place = `partition ${record.partition}, offset ${record.offset}`
    terminal.note(`Warning: the ${part} at ${place} is printed as it is: ${problemOf(decoded)}`)
    return bytes
  }
  return async (record) => ({ ...record, key: await readPart(record, 'key'), value: await readPart(record, 'value') })
}

function problemOf(decoded: Exclude<Decoded, { kind: 'value' }>): string {
  switch (decoded.kind) {
    case 'plain':
      return 'it names no schema'
    case 'unknown-schema':
      return `the registry has no schema with ${decoded.ref.kind === 'id' ? `ID ${decoded.ref.id}` : `GUID ${decoded.ref.guid}`}`
    case 'misfit':
      return decoded.why
  }
}
