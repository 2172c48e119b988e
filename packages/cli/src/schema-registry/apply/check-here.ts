import { ok, type Result } from '@leat/base'
import { type CompatibilityPolicy, languageOf, type ParsedSchema } from '@leat/registry/schemas'
import type { Complaint } from '../../complaint.ts'
import { closureOf } from '../look-up.ts'
import type { Applying } from './applying.ts'
import type { Outcome } from './outcome.ts'
import type { ReadFile } from './subjects.ts'

/**
 * What the registry would say, found out here: with --dry-run it cannot be asked about a schema that refers to another one which is not registered yet. By the same rules,
 * on the versions that are there.
 */
export async function checkHere({ ask, patiently }: Applying, { file, subject, parsed }: ReadFile): Promise<Result<Outcome, Complaint>> {
  if (parsed === null) return ok({ kind: 'unchecked', why: 'it could not be read' })
  const versions = await patiently(() => ask.one('listVersions', { params: { subject } }))
  if (!versions.ok) return versions.error.status === 404 ? ok({ kind: 'compatible' }) : versions
  const config = await patiently(() => ask.one('getSubjectLevelConfig', { params: { subject }, query: { defaultToGlobal: true } }))
  if (!config.ok) return config
  const { compatibilityLevel: level = 'BACKWARD', compatibilityPolicy, compatibilityGroup } = config.value
  if (compatibilityGroup !== undefined && compatibilityGroup !== null)
    return ok({ kind: 'unchecked', why: `it refers to a new schema, and "${subject}" has compatibility groups` })
  const policy: CompatibilityPolicy = compatibilityPolicy === 'LENIENT' ? 'LENIENT' : 'STRICT'
  const compared = level.endsWith('_TRANSITIVE') ? versions.value.toReversed() : versions.value.slice(-1)
  const language = await languageOf(file.type)
  for (const version of level === 'NONE' ? [] : compared) {
    const old = await patiently(() => ask.one('getSchemaByVersion', { params: { subject, version: String(version) } }))
    if (!old.ok) return old
    const { schema = '', schemaType = 'AVRO', references = [] } = old.value
    if (schemaType !== file.type) return ok({ kind: 'refused', why: ['Incompatible because of different schema type'] })
    const resolved = await patiently(() => closureOf(ask, references))
    if (!resolved.ok) return resolved
    const stored = language.parse({ schema, references, resolved: resolved.value }, { isNew: false })
    if (!stored.ok) return ok({ kind: 'unchecked', why: `version ${version} cannot be read: ${stored.error.message}` })
    const why = messagesOf(
      level,
      (reader, writer, words) => language.incompatibilities(reader, writer, policy, words),
      parsed,
      stored.value,
    )
    if (why.length > 0) return ok({ kind: 'refused', why: [...why, `{oldSchemaVersion: ${version}}`, `{compatibility: '${level}'}`] })
  }
  return ok({ kind: 'compatible' })
}

type Compare = (
  reader: ParsedSchema,
  writer: ParsedSchema,
  words: { readonly reader: 'new' | 'old'; readonly writer: 'new' | 'old' },
) => readonly { readonly message: string }[]

/** BACKWARD: the new one reads what the old one wrote. */
function messagesOf(level: string, compare: Compare, fresh: ParsedSchema, old: ParsedSchema): readonly string[] {
  const forward = level.startsWith('BACKWARD') ? [] : compare(old, fresh, { reader: 'old', writer: 'new' })
  const backward = level.startsWith('FORWARD') ? [] : compare(fresh, old, { reader: 'new', writer: 'old' })
  return [...forward, ...backward].map(({ message }) => message)
}
