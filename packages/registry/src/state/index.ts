import type { StateSchema } from '@leat/store'
import { apply } from './apply.ts'
import type { QualifiedSubject, Deletion, RegistryQueries, RegistryState, StateOptions } from './contract.ts'
import { contextsOf, schemas, subjects } from './listings.ts'
import {
  byGuid,
  byId,
  findExisting,
  idsOfGuid,
  latestWithMetadata,
  lookUp,
  maxId,
  version,
  versionInAnyContext,
  versions,
  versionsOfId,
} from './lookups.ts'
import { contextOfSubject, emptyRegistry, registryOf, subjectIn, tenantOf } from './model.ts'
import { referencedBy, resolveReferences, resolvedOf } from './references.ts'
import { config, configInScope, mode, modeInScope, resolveAlias } from './settings.ts'

export * from './contract.ts'
export { apply } from './apply.ts'
export { REGISTRY_LIMITS } from './lookups.ts'
export { contextOf, contextScope, contextText, isValidSubject, qualify, recordText, subjectOf, subjectText } from './names.ts'

/** What the store does with the records of `_schemas`. Their format is the registry's own (`printRecord`, `readRecord` of `records`), without a number. */
export function registrySchema(options: StateOptions): StateSchema<RegistryState> {
  return { format: 1, empty: () => emptyRegistry(options), apply }
}

export const queries: RegistryQueries = {
  contexts: contextsOf,
  subjects,
  schemas,
  hasVersions,
  versions,
  version,
  versionInAnyContext,
  latestWithMetadata,
  byId,
  versionsOfId,
  byGuid,
  idsOfGuid,
  maxId,
  lookUp,
  findExisting,
  referencedBy,
  resolveReferences,
  resolvedOf,
  config,
  configInScope,
  mode,
  modeInScope,
  resolveAlias,
  schemaCount: (state, tenant) => tenantOf(registryOf(state), tenant)?.schemaCount ?? 0,
}

function hasVersions(state: RegistryState, subject: QualifiedSubject, deletion: Deletion): boolean {
  const registry = registryOf(state)
  if (subject.name === '' && subjectIn(registry, subject) === undefined) {
    const context = contextOfSubject(registry, subject)
    return has(context?.activeCount ?? 0, context?.entryCount ?? 0, deletion)
  }
  const held = subjectIn(registry, subject)
  return has(held?.activeCount ?? 0, held?.entries.length ?? 0, deletion)
}

function has(active: number, all: number, deletion: Deletion): boolean {
  return deletion === 'active' ? active > 0 : deletion === 'all' ? all > 0 : all > active
}
