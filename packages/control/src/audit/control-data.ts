import type { Caller } from '@leat/access'
import type { ControlState } from '../state.ts'
import type { ControlEvent } from './event.ts'
import { cloudResourcesOf, principalOf } from './principal.ts'

/** A change or a read of the control plane, or a login to it. */
export function controlData(state: ControlState, event: ControlEvent): object {
  const { method, caller, identity, resource, modifies, granted, status, data, requestId, clientAddress } = event
  const isKnown = caller !== null
  return {
    serviceName: 'crn://confluent.cloud/',
    methodName: method,
    ...(resource === null ? {} : { resourceName: resource, ...cloudResourcesOf(resource) }),
    authenticationInfo: {
      ...(isKnown ? { principal: principalOf(state, caller.principal), credentials: credentialsOf(caller) } : {}),
      ...(identity === null ? {} : { identity }),
      result: isKnown ? 'SUCCESS' : 'FAILURE',
    },
    ...(isKnown && !isLogin(event) ? { authorizationInfo: { granted, result: granted ? 'ALLOW' : 'DENY' } } : {}),
    request: { accessType: modifies ? 'MODIFICATION' : 'READ_ONLY', ...(Object.keys(data).length === 0 ? {} : { data }) },
    requestMetadata: { requestId: [requestId], clientAddress: [{ ip: clientAddress }] },
    result: { status },
  }
}

function credentialsOf({ via }: Caller): object {
  if (via.kind !== 'api-key') return { mechanism: 'HTTP_BEARER' }
  return { mechanism: 'HTTP_BASIC', idSecretCredentials: { credentialId: via.key } }
}

/** Whether an event says who somebody is, and nothing about what is asked for. */
export function isLogin({ method }: ControlEvent): boolean {
  return method === 'Authentication' || method === 'kafka.Authentication'
}
