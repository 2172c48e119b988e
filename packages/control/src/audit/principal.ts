import type { PrincipalName } from '@leat/access'
import { parseCrn } from '../crn.ts'
import type { ControlState } from '../state.ts'

/** `User:u-…` and `User:sa-…` as the schema words them; anything else (an anonymous operator) by its name. */
export function principalOf(state: ControlState, principal: PrincipalName): object {
  const id = principal.replace(/^User:/, '')
  if (id.startsWith('u-')) {
    const email = state.user.get(id)?.email
    return { confluentUser: { resourceId: id }, ...(email === undefined ? {} : { email }) }
  }
  if (id.startsWith('sa-')) return { confluentServiceAccount: { resourceId: id } }
  return { externalAccount: { subject: id } }
}

/** Types of resources as the schema words them, by the types of CRNs. */
const TYPES: Readonly<Record<string, string>> = {
  organization: 'ORGANIZATION',
  environment: 'ENVIRONMENT',
  'cloud-cluster': 'CLOUD_CLUSTER',
  kafka: 'KAFKA_CLUSTER',
  'schema-registry': 'SCHEMA_REGISTRY',
  topic: 'TOPIC',
  group: 'GROUP',
  'transactional-id': 'TRANSACTIONAL_ID',
  user: 'USER',
  'service-account': 'SERVICE_ACCOUNT',
  'api-key': 'API_KEY',
  'role-binding': 'ROLE_BINDING',
  'client-quota': 'CLIENT_QUOTA',
}

/** A resource with the scopes it stands in, outermost first. Nothing where the CRN has a part of another kind. */
export function cloudResourcesOf(crn: string): object {
  const parts = parseCrn(crn)?.map(([type, resourceId]) => ({ type: TYPES[type], resourceId }))
  if (parts === undefined || parts.some(({ type }) => type === undefined)) return {}
  const resource = parts.at(-1)!
  return { cloudResources: [{ scope: { resources: parts.slice(0, -1) }, resource }] }
}
