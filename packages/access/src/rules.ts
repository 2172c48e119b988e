/**
 * The evaluation of rules (Apache Kafka's StandardAuthorizer, plus roles): a DENY that matches is final; then an ALLOW or a role grants; else refused.
 *
 * - A rule matches by principal (its own or `User:*`), host (its own or `*`), resource (literal, literal `*`, prefix) and operation (its own or `all`).
 * - READ, WRITE, DELETE and ALTER imply DESCRIBE; ALTER_CONFIGS implies DESCRIBE_CONFIGS: for what is allowed, never for what is denied.
 */
import type { Reason } from './audit-event.ts'
import { PatternIndex } from './pattern-index.ts'
import {
  type AclBinding,
  type Operation,
  OPERATIONS,
  type PrincipalName,
  type ResourceType,
  type RoleGrant,
  WILDCARD,
} from './vocabulary.ts'

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
  /** Grows with every change: a verdict holds as long as this stays the same. */
  readonly version: number
  decide(question: Question): Verdict
  /**
   * Whether the operation is allowed on any resource of the type at all: for requests that name none yet (KIP-679: idempotent writers).
   * An ALLOW that a DENY covers as a whole does not count.
   */
  decideAny(question: Omit<Question, 'name'>): Verdict
  setGrants(principal: PrincipalName, grants: readonly RoleGrant[]): void
  setAcl(acl: AclBinding, present: boolean): void
  /** All entries, for DescribeAcls and its filters. */
  acls(): readonly AclBinding[]
}

const ALL = 1 << OPERATIONS.all

/** The operations of which one must be allowed, as bits. */
const ALLOWING = Object.fromEntries(
  (Object.keys(OPERATIONS) as Operation[]).map((operation) => [operation, bitsOf(operation, ...implying(operation)) | ALL]),
) as Readonly<Record<Operation, number>>

function implying(operation: Operation): readonly Operation[] {
  if (operation === 'describe') return ['read', 'write', 'delete', 'alter']
  return operation === 'describe-configs' ? ['alter-configs'] : []
}

function bitsOf(...operations: readonly Operation[]): number {
  return operations.reduce((bits, operation) => bits | (1 << OPERATIONS[operation]), 0)
}

/** A rule as it is kept. `host` is null for every host. */
interface Entry {
  readonly name: string
  readonly prefixed: boolean
  readonly host: string | null
  readonly operations: number
  readonly reason: Reason
}

interface Own {
  readonly acls: Map<string, AclBinding>
  grants: readonly RoleGrant[]
  denies: PatternIndex<Entry>
  allows: PatternIndex<Entry>
}

const REFUSED: Verdict = { granted: false, reason: null }

export function rulesOf(): Rules {
  const byPrincipal = new Map<PrincipalName, Own>()
  let version = 0

  const change = (principal: PrincipalName, how: (own: Own) => void): void => {
    let own = byPrincipal.get(principal)
    if (own === undefined)
      byPrincipal.set(principal, (own = { acls: new Map(), grants: [], denies: new PatternIndex(), allows: new PatternIndex() }))
    how(own)
    version += 1
    if (own.acls.size === 0 && own.grants.length === 0) byPrincipal.delete(principal)
  }

  return {
    get version() {
      return version
    },
    decide({ principal, host, operation, resourceType, name }) {
      const own = byPrincipal.get(principal)
      const everybody = byPrincipal.get(everybodyLike(principal))
      const denying = (entry: Entry): boolean => (entry.operations & (ALL | (1 << OPERATIONS[operation]))) !== 0 && isFrom(entry, host)
      const deny = own?.denies.find(resourceType, name, denying) ?? everybody?.denies.find(resourceType, name, denying)
      if (deny !== undefined) return { granted: false, reason: deny.reason }
      const allowing = (entry: Entry): boolean => (entry.operations & ALLOWING[operation]) !== 0 && isFrom(entry, host)
      const allow = own?.allows.find(resourceType, name, allowing) ?? everybody?.allows.find(resourceType, name, allowing)
      return allow === undefined ? REFUSED : { granted: true, reason: allow.reason }
    },
    decideAny({ principal, host, operation, resourceType }) {
      const both = [byPrincipal.get(principal), byPrincipal.get(everybodyLike(principal))].filter((own) => own !== undefined)
      const denies = both
        .flatMap((own) => [...own.denies.all(resourceType)])
        .filter((entry) => (entry.operations & (ALL | (1 << OPERATIONS[operation]))) !== 0 && isFrom(entry, host))
      for (const own of both) {
        for (const entry of own.allows.all(resourceType)) {
          if ((entry.operations & ALLOWING[operation]) === 0 || !isFrom(entry, host)) continue
          if (!denies.some((deny) => covers(deny, entry))) return { granted: true, reason: entry.reason }
        }
      }
      const everything = denies.find((deny) => !deny.prefixed && deny.name === WILDCARD)
      return everything === undefined ? REFUSED : { granted: false, reason: everything.reason }
    },
    setGrants(principal, grants) {
      change(principal, (own) => {
        own.grants = grants
        own.allows = indexOf(own, 'allow')
      })
    },
    setAcl(acl, present) {
      change(acl.principal, (own) => {
        const key = aclKey(acl)
        if (!present && !own.acls.delete(key)) return
        if (present) {
          if (own.acls.has(key)) return
          own.acls.set(key, acl)
          ;(acl.permission === 'deny' ? own.denies : own.allows).add(acl.resourceType, entryOfAcl(acl))
        } else if (acl.permission === 'deny') own.denies = indexOf(own, 'deny')
        else own.allows = indexOf(own, 'allow')
      })
    },
    acls: () => [...byPrincipal.values()].flatMap(({ acls }) => [...acls.values()]),
  }
}

/** What makes an entry the same entry: all of it. */
export function aclKey({ resourceType, patternType, name, principal, host, operation, permission }: AclBinding): string {
  return [resourceType, patternType, name, principal, host, operation, permission].join('\n')
}

/** ACLs first: a verdict names the ACL where an ACL and a role both allow. */
function indexOf(own: Own, permission: AclBinding['permission']): PatternIndex<Entry> {
  const index = new PatternIndex<Entry>()
  for (const acl of own.acls.values()) if (acl.permission === permission) index.add(acl.resourceType, entryOfAcl(acl))
  if (permission === 'allow') for (const grant of own.grants) index.add(grant.resourceType, entryOfGrant(grant))
  return index
}

function entryOfAcl({ permission, host, patternType, name, operation }: AclBinding): Entry {
  const reason: Reason = { kind: 'acl', permission, host, patternType, name }
  return { name, prefixed: patternType === 'prefixed', host: host === WILDCARD ? null : host, operations: bitsOf(operation), reason }
}

function entryOfGrant({ name, patternType, operations, source }: RoleGrant): Entry {
  return { name, prefixed: patternType === 'prefixed', host: null, operations: bitsOf(...operations), reason: { kind: 'role', source } }
}

function isFrom(entry: Entry, host: string): boolean {
  return entry.host === null || entry.host === host
}

/** Whether everything the allowing entry stands for is denied. */
function covers(deny: Entry, allow: Entry): boolean {
  if (deny.prefixed) return allow.name.startsWith(deny.name) && (allow.prefixed || allow.name !== WILDCARD || deny.name === '')
  if (deny.name === WILDCARD) return true
  return !allow.prefixed && allow.name === deny.name
}

function everybodyLike(principal: PrincipalName): PrincipalName {
  return `${principal.slice(0, principal.indexOf(':'))}:${WILDCARD}`
}
