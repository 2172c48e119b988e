/** The first step of a registration: everything that is known before the text is read. */
import { type Result, fail, ok } from '@leat/base'
import { checkedRuleSet } from '../governance/validate.ts'
import { isVersioned, withConfluentVersion } from '../governance/confluent-version.ts'
import type { Metadata, RuleSet } from '../governance/contract.ts'
import { SCHEMA_LIMITS } from '../schemas/limits.ts'
import { type Mode, type QualifiedSubject, type RegistryState, type StoredVersion, isValidSubject, queries } from '../state/index.ts'
import { registryOf, subjectIn } from '../state/model.ts'
import { mergeDefaults } from '../state/populate.ts'
import { resolveReferences, subjectsReferredTo } from '../state/references.ts'
import { highestVersion } from '../state/subject-versions.ts'
import { basisOf } from './basis.ts'
import type { Problem, RegisterRequest, RegistrationPlan } from './contract.ts'
import { problems } from './problems.ts'

export function planRegistration(state: RegistryState, request: RegisterRequest): Result<RegistrationPlan, Problem> {
  const { subject } = request
  const ruleSet = request.ruleSet === null ? ok(null) : checkedRuleSet(request.ruleSet)
  if (!ruleSet.ok) return fail(problems.invalidRuleSet(ruleSet.error))
  if (!isValidSubject(subject, 'schemas', state.options)) return fail(problems.invalidSubject(subject))
  const mode = queries.modeInScope(state, subject)
  const refused = modeProblem(subject, request, mode)
  if (refused !== null) return fail(refused)

  const imports = isImport(mode)
  const previous = imports ? null : queries.version(state, subject, 'latest', 'active')
  const isBlank = request.schema.trim() === ''
  if (isBlank && previous === null) return fail(problems.emptySchema())
  const source = isBlank && previous !== null ? previous : request
  if (Buffer.byteLength(source.schema) > SCHEMA_LIMITS.textBytesMax) return fail(problems.schemaTooLarge())

  const { schemaType } = source
  const closure = resolveReferences(state, subject, source.references)
  if (!closure.ok) {
    const { kind, reference } = closure.error
    return fail(
      kind === 'missing'
        ? problems.missingReference(schemaType, reference)
        : problems.tooManyReferences(schemaType, SCHEMA_LIMITS.referencesMax),
    )
  }

  const config = queries.configInScope(state, subject)
  const own = { metadata: request.metadata, ruleSet: ruleSet.value }
  const merged = imports ? own : populated(state, request, own, previous)
  const { references, resolved } = closure.value
  return ok({
    request,
    basis: basisOf(state, subject.tenant, [subject, ...subjectsReferredTo(state, subject, references)]),
    schemaType,
    parse: {
      kind: 'parse',
      type: schemaType,
      source: { schema: source.schema, references, resolved },
      options: { isNew: givenId(request) === null && (config.validateNewSchemas ?? true) },
      normalize: request.normalize || (config.normalize ?? false),
    },
    ...merged,
    own,
    isPopulated: isBlank || (!imports && (merged.metadata !== null || merged.ruleSet !== null)),
  })
}

/** A negative id is none, as clients send it. */
export function givenId({ id }: RegisterRequest): number | null {
  return id === null || id < 0 ? null : id
}

export function isImport(mode: Mode): boolean {
  return mode === 'IMPORT' || mode === 'FORWARD'
}

function modeProblem(subject: QualifiedSubject, request: RegisterRequest, mode: Mode): Problem | null {
  if (isReadOnly(mode)) return problems.notInMode(subject, 'read-only')
  if (givenId(request) !== null) return isImport(mode) ? null : problems.notInMode(subject, 'import')
  return mode === 'READWRITE' ? null : problems.notInMode(subject, 'read-write')
}

export function isReadOnly(mode: Mode): boolean {
  return mode === 'READONLY' || mode === 'READONLY_OVERRIDE'
}

interface Governance {
  readonly metadata: Metadata | null
  readonly ruleSet: RuleSet | null
}

function populated(state: RegistryState, request: RegisterRequest, own: Governance, previous: StoredVersion | null): Governance {
  const { metadata, ruleSet } = mergeDefaults(state, request.subject, { ...own, schema: '', references: [] }, previous)
  if (request.version === 0 && !isVersioned(metadata)) return { metadata, ruleSet }
  const held = subjectIn(registryOf(state), request.subject)
  return { metadata: withConfluentVersion(metadata, (held === undefined ? 0 : highestVersion(held)) + 1), ruleSet }
}
