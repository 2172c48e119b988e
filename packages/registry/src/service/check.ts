import { fail, ok, type Result } from '@leat/base'
import { comparisonPlan } from '../compatibility/index.ts'
import type { Verdict } from '../compatibility/contract.ts'
import type { Problem } from '../decide/contract.ts'
import { problems } from '../decide/index.ts'
import type { Metadata, UncheckedRuleSet } from '../governance/contract.ts'
import { guidOf } from '../identity/guid.ts'
import type { Reference, SchemaType } from '../schemas/contract.ts'
import type { QualifiedSubject, StoredVersion } from '../state/contract.ts'
import { queries } from '../state/index.ts'
import { mergeDefaults } from '../state/populate.ts'
import { compareAll } from './compare.ts'
import { unresolved } from './problems.ts'
import type { RegistryService } from './registry-service.ts'

export interface CompatibilityCheck {
  readonly subject: QualifiedSubject
  /** `all`: as a registration compares. */
  readonly version: number | 'latest' | 'all'
  readonly schema: string
  readonly schemaType: SchemaType
  readonly references: readonly Reference[]
  readonly metadata: Metadata | null
  readonly ruleSet: UncheckedRuleSet | null
  readonly normalize: boolean
}

/** What would stop a registration, by the level in scope. Against one version that version alone is compared, even where the level is transitive. */
export async function checkCompatibility(service: RegistryService, check: CompatibilityCheck): Promise<Result<Verdict, Problem>> {
  const { reader, state } = service
  const { subject, schemaType } = check
  const previous = previousOf(service, check)
  if (!previous.ok) return previous
  const closure = queries.resolveReferences(state, subject, check.references)
  if (!closure.ok) return fail(unresolved(schemaType, closure.error))
  const config = queries.configInScope(state, subject)
  const facts = await reader.parse({
    kind: 'parse',
    type: schemaType,
    source: { schema: check.schema, references: closure.value.references, resolved: closure.value.resolved },
    options: { isNew: true },
    normalize: check.normalize || config.normalize === true,
  })
  if (!facts.ok) return facts
  const own = { schema: facts.value.schema, references: facts.value.references, metadata: check.metadata, ruleSet: null }
  const identity = mergeDefaults(state, subject, own, previous.value.at(-1) ?? null)
  const candidate = { schemaType, facts: facts.value, resolved: closure.value.resolved, metadata: identity.metadata }
  return compareAll(service, comparisonPlan(config, candidate, previous.value), guidOf(identity))
}

/** A subject that is not there has no latest version, so anything fits it; a number that is not there is an error. */
function previousOf({ state }: RegistryService, { subject, version }: CompatibilityCheck): Result<readonly StoredVersion[], Problem> {
  if (version === 'all') return ok(queries.versions(state, subject, 'active'))
  const found = queries.version(state, subject, version, 'active')
  if (found !== null) return ok([found])
  return version === 'latest' ? ok([]) : fail(problems.versionNotFound(version))
}
