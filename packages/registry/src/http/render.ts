import { ok, type Result } from '@leat/base'
import type { Problem } from '../decide/contract.ts'
import type { Reference } from '../schemas/contract.ts'
import type { RegistryService } from '../service/registry-service.ts'
import type { RegistryConfig, StoredVersion } from '../state/contract.ts'
import { qualify, queries, subjectText } from '../state/index.ts'

export interface Shown {
  /** `format` of the query: `''`, `resolved`, `serialized`, `ignore_extensions`. */
  readonly format: string
  /** `qualified`: references name their context even where it is the schema's own. */
  readonly referenceFormat?: string
}

/** Everything that answers show of a version, as of the release that the registry behaves as. */
export async function versionFields(
  service: RegistryService,
  version: StoredVersion,
  shown: Shown,
): Promise<Result<Record<string, unknown>, Problem>> {
  const text = await textOf(service, version, shown.format)
  if (!text.ok) return text
  const { schemaType, metadata, ruleSet, guid, ts, deleted } = version
  const isNew = service.options.behavesAs === 8
  const references = version.references.map((reference) => referenceIn(version, reference, shown.referenceFormat === 'qualified'))
  const fields: Record<string, unknown> = {}
  if (isNew) fields['guid'] = guid
  if (isNew || schemaType !== 'AVRO') fields['schemaType'] = schemaType
  if (references.length > 0) fields['references'] = references
  if (metadata !== null) fields['metadata'] = metadata
  if (ruleSet !== null) fields['ruleSet'] = ruleSet
  fields['schema'] = text.value
  if (isNew && ts !== null) fields['ts'] = ts
  if (isNew) fields['deleted'] = deleted
  return ok(fields)
}

/** As it is stored, or as its language prints it in another format. */
export async function textOf(service: RegistryService, version: StoredVersion, format: string): Promise<Result<string, Problem>> {
  if (format === '') return ok(version.schema)
  const source = { schema: version.schema, references: version.references, resolved: queries.resolvedOf(service.state, version) }
  return service.reader.format({ kind: 'format', type: version.schemaType, source, format })
}

/** `Schema` of the API. */
export async function schemaBody(service: RegistryService, version: StoredVersion, shown: Shown): Promise<Result<object, Problem>> {
  const fields = await versionFields(service, version, shown)
  if (!fields.ok) return fields
  return ok({ subject: subjectText(version.subject), version: version.version, id: version.id, ...fields.value })
}

/** As it was registered: a plain subject is in the context of the schema. `qualified` says which that is. */
function referenceIn({ subject }: StoredVersion, reference: Reference, qualified: boolean): Reference {
  return qualified ? { ...reference, subject: subjectText(qualify(subject, reference.subject)) } : reference
}

/** `Config` of the API. */
export function configBody(config: RegistryConfig): object {
  return config
}

/** What a change is answered with: the level goes by another name there. */
export function configUpdateBody({ compatibilityLevel, ...rest }: RegistryConfig): object {
  return { ...rest, ...(compatibilityLevel === undefined ? {} : { compatibility: compatibilityLevel }) }
}
