import { ok, type Result } from '@leat/base'
import { type Complaint, failed } from '../complaint.ts'
import type { Session } from '../session/session.ts'

/** Tools hard-code it. */
const AUTHORITY = 'crn://confluent.cloud/'

/** Flags that say where a role is bound; commands spread them into their own. */
export const SCOPE_FLAGS = {
  environment: { type: 'text', summary: 'In this environment.' },
  'current-environment': { type: 'switch', summary: 'In the current environment.' },
  'cloud-cluster': { type: 'text', summary: 'In this Kafka cluster: lkc-...' },
  'kafka-cluster': { type: 'text', summary: 'In this Kafka cluster, for its topics, groups and transactional ids.' },
  'schema-registry-cluster': { type: 'text', summary: 'In this Schema Registry: lsrc-...' },
  resource: { type: 'text', summary: 'Only this resource: Topic:NAME, Group:NAME, TransactionalId:NAME, Subject:NAME.' },
  prefix: { type: 'switch', summary: 'The name of the resource is a prefix.' },
} as const

export interface ScopeFlags {
  readonly environment: string | undefined
  readonly 'current-environment': boolean | undefined
  readonly 'cloud-cluster': string | undefined
  readonly 'kafka-cluster': string | undefined
  readonly 'schema-registry-cluster': string | undefined
  readonly resource: string | undefined
  readonly prefix: boolean | undefined
}

/** The types of resources as the flag says them, and where in a CRN they stand. */
const TYPES: Readonly<Record<string, { readonly part: string; readonly in: 'kafka' | 'schema-registry' }>> = {
  topic: { part: 'topic', in: 'kafka' },
  group: { part: 'group', in: 'kafka' },
  transactionalid: { part: 'transactional-id', in: 'kafka' },
  subject: { part: 'subject', in: 'schema-registry' },
}

/** The CRN pattern that the flags mean; without any, the organization. */
export function crnPattern(session: Session, flags: ScopeFlags): Result<string, Complaint> {
  const parts = [`organization=${session.login.organization}`]
  const kafka = flags['kafka-cluster'] ?? flags['cloud-cluster']
  const registry = flags['schema-registry-cluster']
  if (kafka !== undefined && registry !== undefined)
    return failed('--cloud-cluster and --schema-registry-cluster are different places: give one of them')
  const needsEnvironment = kafka !== undefined || registry !== undefined || flags['current-environment'] === true
  if (flags.environment !== undefined || needsEnvironment) {
    const environment = flags.environment === undefined ? session.environment() : ok(flags.environment)
    if (!environment.ok) return environment
    parts.push(`environment=${environment.value}`)
  }
  if (kafka !== undefined) parts.push(`cloud-cluster=${kafka}`)
  if (registry !== undefined) parts.push(`schema-registry=${registry}`)
  const resource = flags.resource === undefined ? ok([]) : resourceParts(flags.resource, flags.prefix === true, kafka, registry)
  if (!resource.ok) return resource
  if (flags['kafka-cluster'] !== undefined && resource.value.length === 0) parts.push(`kafka=${flags['kafka-cluster']}`)
  return ok(AUTHORITY + [...parts, ...resource.value].join('/'))
}

function resourceParts(
  text: string,
  prefix: boolean,
  kafka: string | undefined,
  registry: string | undefined,
): Result<readonly string[], Complaint> {
  const colon = text.indexOf(':')
  const type = TYPES[text.slice(0, Math.max(0, colon)).toLowerCase()]
  const name = text.slice(colon + 1)
  if (type === undefined || name === '')
    return failed(
      `"${text}" is no resource`,
      'Write a type and a name: Topic:orders, Group:billing, TransactionalId:pay, Subject:orders-value.',
    )
  if (type.in === 'kafka' && kafka === undefined) return failed('a resource of a Kafka cluster needs --kafka-cluster')
  if (type.in === 'schema-registry' && registry === undefined) return failed('a subject needs --schema-registry-cluster')
  const encoded = `${type.part}=${encodeURIComponent(name).replaceAll('%2A', '*')}${prefix ? '*' : ''}`
  return ok(type.in === 'kafka' ? [`kafka=${kafka!}`, encoded] : [encoded])
}
