/**
 * The evaluation of rules (Apache Kafka's StandardAuthorizer, plus roles): a DENY that matches is final; then an ALLOW or a role grants; else refused.
 *
 * - A rule matches by principal (its own or `User:*`), host (its own or `*`), resource (literal, literal `*`, prefix) and operation (its own or `all`).
 * - READ, WRITE, DELETE and ALTER imply DESCRIBE; ALTER_CONFIGS implies DESCRIBE_CONFIGS: for what is allowed, never for what is denied.
 */
import type { Reason } from './audit-event.ts'
import { type AclBinding, type Operation, type PrincipalName, type ResourcePattern, type ResourceType, type RoleGrant, WILDCARD } from './vocabulary.ts'

export interface Question {
  readonly principal: PrincipalName
  readonly host: string
  readonly operation: Operation
  readonly resourceType: ResourceType
  readonly name: string
}

/** `reason` is the rule that decided; null: none speaks for it. */
export interface Verdict {
  readonly granted: boolean
  readonly reason: Reason | null
}

/** The rules of one cluster, kept so that a question costs a look at the asker's own rules only. */
export interface Rules {
  decide(question: Question): Verdict
  /** Whether the operation is allowed on any resource of the type at all: for requests that name none yet (KIP-679: idempotent writers). */
  decideAny(question: Omit<Question, 'name'>): Verdict
  setGrants(principal: PrincipalName, grants: readonly RoleGrant[]): void
  setAcl(acl: AclBinding, present: boolean): void
  /** All entries, for DescribeAcls and its filters. */
  acls(): readonly AclBinding[]
}

const IMPLYING: Partial<Readonly<Record<Operation, readonly Operation[]>>> = {
  describe: ['describe', 'read', 'write', 'delete', 'alter'],
  'describe-configs': ['describe-configs', 'alter-configs'],
}

interface Own {
  readonly acls: Map<string, AclBinding>
  grants: readonly RoleGrant[]
}

export function rulesOf(): Rules {
  const byPrincipal = new Map<PrincipalName, Own>()
  const ownOf = (principal: PrincipalName): Own => {
    let own = byPrincipal.get(principal)
    if (own === undefined) byPrincipal.set(principal, (own = { acls: new Map(), grants: [] }))
    return own
  }
  const aclsFor = function* (principal: PrincipalName, host: string): Iterable<AclBinding> {
    for (const name of [principal, everybodyLike(principal)]) {
      for (const acl of byPrincipal.get(name)?.acls.values() ?? []) if (acl.host === WILDCARD || acl.host === host) yield acl
    }
  }

  const verdict = (question: Omit<Question, 'name'>, matches: (pattern: ResourcePattern) => boolean, isDenied: (acl: AclBinding) => boolean): Verdict => {
    const { principal, host, operation } = question
    const allowedBy = IMPLYING[operation] ?? [operation]
    let allow: AclBinding | null = null
    for (const acl of aclsFor(principal, host)) {
      if (acl.permission === 'deny') {
        if ((acl.operation === operation || acl.operation === 'all') && isDenied(acl)) return { granted: false, reason: reasonOf(acl) }
      } else if (allow === null && (acl.operation === 'all' || allowedBy.includes(acl.operation)) && matches(acl)) allow = acl
    }
    if (allow !== null) return { granted: true, reason: reasonOf(allow) }
    for (const grant of byPrincipal.get(principal)?.grants ?? []) {
      const grants = grant.operations.some((one) => one === 'all' || allowedBy.includes(one))
      if (grants && matches(grant)) return { granted: true, reason: { kind: 'role', source: grant.source } }
    }
    return { granted: false, reason: null }
  }

  return {
    decide(question) {
      const matches = (pattern: ResourcePattern): boolean => matchesName(pattern, question.resourceType, question.name)
      return verdict(question, matches, matches)
    },
    decideAny(question) {
      const ofType = (pattern: ResourcePattern): boolean => pattern.resourceType === question.resourceType
      return verdict(question, ofType, (acl) => ofType(acl) && acl.patternType === 'literal' && acl.name === WILDCARD)
    },
    setGrants(principal, grants) {
      ownOf(principal).grants = grants
    },
    setAcl(acl, present) {
      const { acls } = ownOf(acl.principal)
      if (present) acls.set(aclKey(acl), acl)
      else acls.delete(aclKey(acl))
    },
    acls: () => [...byPrincipal.values()].flatMap(({ acls }) => [...acls.values()]),
  }
}

/** What makes an entry the same entry: all of it. */
export function aclKey({ resourceType, patternType, name, principal, host, operation, permission }: AclBinding): string {
  return [resourceType, patternType, name, principal, host, operation, permission].join('\n')
}

function everybodyLike(principal: PrincipalName): PrincipalName {
  return `${principal.slice(0, principal.indexOf(':'))}:${WILDCARD}`
}

function matchesName(pattern: ResourcePattern, resourceType: ResourceType, name: string): boolean {
  if (pattern.resourceType !== resourceType) return false
  return pattern.patternType === 'prefixed' ? name.startsWith(pattern.name) : pattern.name === name || pattern.name === WILDCARD
}

function reasonOf({ permission, host, patternType, name }: AclBinding): Reason {
  return { kind: 'acl', permission, host, patternType, name }
}
