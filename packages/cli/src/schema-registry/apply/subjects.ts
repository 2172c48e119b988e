import { ok, type Result } from '@leat/base'
import { languageOf, type ParsedSchema } from '@leat/registry/schemas'
import { type Complaint, failed } from '../../complaint.ts'
import type { Need } from './needs.ts'
import type { SchemaFile } from './schema-files.ts'

export const STRATEGIES = ['topic', 'record', 'topic-record'] as const

/** A file that was read as a schema, before the registry sees it. */
export interface ReadFile {
  readonly file: SchemaFile
  readonly needs: readonly Need[]
  readonly subject: string
  /** Null when it is no schema. */
  readonly parsed: ParsedSchema | null
  /** What is wrong with it, with its place; null when nothing is. */
  readonly problem: string | null
}

/** Reads a file with what it needs, and names its subject. Only by its record's name may that fail: then its path stands for it. */
export async function readFile(
  file: SchemaFile,
  needs: ReadonlyMap<SchemaFile, readonly Need[]>,
  strategy: (typeof STRATEGIES)[number],
): Promise<ReadFile> {
  const own = needs.get(file) ?? []
  const resolved = new Map<string, string>()
  addResolved(file, needs, resolved, new Set([file]))
  const language = await languageOf(file.type)
  const references = own.map(({ name, file: { path } }) => ({ name, subject: path, version: 1 }))
  const parsed = language.parse({ schema: file.text, references, resolved }, { isNew: true })
  const base = { file, needs: own, parsed: parsed.ok ? parsed.value : null }
  if (!parsed.ok) {
    const { message, line, column } = parsed.error
    const place = line === undefined || message.includes(`line ${line}`) ? '' : ` (line ${line}, column ${column ?? 1})`
    return { ...base, subject: topicSubject(file), problem: `${message}${place}` }
  }
  const name = parsed.value.name
  if (strategy === 'topic') return { ...base, subject: topicSubject(file), problem: null }
  if (name === null) return { ...base, subject: topicSubject(file), problem: 'the schema has no name that a subject could have' }
  return { ...base, subject: strategy === 'record' ? name : `${topicSubject(file).replace(/-(key|value)$/, '')}-${name}`, problem: null }
}

/** `orders-value.avsc` is of subject `orders-value`. */
function topicSubject({ path }: SchemaFile): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return name.slice(0, name.lastIndexOf('.'))
}

/** What a schema needs stands before it. */
function addResolved(
  file: SchemaFile,
  needs: ReadonlyMap<SchemaFile, readonly Need[]>,
  resolved: Map<string, string>,
  seen: Set<SchemaFile>,
): void {
  for (const need of needs.get(file) ?? []) {
    if (seen.has(need.file)) continue
    seen.add(need.file)
    addResolved(need.file, needs, resolved, seen)
    resolved.set(need.name, need.file.text)
  }
}

/** Two files of one subject would be two versions in an order that nobody chose. */
export function checkDistinct(files: readonly ReadFile[]): Result<null, Complaint> {
  const owners = new Map<string, string>()
  for (const { file, subject, problem } of files) {
    if (problem !== null) continue
    const other = owners.get(subject)
    if (other !== undefined)
      return failed(
        `${other} and ${file.path} have the same subject "${subject}"`,
        'Give one another name, or use --subject-strategy record.',
      )
    owners.set(subject, file.path)
  }
  return ok(null)
}
