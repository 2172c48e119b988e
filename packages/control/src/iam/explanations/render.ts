import type { AclBinding, Question, Reason } from '@leat/access'
import type { Explanation, Remedy } from './explain.ts'

export function renderExplanation(cluster: string, question: Question, { verdict, deniedBy, remedies }: Explanation): object {
  return {
    api_version: 'leat/v1',
    kind: 'Explanation',
    cluster_id: cluster,
    principal: question.principal,
    host: question.host,
    operation: question.operation,
    resource_type: question.resourceType,
    resource_name: question.name,
    allowed: verdict.granted,
    rule: verdict.reason === null ? null : renderReason(verdict.reason),
    text: textOf(question, verdict.reason, verdict.granted, remedies),
    denied_by: deniedBy.map(renderAcl),
    remedies: remedies.map(renderRemedy),
  }
}

function textOf(
  { principal, operation, resourceType, name }: Question,
  reason: Reason | null,
  granted: boolean,
  remedies: readonly Remedy[],
): string {
  const what = `'${principal}' ${granted ? 'may' : 'may not'} '${operation}' ${resourceType} '${name}'`
  if (reason === null) return `${what}: no ACL and no role allows it. Each of the remedies would`
  if (reason.kind === 'role') return `${what}: its role ${reason.source.role} at ${reason.source.scope} allows it`
  if (reason.kind === 'operator') return `${what}: it is the operator`
  if (granted) return `${what}: an ACL allows it`
  const rest = remedies.length === 0 ? 'Without those it would be allowed' : 'Without those it still takes one of the remedies'
  return `${what}: an ACL denies it, and that is final. Delete all that are named in denied_by. ${rest}`
}

function renderReason(reason: Reason): object {
  switch (reason.kind) {
    case 'acl':
      return { kind: 'acl', permission: reason.permission, host: reason.host, pattern_type: reason.patternType, name: reason.name }
    case 'role': {
      const { binding, role, scope } = reason.source
      return { kind: 'role', role_binding: binding, role_name: role, crn_pattern: scope }
    }
    case 'operator':
      return { kind: 'operator' }
  }
}

function renderRemedy(remedy: Remedy): object {
  if (remedy.kind === 'acl') return { kind: 'acl', acl: renderAcl(remedy.acl) }
  return { kind: 'role_binding', principal: remedy.principal, role_name: remedy.role, crn_pattern: remedy.crnPattern }
}

/** The words of Kafka REST, so that it can be sent as it is. */
function renderAcl({ principal, host, operation, permission, resourceType, name, patternType }: AclBinding): object {
  const upper = (word: string): string => word.toUpperCase().replaceAll('-', '_')
  return {
    principal,
    host,
    operation: upper(operation),
    permission: upper(permission),
    resource_type: upper(resourceType),
    resource_name: name,
    pattern_type: upper(patternType),
  }
}
