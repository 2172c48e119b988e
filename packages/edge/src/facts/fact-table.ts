import { type ClusterLimits, type ConfigRules, type Fact, type Login, NO_LIMITS, type Rules, rulesOf } from '@leat/access'
import { assert, unreachable } from '@leat/base'
import type { Principal } from '@leat/wire'
import { type Credential, type Credentials, handlersOf, isSame } from '../credentials.ts'
import { type QuotaTable, quotaTable } from './quota-table.ts'

/** All that one cluster's edge has been told: plain data that crossed from the control plane, and stays when that is away. */
export interface FactTable {
  readonly credentials: Credentials
  readonly rules: Rules
  /** The caps as they are now. */
  readonly limits: ClusterLimits
  /** Null: clients may set what Kafka lets them. */
  readonly configRules: ConfigRules | null
  readonly quotas: QuotaTable
  /** In order. Each fact replaces the one before with the same kind and key; connections of a key that is gone or changed are cut before this returns. */
  apply(facts: readonly Fact[]): void
}

/** @param cluster the logical cluster (`lkc-…`) these facts are about: its keys log in on its listeners and nowhere else */
export function factTable(cluster: string | null = null): FactTable {
  const logins = new Map<string, Credential>()
  const revoked = handlersOf<string>()
  const known = handlersOf<string>()
  const rules = rulesOf()
  const quotas = quotaTable()
  let limits: ClusterLimits = NO_LIMITS
  let configRules: ConfigRules | null = null

  const setLogin = (username: string, login: Login | null): void => {
    const before = logins.get(username)
    const after = login === null ? null : credentialOf(login, cluster)
    if (after === null) logins.delete(username)
    else logins.set(username, after)
    if (before !== undefined && (after === null || !isSame(before, after))) revoked.tell(username)
    if (after !== null) known.tell(username)
  }
  const applyOne = (fact: Fact): void => {
    switch (fact.kind) {
      case 'login':
        return setLogin(fact.username, fact.login)
      case 'grants':
        return rules.setGrants(fact.principal, fact.grants)
      case 'acl':
        return rules.setAcl(fact.acl, fact.present)
      case 'limits':
        limits = fact.limits
        return
      case 'config-rules':
        configRules = fact.rules
        return
      case 'client-quota':
        return quotas.set(fact.id, fact.quota)
      default:
        unreachable(fact)
    }
  }
  return {
    credentials: { lookup: (username) => logins.get(username) ?? null, onRevoked: revoked.on, onSet: known.on },
    rules,
    get limits() {
      return limits
    },
    get configRules() {
      return configRules
    },
    quotas,
    apply(facts) {
      for (const fact of facts) applyOne(fact)
    },
  }
}

function credentialOf({ principal, salt, hash }: Login, tenant: string | null): Credential {
  return { principal: principalOf(principal), tenant, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}

/** `User:sa-123abc` in its two parts. */
function principalOf(name: string): Principal {
  const colon = name.indexOf(':')
  assert(colon > 0, `a principal is written Type:name, not ${name}`)
  return { type: name.slice(0, colon), name: name.slice(colon + 1) }
}
