/** What a new version gets besides what its request says: metadata and rules of config and of the latest version. */
import { mergeMetadata, mergeRuleSets } from '../governance/merge.ts'
import type { IdentityOf, QualifiedSubject, RegistryState, StoredVersion } from './contract.ts'
import { configInScope } from './settings.ts'

/** Default, then its own or else the previous version's, then override: the later wins. */
export function mergeDefaults(
  state: RegistryState,
  subject: QualifiedSubject,
  own: IdentityOf,
  previous: StoredVersion | null,
): IdentityOf {
  const config = configInScope(state, subject)
  const metadata = own.metadata ?? previous?.metadata ?? null
  const ruleSet = own.ruleSet ?? previous?.ruleSet ?? null
  return {
    ...own,
    metadata: mergeMetadata(mergeMetadata(config.defaultMetadata ?? null, metadata), config.overrideMetadata ?? null),
    ruleSet: mergeRuleSets(mergeRuleSets(config.defaultRuleSet ?? null, ruleSet), config.overrideRuleSet ?? null),
  }
}
