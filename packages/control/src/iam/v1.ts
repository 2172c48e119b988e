import * as v from 'valibot'
import type { PlatformFacts } from '../context.ts'
import type { Organization, ServiceAccount, User } from '../entities.ts'
import type { ControlState } from '../state.ts'

/** The objects of the older API, by number. Users and service accounts have the same form there. */
export const V1User = v.object({
  id: v.number(),
  resource_id: v.string(),
  organization_id: v.number(),
  email: v.optional(v.string()),
  first_name: v.optional(v.string()),
  last_name: v.optional(v.string()),
  auth_type: v.optional(v.string()),
  service_account: v.boolean(),
  service_name: v.optional(v.string()),
  service_description: v.optional(v.string()),
  created: v.string(),
  modified: v.string(),
})

const AuditLog = v.object({
  cluster_id: v.string(),
  service_account_id: v.number(),
  service_account_resource_id: v.string(),
  topic_name: v.string(),
})

export const V1Organization = v.object({
  id: v.number(),
  resource_id: v.string(),
  name: v.string(),
  created: v.string(),
  modified: v.string(),
  audit_log: v.optional(AuditLog),
})

export function renderV1User(user: User, organizationNumber: number): v.InferOutput<typeof V1User> {
  const [first = '', ...rest] = user.fullName.split(' ')
  return {
    id: user.number,
    resource_id: user.id,
    organization_id: organizationNumber,
    email: user.email,
    first_name: first,
    last_name: rest.join(' '),
    auth_type: user.authType,
    service_account: false,
    created: user.createdAt,
    modified: user.updatedAt,
  }
}

export function renderV1ServiceAccount(account: ServiceAccount, organizationNumber: number): v.InferOutput<typeof V1User> {
  return {
    id: account.number,
    resource_id: account.id,
    organization_id: organizationNumber,
    service_account: true,
    service_name: account.name,
    service_description: account.description,
    created: account.createdAt,
    modified: account.updatedAt,
  }
}

const AUDIT_TOPIC = 'confluent-audit-log-events'

export function renderV1Organization(
  state: ControlState,
  organization: Organization,
  { auditCluster }: PlatformFacts,
): v.InferOutput<typeof V1Organization> {
  const account = state['service-account'].get(auditCluster?.serviceAccount ?? '')
  const auditLog =
    auditCluster === null || account?.organization !== organization.id
      ? null
      : {
          cluster_id: auditCluster.id,
          service_account_id: account.number,
          service_account_resource_id: account.id,
          topic_name: AUDIT_TOPIC,
        }
  return {
    id: organization.number,
    resource_id: organization.id,
    name: organization.name,
    created: organization.createdAt,
    modified: organization.updatedAt,
    ...(auditLog === null ? {} : { audit_log: auditLog }),
  }
}
