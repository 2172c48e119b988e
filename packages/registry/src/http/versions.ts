import { fail, ok, type Result } from '@leat/base'
import type { Endpoint, Operation, Success } from '@leat/rest'
import { deleteVersion, getVersion, getVersionText, listReferencedBy, listVersions } from '../api/versions.ts'
import type { Problem } from '../decide/contract.ts'
import { decisions, problems } from '../decide/index.ts'
import type { RegistryService } from '../service/registry-service.ts'
import type { Deletion, StoredVersion } from '../state/contract.ts'
import { queries } from '../state/index.ts'
import { aliasedSubjectIn, type Call, registryOperation, type RegistryParts, shown } from './context.ts'
import { pageOf } from './paging.ts'
import { schemaBody, textOf } from './render.ts'
import { deletionOf } from './subjects.ts'
import { versionIn } from './versions-in-paths.ts'

export function versionOperations(parts: RegistryParts): readonly Operation[] {
  const { service } = parts
  return [
    registryOperation(parts, listVersions, async (call) => {
      const { query } = call
      const subject = aliasedSubjectIn(service, call)
      // Negative numbers stand for deleted ones, so all are looked at.
      const deletion = query.deletedAsNegative ? 'all' : deletionOf(query)
      const versions = queries.versions(service.state, subject, deletion)
      if (versions.length === 0) return fail(problems.subjectNotFound(subject))
      const numbers = versions.map(({ version, deleted }) => (query.deletedAsNegative && deleted ? -version : version))
      return shown(service, { body: pageOf(numbers, query) })
    }),

    registryOperation(parts, getVersion, async (call) => {
      const found = versionOf(service, call, call.query.deleted)
      if (!found.ok) return found
      const rendered = await schemaBody(service, found.value, call.query)
      return rendered.ok ? shown(service, { body: rendered.value }) : rendered
    }),

    registryOperation(parts, getVersionText, async (call) => {
      const found = versionOf(service, call, call.query.deleted)
      return found.ok ? shownText(service, found.value, call.query.format) : found
    }),

    registryOperation(parts, listReferencedBy, async (call) => {
      const found = versionOf(service, call, true)
      if (!found.ok) return found
      const { subject, version } = found.value
      return shown(service, { body: pageOf(queries.referencedBy(service.state, subject, version), call.query) })
    }),

    registryOperation(parts, deleteVersion, async (call) => {
      const version = versionIn(call.params['version']!)
      if (!version.ok) return version
      const subject = aliasedSubjectIn(service, call)
      const input = { subject, version: version.value, permanent: call.query.permanent }
      const deleted = await service.decide((state) => decisions.deleteVersion(state, input))
      return deleted.ok ? ok({ body: deleted.value }) : deleted
    }),
  ]
}

export async function shownText(service: RegistryService, version: StoredVersion, format: string): Promise<Result<Success, Problem>> {
  const text = await textOf(service, version, format)
  return text.ok ? shown(service, { text: text.value }) : text
}

/** The version that the path names; a plain subject that is not there is looked for in the other contexts. */
function versionOf(
  service: RegistryService,
  call: Pick<Call<Endpoint>, 'params' | 'admission'>,
  deleted: boolean,
): Result<StoredVersion, Problem> {
  const version = versionIn(call.params['version']!)
  if (!version.ok) return version
  const subject = aliasedSubjectIn(service, call)
  const deletion: Deletion = deleted ? 'all' : 'active'
  const found = queries.versionInAnyContext(service.state, subject, version.value, deletion)
  if (found !== null) return ok(found)
  const isThere = queries.hasVersions(service.state, subject, deletion)
  return fail(isThere ? problems.versionNotFound(version.value) : problems.subjectNotFound(subject))
}
