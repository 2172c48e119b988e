import type { Organization, ServiceAccount } from '../entities.ts'
import type { ControlState } from '../state.ts'

/**
 * Who owns the key of the audit log. It is part of the platform and not kept as an entity: nobody makes, changes, deletes or lists it, binds a role to it or
 * makes a key for it, and nothing knows it but the cluster of the audit log. As in the cloud, tools are told of it by `audit_log` of the organization.
 */
export interface AuditReader {
  readonly cluster: string
  /** The environment that cluster stands in: no tenant's. */
  readonly environment: string
  /** `sa-…` */
  readonly serviceAccount: string
}

/** The largest int32: numbers of all others count up from 1. */
const NUMBER = 2_147_483_647

/** Named after the cluster of the audit log, so that both threads know it without asking. */
export function auditReaderOf(cluster: string): AuditReader {
  const name = cluster.slice(cluster.indexOf('-') + 1)
  return { cluster, environment: `env-${name}`, serviceAccount: `sa-${name}` }
}

/** The audit log is that of the organization the platform started with. */
export function readsAuditLog(state: ControlState, organization: string): boolean {
  return state.organization.keys().next().value === organization
}

/** As tools see it who ask for the account by its number or id. */
export function auditAccount({ serviceAccount }: AuditReader, { id, createdAt, updatedAt }: Organization): ServiceAccount {
  return {
    id: serviceAccount,
    organization: id,
    createdAt,
    updatedAt,
    number: NUMBER,
    name: 'audit-log',
    description: 'Reads the audit log, and may do nothing else. It is part of this Leat and cannot be changed',
  }
}
