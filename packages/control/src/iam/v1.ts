import * as v from 'valibot'
import { auditAccount, type AuditReader } from '../audit/reader.ts'
import type { Organization, ServiceAccount, User } from '../entities.ts'

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
  account_id: v.string(),
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

/** `reader` is null where there is no audit log. */
export function renderV1Organization(organization: Organization, reader: AuditReader | null): v.InferOutput<typeof V1Organization> {
  return {
    id: organization.number,
    resource_id: organization.id,
    name: organization.name,
    created: organization.createdAt,
    modified: organization.updatedAt,
    ...(reader === null ? {} : { audit_log: renderAuditLog(organization, reader) }),
  }
}

function renderAuditLog(organization: Organization, reader: AuditReader): v.InferOutput<typeof AuditLog> {
  return {
    cluster_id: reader.cluster,
    account_id: reader.environment,
    service_account_id: auditAccount(reader, organization).number,
    service_account_resource_id: reader.serviceAccount,
    topic_name: AUDIT_TOPIC,
  }
}
