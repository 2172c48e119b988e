import type { AuthenticationEvent, AuthorizationEvent, Operation, Reason, ResourceType } from '@leat/access'
import { unreachable } from '@leat/base'
import type { ControlState } from '../state.ts'
import { cloudResourcesOf, principalOf } from './principal.ts'

/** A login over Kafka's protocol. */
export function authenticationData(state: ControlState, event: AuthenticationEvent, cluster: string): object {
  const { identity, principal, granted, mechanism, message } = event
  return {
    serviceName: 'crn://confluent.cloud/',
    methodName: 'kafka.Authentication',
    resourceName: cluster,
    ...cloudResourcesOf(cluster),
    authenticationInfo: {
      ...(principal === null ? {} : { principal: principalOf(state, principal) }),
      result: granted ? 'SUCCESS' : 'FAILURE',
      credentials: { mechanism, idSecretCredentials: { credentialId: identity } },
    },
    ...requestOf(event),
    result: { status: granted ? 'SUCCESS' : 'FAILURE', ...(message === null ? {} : { data: { message } }) },
  }
}

/** What an authorizer decided. */
export function authorizationData(state: ControlState, event: AuthorizationEvent, cluster: string, subject: string): object {
  const { principal, api, granted, operation, resourceType, resourceName, reason, clientId, correlationId } = event
  return {
    serviceName: 'crn://confluent.cloud/',
    methodName: `kafka.${api}`,
    resourceName: subject,
    ...cloudResourcesOf(subject),
    authenticationInfo: { principal: principalOf(state, principal), result: 'SUCCESS' },
    authorizationInfo: {
      granted,
      result: granted ? 'ALLOW' : 'DENY',
      operation: OPERATION_NAMES[operation],
      resourceType: RESOURCE_TYPE_NAMES[resourceType],
      resourceName,
      ...(reason === null ? {} : reasonOf(reason)),
    },
    request: { ...(clientId === null ? {} : { clientId }), correlationId: String(correlationId) },
    ...requestOf(event),
  }
}

/** The Kafka cluster itself, or what of it. */
export function authorizationSubject({ resourceType, resourceName }: AuthorizationEvent, cluster: string): string {
  return resourceType === 'cluster' ? cluster : `${cluster}/${resourceType}=${encodeURIComponent(resourceName)}`
}

function requestOf({ clientAddress, connectionId }: Pick<AuthenticationEvent, 'clientAddress' | 'connectionId'>): object {
  return { requestMetadata: { clientAddress: [{ ip: clientAddress }], connectionId } }
}

function reasonOf(reason: Reason): object {
  switch (reason.kind) {
    case 'acl':
      return {
        patternType: reason.patternType.toUpperCase(),
        aclAuthorization: { permissionType: reason.permission.toUpperCase(), host: reason.host },
      }
    case 'role':
      return { rbacAuthorization: { role: reason.source.role, scope: { outerScope: [reason.source.scope] } } }
    case 'operator':
      return {}
    default:
      return unreachable(reason)
  }
}

const OPERATION_NAMES: Readonly<Record<Operation, string>> = {
  all: 'All',
  read: 'Read',
  write: 'Write',
  create: 'Create',
  delete: 'Delete',
  alter: 'Alter',
  describe: 'Describe',
  'cluster-action': 'ClusterAction',
  'describe-configs': 'DescribeConfigs',
  'alter-configs': 'AlterConfigs',
  'idempotent-write': 'IdempotentWrite',
}

const RESOURCE_TYPE_NAMES: Readonly<Record<ResourceType, string>> = {
  topic: 'Topic',
  group: 'Group',
  cluster: 'Cluster',
  'transactional-id': 'TransactionalId',
}
