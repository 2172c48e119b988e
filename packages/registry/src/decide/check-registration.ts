/** The second step: the text is read, and it shows whether the schema is there already and what it must be compared with. */
import { type Result, fail, ok } from '@leat/base'
import { comparisonPlan, invalidFieldName, previousVersions } from '../compatibility/index.ts'
import { guidOf } from '../identity/guid.ts'
import type { ParsedFacts } from '../schemas/work.ts'
import { type ConfigInScope, type IdentityOf, type RegistryState, type StoredVersion, queries } from '../state/index.ts'
import { differsInVersionAlone, inlinedIn } from '../state/lookups.ts'
import type { Problem, RegistrationCheck, RegistrationPlan } from './contract.ts'
import { givenId, isImport } from './plan-registration.ts'
import { problems } from './problems.ts'

export function checkRegistration(state: RegistryState, plan: RegistrationPlan, facts: ParsedFacts): Result<RegistrationCheck, Problem> {
  const { request, schemaType, metadata, ruleSet } = plan
  const { subject } = request
  const config = queries.configInScope(state, subject)
  const imports = isImport(queries.modeInScope(state, subject))
  if (!imports && (config.validateFields ?? false)) {
    const name = invalidFieldName(facts.fieldNames)
    if (name !== null) return fail(problems.keptFieldName(schemaType, name))
  }
  const { schema, references } = facts
  const identity: IdentityOf = { schema, references, metadata, ruleSet }
  const existing = request.version === 0 ? existingOf(state, plan, identity, config, imports) : NOTHING
  const isCompared = !imports && !request.force && existing.known === null
  return ok({
    plan,
    facts,
    guid: guidOf(identity),
    ...existing,
    comparison: isCompared
      ? comparisonPlan(
          config,
          { schemaType, facts, resolved: plan.parse.source.resolved, metadata },
          previousVersions(state, config, subject),
        )
      : null,
  })
}

interface Existing {
  readonly known: StoredVersion | null
  readonly inlined: readonly StoredVersion[]
}

const NOTHING: Existing = { known: null, inlined: [] }

/** Where config fills in nothing, what the request says is looked for as it is; else only what would be stored. */
function existingOf(state: RegistryState, plan: RegistrationPlan, identity: IdentityOf, config: ConfigInScope, imports: boolean): Existing {
  const { request, own } = plan
  const { subject } = request
  const isSame = (version: StoredVersion): boolean =>
    version.schemaType === plan.schemaType && (givenId(request) === null || version.id === givenId(request))
  if (imports) {
    const found = queries.lookUp(state, subject, identity, 'active')
    return { known: found !== null && isSame(found) ? found : null, inlined: [] }
  }
  const { found, candidates } = fillsIn(config)
    ? {
        found: queries.lookUp(state, subject, identity, 'active') ?? differsInVersionAlone(state, subject, identity, 'active'),
        candidates: inlinedIn(state, subject, identity, 'active'),
      }
    : queries.findExisting(state, subject, { ...identity, ...own }, 'active')
  if (found !== null && isSame(found)) return { known: found, inlined: [] }
  return { known: null, inlined: candidates.filter(isSame) }
}

function fillsIn({ defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet }: ConfigInScope): boolean {
  return [defaultMetadata, overrideMetadata, defaultRuleSet, overrideRuleSet].some((setting) => setting !== undefined)
}
