import { fail, ok, type Result } from '@leat/base'
import type { Endpoint, Operation } from '@leat/rest'
import {
  getByGuid,
  getById,
  getTextById,
  listIdsOfGuid,
  listSchemas,
  listSubjectsOfId,
  listTypes,
  listVersionsOfId,
} from '../api/schemas.ts'
import type { Problem } from '../decide/contract.ts'
import { problems } from '../decide/index.ts'
import { SCHEMA_TYPES } from '../schemas/index.ts'
import type { RegistryService } from '../service/registry-service.ts'
import type { QualifiedSubject, StoredVersion } from '../state/contract.ts'
import { queries, subjectOf, subjectText } from '../state/index.ts'
import type { Admission } from './access.ts'
import { type Call, registryOperation, type RegistryParts, shown } from './context.ts'
import { pageOf, SCHEMAS_LIMIT_MAX } from './paging.ts'
import { schemaBody, versionFields } from './render.ts'
import { shownText } from './versions.ts'
import { idIn } from './versions-in-paths.ts'

export function schemaOperations(parts: RegistryParts): readonly Operation[] {
  const { service } = parts
  return [
    registryOperation(parts, listSchemas, async ({ query, admission }) => {
      const filter = { tenant: admission.tenant, prefix: query.subjectPrefix, deletion: query.deleted ? 'all' : 'active' } as const
      const all = queries.schemas(service.state, filter, query)
      const seen = all.filter((one) => hasRuleOf(one, query.ruleType) && admission.may('Read', subjectText(one.subject)))
      const bodies: object[] = []
      for (const version of pageOf(seen, query, SCHEMAS_LIMIT_MAX)) {
        const rendered = await schemaBody(service, version, { format: '' })
        if (!rendered.ok) return rendered
        bodies.push(query.aliases && version.aliases.length > 0 ? { ...rendered.value, aliases: version.aliases } : rendered.value)
      }
      return shown(service, { body: bodies })
    }),

    registryOperation(parts, listTypes, async () => ok({ body: SCHEMA_TYPES })),

    registryOperation(parts, getById, async (call) => {
      const found = byIdOf(service, call)
      if (!found.ok) return found
      const { version, subject } = found.value
      const fields = await versionFields(service, version, call.query)
      if (!fields.ok) return fields
      const named = call.query.subject === '' ? {} : { subject: subjectText(version.subject), version: version.version }
      const maxId = call.query.fetchMaxId ? { maxId: queries.maxId(service.state, subject) } : {}
      return shown(service, { body: { ...named, ...fields.value, ...maxId } })
    }),

    registryOperation(parts, getTextById, async (call) => {
      const found = byIdOf(service, call)
      return found.ok ? shownText(service, found.value.version, call.query.format) : found
    }),

    registryOperation(parts, listSubjectsOfId, async (call) => {
      const found = versionsOfIdIn(service, call)
      if (!found.ok) return found
      const subjects = [...new Set(found.value.map((version) => subjectText(version.subject)))]
      return shown(service, { body: pageOf(subjects, call.query) })
    }),

    registryOperation(parts, listVersionsOfId, async (call) => {
      const found = versionsOfIdIn(service, call)
      if (!found.ok) return found
      const versions = found.value.map((one) => ({ subject: subjectText(one.subject), version: one.version }))
      return shown(service, { body: pageOf(versions, call.query) })
    }),

    registryOperation(parts, getByGuid, async (call) => {
      const found = byGuidOf(service, call)
      if (!found.ok) return found
      const fields = await versionFields(service, found.value, call.query)
      return fields.ok ? shown(service, { body: fields.value }) : fields
    }),

    registryOperation(parts, listIdsOfGuid, async (call) => {
      const found = byGuidOf(service, call)
      if (!found.ok) return found
      return shown(service, { body: queries.idsOfGuid(service.state, call.admission.tenant, found.value.guid) })
    }),
  ]
}

function hasRuleOf({ ruleSet }: StoredVersion, type: string): boolean {
  if (type === '') return true
  const { migrationRules = [], domainRules = [], encodingRules = [] } = ruleSet ?? {}
  return [...migrationRules, ...domainRules, ...encodingRules].some((rule) => rule.type.toLowerCase() === type.toLowerCase())
}

type OfId = Pick<Call<Endpoint>, 'params' | 'admission'> & { readonly query: { readonly subject: string } }

/** The subject whose context the id is looked for in. */
function subjectOfQuery(service: RegistryService, { query, admission }: OfId): QualifiedSubject {
  return queries.resolveAlias(service.state, subjectOf(admission.tenant, query.subject))
}

/** An id is seen by who may read a subject that has it; to others it is not there. */
function byIdOf(
  service: RegistryService,
  call: OfId,
): Result<{ readonly version: StoredVersion; readonly subject: QualifiedSubject }, Problem> {
  const id = idIn(call.params['id']!)
  if (!id.ok) return id
  const subject = subjectOfQuery(service, call)
  const found = queries.byId(service.state, subject, id.value)
  if (found === null) return fail(problems.schemaNotFound(id.value))
  const { admission } = call
  if (mayRead(admission, found)) return ok({ version: found, subject })
  const other = (queries.versionsOfId(service.state, subject, id.value, 'all') ?? []).find((one) => mayRead(admission, one))
  return other === undefined ? fail(problems.schemaNotFound(id.value)) : ok({ version: other, subject })
}

function versionsOfIdIn(
  service: RegistryService,
  call: OfId & { readonly query: { readonly deleted: boolean } },
): Result<readonly StoredVersion[], Problem> {
  const id = idIn(call.params['id']!)
  if (!id.ok) return id
  const versions = queries.versionsOfId(service.state, subjectOfQuery(service, call), id.value, call.query.deleted ? 'all' : 'active')
  const seen = versions?.filter((one) => mayRead(call.admission, one)) ?? null
  const isHidden = seen === null || (seen.length === 0 && versions!.length > 0)
  return isHidden ? fail(problems.schemaNotFound(id.value)) : ok(seen)
}

function byGuidOf(
  service: RegistryService,
  { params, admission }: Pick<Call<Endpoint>, 'params' | 'admission'>,
): Result<StoredVersion, Problem> {
  const guid = params['guid']!
  const found = queries.byGuid(service.state, admission.tenant, guid)
  if (found === null) return fail(problems.schemaNotFound(guid))
  if (mayRead(admission, found)) return ok(found)
  const ids = queries.idsOfGuid(service.state, admission.tenant, guid)
  for (const { context, id } of ids) {
    const versions = queries.versionsOfId(service.state, { tenant: admission.tenant, context, name: '' }, id, 'all') ?? []
    const seen = versions.find((one) => mayRead(admission, one))
    if (seen !== undefined) return ok(seen)
  }
  return fail(problems.schemaNotFound(guid))
}

function mayRead(admission: Admission, { subject }: StoredVersion): boolean {
  return admission.may('Read', subjectText(subject))
}
