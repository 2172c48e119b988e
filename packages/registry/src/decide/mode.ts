import { type Result, fail, ok } from '@leat/base'
import type { Change } from '@leat/store'
import { MODES } from '../records/values.ts'
import {
  DEFAULT_CONTEXT,
  GLOBAL_CONTEXT,
  type Mode,
  type QualifiedSubject,
  type RegistryState,
  isValidSubject,
  queries,
} from '../state/index.ts'
import { type Entry, registryOf, subjectsInScope, tenantOf } from '../state/model.ts'
import { subjectOf } from '../state/names.ts'
import { isReferenced } from '../state/references.ts'
import { hardDeletes, settingChanges } from './changes.ts'
import type { Decided, Problem } from './contract.ts'
import { problems } from './problems.ts'

export function putMode(
  state: RegistryState,
  {
    scope,
    mode,
    force,
    mutable,
  }: { readonly scope: QualifiedSubject; readonly mode: string; readonly force: boolean; readonly mutable: boolean },
): Decided<Mode> {
  const known = MODES.find((candidate) => candidate === mode.toUpperCase())
  if (known === undefined) return fail(problems.invalidMode())
  if (!isValidSubject(scope, 'settings', state.options)) return fail(problems.invalidSubject(scope))
  if (!mutable) return fail(problems.modesFixed())
  if (known === 'FORWARD' && !isGlobalScope(scope)) return fail(problems.forwardIsGlobal())
  const entersImport = known === 'IMPORT' && queries.modeInScope(state, scope) !== 'IMPORT' && !force
  const cleared = entersImport ? clear(state, scope) : ok([])
  if (!cleared.ok) return cleared
  return ok({ changes: [...cleared.value, ...settingChanges(registryOf(state), 'MODE', scope, { mode: known })], answer: known })
}

function isGlobalScope({ context, name }: QualifiedSubject): boolean {
  return name === '' && (context === DEFAULT_CONTEXT || context === GLOBAL_CONTEXT)
}

/** An import begins with nothing there: what is soft-deleted goes for good, and readers forget it. */
function clear(state: RegistryState, scope: QualifiedSubject): Result<readonly Change[], Problem> {
  const registry = registryOf(state)
  const entries: Entry[] = []
  for (const held of subjectsInScope(registry, scope)) {
    if (held.activeCount > 0) return fail(problems.existingSubjects())
    entries.push(...held.entries)
  }
  for (const { subject, version } of entries) if (isReferenced(state, subject, version)) return fail(problems.referenced(subject, version))
  return ok([...hardDeletes(registry, entries), ...settingChanges(registry, 'CLEAR_SUBJECT', scope, {})])
}

export function deleteMode(
  state: RegistryState,
  { scope, recursive, mutable }: { readonly scope: QualifiedSubject; readonly recursive: boolean; readonly mutable: boolean },
): Decided<Mode> {
  const before = queries.mode(state, scope)
  if (before === null) return fail(problems.subjectNotFound(scope))
  if (!mutable) return fail(problems.modesFixed())
  const registry = registryOf(state)
  const scopes = recursive && scope.name === '' ? [scope, ...subjectModes(state, scope)] : [scope]
  return ok({ changes: scopes.flatMap((each) => settingChanges(registry, 'MODE', each, null)), answer: before })
}

function subjectModes(state: RegistryState, { tenant, context }: QualifiedSubject): readonly QualifiedSubject[] {
  const texts = [...(tenantOf(registryOf(state), tenant)?.modes.keys() ?? [])]
  return texts.map((text) => subjectOf(tenant, text)).filter((subject) => subject.name !== '' && subject.context === context)
}
