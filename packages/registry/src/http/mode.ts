import { fail, ok, type Result } from '@leat/base'
import type { Operation } from '@leat/rest'
import { deleteGlobalMode, deleteMode, getGlobalMode, getMode, putGlobalMode, putMode } from '../api/mode.ts'
import type { Problem } from '../decide/contract.ts'
import { decisions, problems } from '../decide/index.ts'
import type { RegistryService } from '../service/registry-service.ts'
import type { QualifiedSubject } from '../state/contract.ts'
import { queries, subjectOf } from '../state/index.ts'
import { registryOperation, type RegistryParts, shown, subjectIn } from './context.ts'

export function modeOperations(parts: RegistryParts): readonly Operation[] {
  const { service } = parts
  return [
    registryOperation(parts, getGlobalMode, async ({ admission }) =>
      shown(service, { body: { mode: queries.modeInScope(service.state, subjectOf(admission.tenant, '')) } }),
    ),
    registryOperation(parts, putGlobalMode, async ({ admission, body, query }) =>
      put(service, subjectOf(admission.tenant, ''), body.mode ?? '', query.force),
    ),
    registryOperation(parts, deleteGlobalMode, async ({ admission, query }) =>
      remove(service, subjectOf(admission.tenant, ''), query.recursive),
    ),

    registryOperation(parts, getMode, async (call) => {
      const scope = subjectIn(service, call)
      const mode = call.query.defaultToGlobal ? queries.modeInScope(service.state, scope) : queries.mode(service.state, scope)
      return mode === null ? fail(problems.noMode(scope)) : shown(service, { body: { mode } })
    }),
    registryOperation(parts, putMode, async (call) => put(service, subjectIn(service, call), call.body.mode ?? '', call.query.force)),
    registryOperation(parts, deleteMode, async (call) => remove(service, subjectIn(service, call), call.query.recursive)),
  ]
}

type Answer = Promise<Result<{ readonly body: object }, Problem>>

async function put(service: RegistryService, scope: QualifiedSubject, mode: string, force: boolean): Answer {
  const input = { scope, mode, force, mutable: service.options.modesMutable }
  const decided = await service.decide((state) => decisions.putMode(state, input))
  return decided.ok ? ok({ body: { mode: decided.value } }) : decided
}

async function remove(service: RegistryService, scope: QualifiedSubject, recursive: boolean): Answer {
  const input = { scope, recursive, mutable: service.options.modesMutable }
  const decided = await service.decide((state) => decisions.deleteMode(state, input))
  return decided.ok ? ok({ body: { mode: decided.value } }) : decided
}
