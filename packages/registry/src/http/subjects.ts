import { fail, ok } from '@leat/base'
import type { Operation } from '@leat/rest'
import { deleteSubject, getLatestWithMetadata, listSubjects, lookUpSchema } from '../api/subjects.ts'
import { decisions, problems } from '../decide/index.ts'
import { lookUp } from '../service/look-up.ts'
import type { Deletion } from '../state/contract.ts'
import { queries } from '../state/index.ts'
import { lookedUpRuleSet, schemaIn } from './bodies.ts'
import { aliasedSubjectIn, referenceDenial, registryOperation, type RegistryParts, shown } from './context.ts'
import { pageOf } from './paging.ts'
import { schemaBody } from './render.ts'

export function subjectOperations(parts: RegistryParts): readonly Operation[] {
  const { service } = parts
  return [
    registryOperation(parts, listSubjects, async ({ query, admission }) => {
      const deletion = deletionOf(query)
      const all = queries.subjects(service.state, { tenant: admission.tenant, prefix: query.subjectPrefix, deletion })
      const seen = all.filter((subject) => admission.may('Read', subject))
      return shown(service, { body: pageOf(seen, query) })
    }),

    registryOperation(parts, lookUpSchema, async (call) => {
      const { query, body } = call
      const schema = schemaIn(body)
      if (!schema.ok) return schema
      const subject = aliasedSubjectIn(service, call)
      const denied = referenceDenial(call.admission, subject, schema.value.references)
      if (denied !== null) return fail(denied)
      const found = await lookUp(service, {
        ...schema.value,
        ruleSet: lookedUpRuleSet(schema.value.ruleSet),
        subject,
        normalize: query.normalize,
        deletion: query.deleted ? 'all' : 'active',
      })
      if (!found.ok) return found
      const rendered = await schemaBody(service, found.value, query)
      return rendered.ok ? shown(service, { body: rendered.value }) : rendered
    }),

    registryOperation(parts, deleteSubject, async (call) => {
      const subject = aliasedSubjectIn(service, call)
      const deleted = await service.decide((state) => decisions.deleteSubject(state, { subject, permanent: call.query.permanent }))
      return deleted.ok ? ok({ body: deleted.value }) : deleted
    }),

    registryOperation(parts, getLatestWithMetadata, async (call) => {
      const { key, value, deleted } = call.query
      const subject = aliasedSubjectIn(service, call)
      const deletion = deleted ? 'all' : 'active'
      const properties = new Map(key.map((name, index) => [name, value[index] ?? '']))
      const found = queries.latestWithMetadata(service.state, subject, properties, deletion)
      if (found === null) {
        const isThere = queries.hasVersions(service.state, subject, deletion)
        return fail(isThere ? problems.schemaNotFound(null) : problems.subjectNotFound(subject))
      }
      const rendered = await schemaBody(service, found, call.query)
      return rendered.ok ? shown(service, { body: rendered.value }) : rendered
    }),
  ]
}

/** `deletedOnly` wins. */
export function deletionOf({ deleted, deletedOnly }: { readonly deleted: boolean; readonly deletedOnly: boolean }): Deletion {
  if (deletedOnly) return 'deleted'
  return deleted ? 'all' : 'active'
}
