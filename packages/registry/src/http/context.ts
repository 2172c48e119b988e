import { fail, ok, type Result } from '@leat/base'
import { type Endpoint, type Input, operation, type Operation, type Problem as RestProblem, type Success } from '@leat/rest'
import { GLOBAL_SUBJECT } from '../api/common.ts'
import { isWrite } from '../api/writes.ts'
import type { Problem } from '../decide/contract.ts'
import type { RegistryService } from '../service/registry-service.ts'
import type { QualifiedSubject } from '../state/contract.ts'
import type { Reference } from '../schemas/contract.ts'
import { qualify, queries, subjectOf, subjectText } from '../state/index.ts'
import type { Admission, RegistryAccess, SubjectOperation } from './access.ts'
import { unknownField } from './unknown-fields.ts'

/** What a registry says of itself. */
export interface ServerInfo {
  /** `v1/metadata`: the Kafka cluster that it keeps its log on, and its group. */
  readonly kafkaCluster: string
  readonly group: string
}

export interface RegistryParts {
  readonly service: RegistryService
  readonly access: RegistryAccess
  readonly info: ServerInfo
}

/** A call that was let in. */
export type Call<E extends Endpoint> = Input<E> & { readonly admission: Admission }

type RegistryLogic<E extends Endpoint> = (call: Call<E>) => Promise<Result<Success, Problem | RestProblem>>

/** Admission, permission on the subject of the path and unknown properties first, then the logic. */
export function registryOperation<E extends Endpoint>({ service, access }: RegistryParts, endpoint: E, logic: RegistryLogic<E>): Operation {
  const modifies = isWrite(endpoint)
  return operation(endpoint, async (input) => {
    const { params, query, body, caller, request } = input as Input<Endpoint & { access: { kind: 'caller' } }>
    const admitted = access.admit(caller, request, modifies)
    if (!admitted.ok) return admitted
    const admission = admitted.value
    const outcome = await allowed(service, endpoint, { params, query, body, caller, request, admission } as unknown as Call<E>, logic)
    const granted = outcome.ok || outcome.error.status !== 403
    if (access.record !== undefined && (modifies || !granted)) {
      const subject = params['subject'] ?? null
      access.record({ caller, request, admission, endpoint: endpoint.id, subject, modifies, granted, succeeded: outcome.ok })
    }
    return outcome
  })
}

async function allowed<E extends Endpoint>(
  service: RegistryService,
  endpoint: E,
  call: Call<E>,
  logic: RegistryLogic<E>,
): Promise<Result<Success, RestProblem>> {
  const refused = pathRefusal(service, endpoint, call)
  if (refused !== null) return fail(refused)
  const unknown = endpoint.body === null || takesUnknown(call.request.headers) ? null : unknownField(endpoint.body, call.body)
  if (unknown !== null) return fail({ status: 422, detail: `Unrecognized field: ${unknown}` })
  const outcome = await logic(call)
  return outcome.ok ? outcome : fail(restProblem(outcome.error))
}

function takesUnknown(headers: Readonly<Record<string, string | undefined>>): boolean {
  return headers['confluent-accept-unknown-properties']?.toLowerCase() === 'true'
}

function restProblem(problem: Problem | RestProblem): RestProblem {
  if ('detail' in problem) return problem
  const { status, errorCode, message } = problem
  return { status, errorCode, detail: message }
}

/** Before anything of the subject is looked at: one that may not be seen is refused whether it is there or not. */
function pathRefusal<E extends Endpoint>(service: RegistryService, { access, params, path }: E, call: Call<E>): RestProblem | null {
  if (access.kind !== 'may') return null
  const operationName = access.operation as SubjectOperation
  if (params.includes('subject')) {
    const aliased = path.startsWith('/config') || path.startsWith('/mode') ? subjectIn : aliasedSubjectIn
    return denial(call.admission, operationName, nameFor(aliased(service, call)))
  }
  // Of ids and GUIDs the logic finds out whose they are.
  return path.startsWith('/schemas/') ? null : denial(call.admission, operationName, GLOBAL_SUBJECT)
}

/** What settings of the whole registry are asked on. */
function nameFor(subject: QualifiedSubject): string {
  const text = subjectText(subject)
  return text === '' ? GLOBAL_SUBJECT : text
}

function denial(admission: Admission, operationName: SubjectOperation, subject: string): RestProblem | null {
  if (admission.may(operationName, subject)) return null
  return { status: 403, errorCode: 40_301, detail: `User is denied operation ${operationName} on Subject: ${subject}` }
}

/** A schema shows what it refers to (`format=resolved`), so that only what may be read may be referred to. */
export function referenceDenial(admission: Admission, parent: QualifiedSubject, references: readonly Reference[]): RestProblem | null {
  for (const { subject } of references) {
    const denied = denial(admission, 'Read', subjectText(qualify(parent, subject)))
    if (denied !== null) return denied
  }
  return null
}

type WithSubject = Pick<Call<Endpoint>, 'params' | 'admission'>

/** The subject of the path. */
export function subjectIn(_service: RegistryService, { params, admission }: WithSubject): QualifiedSubject {
  return subjectOf(admission.tenant, params['subject']!)
}

/** The same, or what it is an alias of: for everything but settings, where the alias itself is kept. */
export function aliasedSubjectIn(service: RegistryService, call: WithSubject): QualifiedSubject {
  return queries.resolveAlias(service.state, subjectIn(service, call))
}

/** After what it shows is durable. */
export async function shown(service: RegistryService, success: Success): Promise<Result<Success, Problem>> {
  const settled = await service.settled()
  return settled.ok ? ok(success) : settled
}
