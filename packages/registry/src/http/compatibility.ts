import { fail, ok, type Result } from '@leat/base'
import type { Endpoint, Operation, Problem as RestProblem } from '@leat/rest'
import { checkSubject, checkVersion } from '../api/compatibility.ts'
import type { RegisterSchemaRequest } from '../api/entities.ts'
import type { Problem } from '../decide/contract.ts'
import { checkCompatibility } from '../service/check.ts'
import { schemaIn } from './bodies.ts'
import { aliasedSubjectIn, type Call, referenceDenial, registryOperation, type RegistryParts, shown } from './context.ts'
import { versionIn } from './versions-in-paths.ts'

export function compatibilityOperations(parts: RegistryParts): readonly Operation[] {
  const { service } = parts
  type Asked = Pick<Call<Endpoint>, 'params' | 'admission'> & {
    readonly query: { readonly normalize: boolean; readonly verbose: boolean }
    readonly body: RegisterSchemaRequest
  }

  const check = async (call: Asked, version: number | 'latest' | 'all'): Promise<Result<object, Problem | RestProblem>> => {
    const schema = schemaIn(call.body)
    const subject = aliasedSubjectIn(service, call)
    const denied = schema.ok ? referenceDenial(call.admission, subject, schema.value.references) : null
    if (denied !== null) return fail(denied)
    const asked = { subject, version, normalize: call.query.normalize }
    const verdict = schema.ok ? await checkCompatibility(service, { ...schema.value, ...asked }) : schema
    if (verdict.ok) return ok(answer(verdict.value, call.query.verbose))
    // Who asked for words gets the reason as one of them.
    const isInvalid = verdict.error.errorCode === 42_201
    return isInvalid && call.query.verbose ? ok(answer([verdict.error.message], true)) : verdict
  }
  return [
    registryOperation(parts, checkSubject, async (call) => {
      const checked = await check(call, 'all')
      return checked.ok ? shown(service, { body: checked.value }) : checked
    }),
    registryOperation(parts, checkVersion, async (call) => {
      const version = versionIn(call.params['version']!)
      if (!version.ok) return fail(version.error)
      const checked = await check(call, version.value)
      return checked.ok ? shown(service, { body: checked.value }) : checked
    }),
  ]
}

function answer(messages: readonly string[], verbose: boolean): object {
  return { is_compatible: messages.length === 0, ...(verbose ? { messages } : {}) }
}
