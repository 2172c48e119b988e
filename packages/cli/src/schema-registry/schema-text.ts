import { ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../complaint.ts'
import type { RegistryCalls } from '@leat/api/calls'
import type { AskRegistry } from '../session/ask.ts'

/** As GET of a version and GET of an id answer it. */
export type DescribedSchema = Omit<RegistryCalls['getSchemaByVersion']['answer'], 'subject' | 'version'> & {
  readonly subject?: string
  readonly version?: number
}

/** Schemas that one refers to, directly or not. */
const REFERENCES_MAX = 1_000

export function schemaText({ id, schemaType = 'AVRO', schema = '', references = [], metadata, ruleSet }: DescribedSchema): string {
  const lines = [`Schema ID: ${id}`, `Type: ${schemaType}`, 'Schema:', schemaType === 'PROTOBUF' ? schema.trimEnd() : indented(schema)]
  if (references.length > 0)
    lines.push('References:', ...references.map(({ name, subject, version }) => `\t${name} -> ${subject} ${version}`))
  if (metadata !== undefined) lines.push('Metadata:', JSON.stringify(metadata, null, 2))
  if (ruleSet !== undefined) lines.push('Ruleset:', JSON.stringify(ruleSet, null, 2))
  return `${lines.join('\n')}\n`
}

/** JSON with four spaces, its numbers and keys as they were written. */
function indented(json: string): string {
  let depth = 0
  const broken = (): string => `\n${' '.repeat(4 * depth)}`
  return json.replace(/"(?:[^"\\]|\\.)*"|\s+|[{[]\s*[}\]]|[{}[\],:]/g, (token) => {
    switch (token) {
      case '{':
      case '[':
        depth++
        return token + broken()
      case '}':
      case ']':
        depth--
        return broken() + token
      case ',':
        return token + broken()
      case ':':
        return ': '
      default:
        if (token.startsWith('"')) return token
        return /\S/.test(token) ? token.replace(/\s+/g, '') : ''
    }
  })
}

/** The schema and all that it refers to, as JSON for programs. */
export async function graphText(ask: AskRegistry, root: DescribedSchema): Promise<Result<string, Complaint>> {
  const schemas: DescribedSchema[] = [root]
  const seen = new Set([`${root.subject ?? ''}#${root.version ?? ''}`])
  for (const { references = [] } of schemas) {
    for (const { subject, version } of references) {
      if (seen.has(`${subject}#${version}`)) continue
      if (schemas.length > REFERENCES_MAX) return failed(`the schema refers to more than ${REFERENCES_MAX} schemas`)
      seen.add(`${subject}#${version}`)
      const found = await ask.one('getSchemaByVersion', { params: { subject, version: String(version) }, query: { deleted: true } })
      if (!found.ok) return found
      schemas.push(found.value)
    }
  }
  return ok(`${JSON.stringify({ schemas: schemas.map(graphNode) }, null, 2)}\n`)
}

/** As the stock CLI has it: what the schema is, not when it came. */
function graphNode({ subject, version, id, schemaType = 'AVRO', references, schema, metadata, ruleSet: ruleset }: DescribedSchema): object {
  return { subject, version, id, schemaType, references, schema, metadata, ruleset }
}
