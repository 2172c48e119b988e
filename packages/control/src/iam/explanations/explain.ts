import { type AclBinding, type Question, type RoleGrant, rulesOf, type Verdict, WILDCARD } from '@leat/access'
import { crn, type CrnPart } from '../../crn.ts'
import type { Cluster, RoleBinding } from '../../entities.ts'
import type { ControlState } from '../../state.ts'
import { actorOf } from '../principals.ts'
import { ROLES } from '../roles/catalogue.ts'
import { grantsOfBinding, grantsOfPrincipal } from '../roles/grants.ts'
import { readBinding } from '../roles/held.ts'

export type Remedy =
  | { readonly kind: 'acl'; readonly acl: AclBinding }
  | { readonly kind: 'role_binding'; readonly principal: string; readonly role: string; readonly crnPattern: string }

export interface Explanation {
  readonly verdict: Verdict
  /** All DENY entries that match. */
  readonly deniedBy: readonly AclBinding[]
  /** Each alone would allow it, once nothing denies it; the least powerful first. Empty: nothing is missing. */
  readonly remedies: readonly Remedy[]
}

/** Why somebody may, or may not, and what would change that: the same evaluation that the edges make, over the state as it is now. */
export function explain(state: ControlState, cluster: Cluster, question: Question): Explanation {
  const grants = grantsOfPrincipal(state, cluster, question.principal)
  const acls = [...state.acl.values()].filter((one) => one.cluster === cluster.id).map((one) => one.acl)
  const verdict = decide(question, acls, grants)
  if (verdict.granted) return { verdict, deniedBy: [], remedies: [] }

  const deniedBy = acls.filter((acl) => acl.permission === 'deny' && decide(question, [acl], []).reason !== null)
  const allowsOtherwise = decide(
    question,
    acls.filter((acl) => acl.permission === 'allow'),
    grants,
  ).granted
  return { verdict, deniedBy, remedies: allowsOtherwise ? [] : [aclRemedy(question), ...roleRemedies(state, cluster, question)] }
}

function decide(question: Question, acls: readonly AclBinding[], grants: readonly RoleGrant[]): Verdict {
  const rules = rulesOf()
  for (const acl of acls) rules.setAcl(acl, true)
  rules.setGrants(question.principal, grants)
  return rules.decide(question)
}

function aclRemedy({ principal, operation, resourceType, name }: Question): Remedy {
  const acl: AclBinding = { principal, host: WILDCARD, operation, permission: 'allow', resourceType, patternType: 'literal', name }
  return { kind: 'acl', acl }
}

/** Roles on the very resource first, then those on the cluster. Wider ones would do, and nobody needs to be told to use them. */
function roleRemedies(state: ControlState, cluster: Cluster, question: Question): readonly Remedy[] {
  const { principal } = question
  if (actorOf(state, cluster.organization, principal.slice(principal.indexOf(':') + 1)) === null) return []
  const clusterParts: CrnPart[] = [
    ['organization', cluster.organization],
    ['environment', cluster.environment],
    ['cloud-cluster', cluster.id],
  ]
  const resource: CrnPart[] = question.resourceType === 'cluster' ? [] : [[question.resourceType, question.name]]
  const scopes = [crn([...clusterParts, ['kafka', cluster.id], ...resource]), crn(clusterParts)]
  return scopes.flatMap((crnPattern) =>
    [...ROLES.keys()]
      .filter((role) => wouldAllow(cluster, question, role, crnPattern))
      .map((role): Remedy => ({ kind: 'role_binding', principal, role, crnPattern }))
      .toReversed(),
  )
}

function wouldAllow(cluster: Cluster, question: Question, role: string, crnPattern: string): boolean {
  const { organization } = cluster
  const binding: RoleBinding = { id: '', organization, principal: question.principal, role, crnPattern, createdAt: '', updatedAt: '' }
  const held = readBinding(binding)
  if (held === null || !held.role.boundAt.includes(held.bound.level)) return false
  return decide(question, [], grantsOfBinding(held, cluster)).granted
}
