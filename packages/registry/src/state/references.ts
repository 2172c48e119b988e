/** What a schema refers to, directly or not, and what refers to it. */
import { type Result, fail, ok } from '@leat/base'
import type { Reference } from '../schemas/contract.ts'
import { SCHEMA_LIMITS } from '../schemas/limits.ts'
import type { MissingReference, QualifiedSubject, ReferenceClosure, RegistryState, StoredVersion } from './contract.ts'
import { registryOf, tenantOf, versionText } from './model.ts'
import { qualify } from './names.ts'
import { version } from './lookups.ts'

const LATEST = -1

export function referencedBy(state: RegistryState, subject: QualifiedSubject, number: number): readonly number[] {
  const referrers = tenantOf(registryOf(state), subject.tenant)?.referrers.all(versionText(subject, number)) ?? []
  return [...new Set(referrers.map(({ id }) => id))].sort((a, b) => a - b)
}

export function isReferenced(state: RegistryState, subject: QualifiedSubject, number: number): boolean {
  return tenantOf(registryOf(state), subject.tenant)?.referrers.has(versionText(subject, number)) ?? false
}

export function resolveReferences(
  state: RegistryState,
  parent: QualifiedSubject,
  references: readonly Reference[],
): Result<ReferenceClosure, MissingReference> {
  const numbered: Reference[] = []
  for (const reference of references) {
    const target = targetOf(state, parent, reference, true)
    if (target === null) return fail({ kind: 'missing', reference })
    numbered.push({ ...reference, version: target.version })
  }
  const closure = closureOf(state, parent, numbered, true)
  return closure.ok ? ok({ resolved: closure.value, references: numbered }) : closure
}

export function resolvedOf(state: RegistryState, stored: StoredVersion): ReadonlyMap<string, string> {
  const closure = closureOf(state, stored.subject, stored.references, false)
  return closure.ok ? closure.value : new Map()
}

/** Subjects of the closure: when none of them changes, neither does it. */
export function subjectsReferredTo(
  state: RegistryState,
  parent: QualifiedSubject,
  references: readonly Reference[],
): readonly QualifiedSubject[] {
  const subjects: QualifiedSubject[] = []
  walk(state, parent, references, false, (from, reference) => void subjects.push(qualify(from, reference.subject)))
  return subjects
}

function closureOf(
  state: RegistryState,
  parent: QualifiedSubject,
  references: readonly Reference[],
  isNew: boolean,
): Result<ReadonlyMap<string, string>, MissingReference> {
  const resolved = new Map<string, string>()
  const missing = walk(state, parent, references, isNew, (_from, { name }, target) => {
    if (target !== null) resolved.set(name, target.schema)
  })
  return missing === null ? ok(resolved) : fail(missing)
}

/**
 * Depth first, each name once (the first wins), what a schema needs before it. The targets of a new schema must be active; those of a stored one are taken as they are,
 * and one that is gone is passed over.
 */
function walk(
  state: RegistryState,
  parent: QualifiedSubject,
  references: readonly Reference[],
  isNew: boolean,
  visit: (from: QualifiedSubject, reference: Reference, target: StoredVersion | null) => void,
): MissingReference | null {
  const seen = new Set<string>()
  const steps: { from: QualifiedSubject; reference: Reference; target: StoredVersion | null }[] = []
  const push = (from: QualifiedSubject, list: readonly Reference[]): void => {
    for (const reference of list.toReversed()) steps.push({ from, reference, target: null })
  }
  push(parent, references)
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { from, reference } = step
    if (step.target !== null) {
      visit(from, reference, step.target)
      continue
    }
    if (seen.has(reference.name)) continue
    if (seen.size >= SCHEMA_LIMITS.referencesMax) return { kind: 'too-many', reference }
    seen.add(reference.name)
    const target = targetOf(state, from, reference, isNew)
    if (target === null) {
      if (isNew) return { kind: 'missing', reference }
      visit(from, reference, null)
      continue
    }
    steps.push({ from, reference, target })
    push(target.subject, target.references)
  }
  return null
}

function targetOf(
  state: RegistryState,
  parent: QualifiedSubject,
  { subject, version: number }: Reference,
  isNew: boolean,
): StoredVersion | null {
  return version(state, qualify(parent, subject), number === LATEST ? 'latest' : number, isNew ? 'active' : 'all')
}
