import { type Fs, FsError, ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../complaint.ts'
import type { RegistryCalls } from '@leat/api/calls'

export type RegisterBody = RegistryCalls['register']['body']
export type Reference = NonNullable<RegisterBody['references']>[number]

/** Longer files are none of a schema: the registry takes 1 MiB. */
const FILE_BYTES_MAX = 4 * 1024 * 1024

export function readText(fs: Fs, file: string): Result<string, Complaint> {
  try {
    const found = fs.statSync(file)
    if (found !== null && found.size > FILE_BYTES_MAX) return failed(`${file} is longer than ${FILE_BYTES_MAX} bytes`)
    return ok(fs.readFileSync(file).toString('utf8'))
  } catch (error) {
    if (error instanceof FsError) return failed(`cannot read ${file}: ${error.code}`)
    throw error
  }
}

/** A file of JSON that may be left out; the registry says what is wrong with what is in it. */
export function readJson<T>(fs: Fs, file: string | undefined): Result<T | undefined, Complaint> {
  if (file === undefined) return ok(undefined)
  const text = readText(fs, file)
  if (!text.ok) return text
  try {
    return ok(JSON.parse(text.value) as T)
  } catch (error) {
    return failed(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function readReferences(fs: Fs, file: string | undefined): Result<readonly Reference[], Complaint> {
  const read = readJson<unknown>(fs, file)
  if (!read.ok) return read
  const references = read.value ?? []
  if (!Array.isArray(references) || !references.every(isReference))
    return failed(`${file ?? ''} is no list of references`, 'It is a list of {"name": "...", "subject": "...", "version": 1}.')
  return ok(references)
}

function isReference(value: unknown): value is Reference {
  if (typeof value !== 'object' || value === null) return false
  const { name, subject, version } = value as Partial<Record<keyof Reference, unknown>>
  return typeof name === 'string' && typeof subject === 'string' && typeof version === 'number'
}

export interface SchemaFiles {
  readonly schema: string
  readonly type: string
  readonly references: string | undefined
  readonly metadata?: string | undefined
  readonly ruleset?: string | undefined
}

/** What is sent to register or check a schema. */
export function schemaBody(fs: Fs, files: SchemaFiles): Result<RegisterBody, Complaint> {
  const schema = readText(fs, files.schema)
  if (!schema.ok) return schema
  const references = readReferences(fs, files.references)
  if (!references.ok) return references
  const metadata = readJson<NonNullable<RegisterBody['metadata']>>(fs, files.metadata)
  if (!metadata.ok) return metadata
  const ruleSet = readJson<NonNullable<RegisterBody['ruleSet']>>(fs, files.ruleset)
  if (!ruleSet.ok) return ruleSet
  return ok({
    schema: schema.value,
    schemaType: files.type.toUpperCase(),
    references: references.value,
    metadata: metadata.value,
    ruleSet: ruleSet.value,
  })
}
