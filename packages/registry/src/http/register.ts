import { fail, ok, type Result } from '@leat/base'
import type { Operation, Problem as RestProblem, Success } from '@leat/rest'
import { modifyTags, registerSchema } from '../api/versions.ts'
import type { Problem, Registered, RegisterRequest } from '../decide/contract.ts'
import { decisions } from '../decide/index.ts'
import { register, registerKnown } from '../service/register.ts'
import type { RegistryService } from '../service/registry-service.ts'
import { isGiven } from './given.ts'
import { hasTags, metadataIn, NO_TAGS, ruleSetIn, schemaIn } from './bodies.ts'
import { aliasedSubjectIn, type Call, referenceDenial, registryOperation, type RegistryParts } from './context.ts'
import { versionFields } from './render.ts'
import { queries } from '../state/index.ts'
import { problems } from '../decide/index.ts'
import { versionIn } from './versions-in-paths.ts'

export function registerOperations(parts: RegistryParts): readonly Operation[] {
  const { service } = parts
  return [
    registryOperation(parts, registerSchema, async (call) => {
      const request = requestIn(service, call)
      if (!request.ok) return request
      const registered = await register(service, request.value, call.admission.schemasMax)
      return registered.ok ? answer(service, registered.value, call.query.format) : registered
    }),

    registryOperation(parts, modifyTags, async (call) => {
      const { body, query, admission } = call
      const subject = aliasedSubjectIn(service, call)
      const version = versionIn(call.params['version']!)
      if (!version.ok) return version
      if (hasTags(body.tagsToAdd) || hasTags(body.tagsToRemove)) return fail(NO_TAGS)
      const found = queries.version(service.state, subject, version.value, 'active')
      if (found === null) {
        const isThere = queries.hasVersions(service.state, subject, 'active')
        return fail(isThere ? problems.versionNotFound(version.value) : problems.subjectNotFound(subject))
      }
      const newVersion = body.newVersion ?? null
      const change = {
        ruleSet: ruleSetIn(body.ruleSet),
        rulesToMerge: ruleSetIn(body.rulesToMerge),
        rulesToRemove: body.rulesToRemove ?? null,
      }
      const ruleSet = decisions.changedRuleSet(service.state, subject, newVersion, change)
      if (!ruleSet.ok) return ruleSet
      const request = {
        subject,
        schema: found.schema,
        schemaType: found.schemaType,
        references: found.references,
        metadata: metadataIn(body.metadata) ?? found.metadata,
        ruleSet: ruleSet.value,
        id: null,
        version: newVersion ?? 0,
        normalize: false,
        force: false,
      }
      const registered = await register(service, request, admission.schemasMax)
      return registered.ok ? answer(service, registered.value, query.format) : registered
    }),
  ]
}

/** A registration where nothing may be written. */
export function knownRegistration(parts: RegistryParts): Operation {
  const { service } = parts
  return registryOperation(parts, registerSchema, async (call) => {
    const request = requestIn(service, call)
    if (!request.ok) return request
    const known = await registerKnown(service, request.value)
    return known === null ? fail(problems.schemaNotFound(null)) : answer(service, known, call.query.format)
  })
}

function requestIn(service: RegistryService, call: Call<typeof registerSchema>): Result<RegisterRequest, Problem | RestProblem> {
  const { body, query, admission } = call
  const schema = schemaIn(body)
  if (!schema.ok) return schema
  const subject = aliasedSubjectIn(service, call)
  const denied = referenceDenial(admission, subject, schema.value.references)
  if (denied !== null) return fail(denied)
  const id = isGiven(body.id) && body.id >= 0 ? body.id : null
  return ok({ ...schema.value, subject, id, version: body.version ?? 0, normalize: query.normalize, force: query.force })
}

/** 7.x tells the id alone, unless something of the schema did not come from the request. */
async function answer(service: RegistryService, { version, isPopulated }: Registered, format: string): Promise<Result<Success, Problem>> {
  const { id } = version
  if (service.options.behavesAs === 7 && !isPopulated) return ok({ body: { id } })
  const fields = await versionFields(service, version, { format })
  return fields.ok ? ok({ body: { id, version: version.version, ...fields.value } }) : fields
}
