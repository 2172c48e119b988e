/** The last step: the version and id are given, and the records written. */
import { type Result, fail, ok } from '@leat/base'
import type { Change, Decision } from '@leat/store'
import { type RegistryState, DEFAULT_CONTEXT, queries } from '../state/index.ts'
import { type Entry, type Registry, type Subject, contextOfSubject, registryOf, subjectIn } from '../state/model.ts'
import { entryOf } from '../state/put-version.ts'
import { isReferenced } from '../state/references.ts'
import { entriesOfGuid, entryAt, highestVersion } from '../state/subject-versions.ts'
import { holds } from './basis.ts'
import { contextChanges, maxIdChanges, schemaValueOf, versionChanges } from './changes.ts'
import type { Problem, RegisterInput, RegisterRefusal, Registered, RegistrationCheck } from './contract.ts'
import { givenId, isImport } from './plan-registration.ts'
import { problems } from './problems.ts'

/** Of Java's int. */
const NUMBER_MAX = 2_147_483_647

export function register(state: RegistryState, input: RegisterInput): Result<Decision<Registered>, RegisterRefusal> {
  const { check, sameAs, verdict, options } = input
  const { plan } = check
  const { subject } = plan.request
  if (!holds(state, subject.tenant, plan.basis)) return fail({ kind: 'stale' })
  const known = check.known ?? sameAs
  if (known !== null) return ok({ changes: [], answer: { version: known, isNew: false, isPopulated: plan.isPopulated } })

  if (verdict.length > 0) return refused(problems.incompatible(subject, verdict))
  if (options.schemasMax !== null && queries.schemaCount(state, subject.tenant) >= options.schemasMax)
    return refused(problems.tooManySchemas())
  const registry = registryOf(state)
  const version = versionFor(state, check)
  if (!version.ok) return refused(version.error)
  const id = idFor(registry, check)
  if (!id.ok) return refused(id.error)

  const entry = newEntry(registry, check, version.value, id.value)
  const value = schemaValueOf(entry, false, options.omitsAvroType)
  return ok({
    changes: [
      ...contextRecord(registry, check),
      ...replaced(registry, entry),
      ...tombstones(state, registry, entry),
      ...versionChanges(registry, subject, entry.version, value),
    ],
    answer: { version: { ...entry, ts: options.nowMs }, isNew: true, isPopulated: plan.isPopulated },
  })
}

function refused(problem: Problem): Result<never, RegisterRefusal> {
  return fail({ kind: 'problem', problem })
}

function versionFor(state: RegistryState, { plan }: RegistrationCheck): Result<number, Problem> {
  const { subject, version } = plan.request
  const held = subjectIn(registryOf(state), subject)
  const next = (held === undefined ? 0 : highestVersion(held)) + 1
  const given = version > 0 ? version : next
  const mayChoose = isImport(queries.modeInScope(state, subject))
  if (given > NUMBER_MAX || (given !== next && !mayChoose)) return fail(problems.wrongNextVersion())
  return ok(given)
}

/** The request's, else that which the schema has in the context, else the next one. */
function idFor(registry: Registry, { plan, guid }: RegistrationCheck): Result<number, Problem> {
  const { request, schemaType } = plan
  const context = contextOfSubject(registry, request.subject)
  const given = givenId(request)
  if (given !== null) {
    const holder = context?.ids.first(given)
    const overwrites = holder !== undefined && (holder.guid !== guid || holder.schemaType !== schemaType)
    if (given > NUMBER_MAX) return fail(problems.idsExhausted())
    return overwrites ? fail(problems.overwritesId(request.subject, given)) : ok(given)
  }
  const shared = context?.guids.get(guid)
  // The GUID does not hash the type: `"string"` may be Avro and JSON Schema, and they are not one schema.
  if (shared !== undefined && context?.ids.first(shared.id)?.schemaType === schemaType) return ok(shared.id)
  const next = (context?.maxId ?? registry.options.firstId - 1) + 1
  return next > NUMBER_MAX ? fail(problems.idsExhausted()) : ok(next)
}

function newEntry(registry: Registry, { plan, facts }: RegistrationCheck, version: number, id: number): Entry {
  const { request, schemaType, metadata, ruleSet } = plan
  return entryOf(registry, request.subject, version, {
    id,
    schemaType,
    references: facts.references,
    ...(metadata === null ? {} : { metadata }),
    ...(ruleSet === null ? {} : { ruleSet }),
    schema: facts.schema,
    deleted: false,
  })
}

function contextRecord(registry: Registry, { plan }: RegistrationCheck): readonly Change[] {
  const { subject } = plan.request
  const isKnown = subject.context === DEFAULT_CONTEXT || (contextOfSubject(registry, subject)?.isRecorded ?? false)
  return isKnown ? [] : contextChanges(registry, subject, true)
}

/** In IMPORT a version may be written over: its id must not be lost. */
function replaced(registry: Registry, entry: Entry): readonly Change[] {
  const held = subjectIn(registry, entry.subject)
  const before = held === undefined ? undefined : entryAt(held, entry.version)
  const isHighest = before !== undefined && before.id !== entry.id && contextOfSubject(registry, entry.subject)?.maxId === before.id
  return isHighest ? maxIdChanges(registry, entry.subject, before.id) : []
}

/** Older soft-deleted versions of the same schema go, unless something refers to them. */
function tombstones(state: RegistryState, registry: Registry, entry: Entry): readonly Change[] {
  const held: Subject | undefined = subjectIn(registry, entry.subject)
  if (held === undefined) return []
  return entriesOfGuid(held, entry.guid)
    .filter((old) => old.deleted && old.id === entry.id && old.version < entry.version && !isReferenced(state, old.subject, old.version))
    .flatMap((old) => versionChanges(registry, old.subject, old.version, null))
}
