import { fail, ok, type Result } from '@leat/base'
import { type Complaint, complaint } from '../../complaint.ts'
import type { KafkaCalls } from '@leat/api/calls'

export type AclBinding = KafkaCalls['createKafkaAcls']['body']
type Operation = AclBinding['operation']

const OPERATIONS: readonly Operation[] = [
  'ALL',
  'ALTER',
  'ALTER_CONFIGS',
  'CLUSTER_ACTION',
  'CREATE',
  'DELETE',
  'DESCRIBE',
  'DESCRIBE_CONFIGS',
  'IDEMPOTENT_WRITE',
  'READ',
  'WRITE',
]

const shown = (operation: Operation): string => operation.toLowerCase().replaceAll('_', '-')

export const RESOURCE_FLAGS = {
  topic: { type: 'text', summary: 'ACLs of this topic.' },
  'consumer-group': { type: 'text', summary: 'ACLs of this consumer group.' },
  'transactional-id': { type: 'text', summary: 'ACLs of this transactional ID.' },
  'cluster-scope': { type: 'switch', summary: 'ACLs of the cluster.' },
  prefix: { type: 'switch', summary: 'The name of the resource is the beginning of names.' },
} as const

export const PRINCIPAL_FLAGS = {
  principal: { type: 'text', summary: 'Principal, prefixed with "User:".' },
  'service-account': { type: 'text', summary: 'The service account ID.' },
} as const

export const BINDING_FLAGS = {
  operations: { type: 'list', summary: `ACL operations: ${OPERATIONS.map(shown).join(', ')}.`, required: true },
  allow: { type: 'switch', summary: 'Access to the resource is allowed.' },
  deny: { type: 'switch', summary: 'Access to the resource is denied.' },
  ...PRINCIPAL_FLAGS,
  ...RESOURCE_FLAGS,
} as const

interface ResourceGiven {
  readonly topic: string | undefined
  readonly 'consumer-group': string | undefined
  readonly 'transactional-id': string | undefined
  readonly 'cluster-scope': boolean | undefined
  readonly prefix: boolean | undefined
}

interface PrincipalGiven {
  readonly principal: string | undefined
  readonly 'service-account': string | undefined
}

interface BindingGiven extends ResourceGiven, PrincipalGiven {
  readonly operations: readonly string[]
  readonly allow: boolean | undefined
  readonly deny: boolean | undefined
}

export type Resource = Pick<AclBinding, 'resource_type' | 'resource_name' | 'pattern_type'>

const ONE_RESOURCE = 'exactly one of --cluster-scope, --consumer-group, --topic, --transactional-id must be set'

/** The one that is given; null when none is. Its only name is `kafka-cluster` where it is the cluster itself. */
export function resourceOf(given: ResourceGiven): Result<Resource | null, string> {
  const pattern_type = given.prefix === true ? 'PREFIXED' : 'LITERAL'
  const named = [
    ['TOPIC', given.topic],
    ['GROUP', given['consumer-group']],
    ['TRANSACTIONAL_ID', given['transactional-id']],
    ['CLUSTER', given['cluster-scope'] === true ? 'kafka-cluster' : undefined],
  ] as const
  const resources = named.flatMap(([resource_type, resource_name]): Resource[] =>
    resource_name === undefined
      ? []
      : [{ resource_type, resource_name, pattern_type: resource_type === 'CLUSTER' ? 'LITERAL' : pattern_type }],
  )
  return resources.length > 1 ? fail(ONE_RESOURCE) : ok(resources[0] ?? null)
}

export function principalOf(given: PrincipalGiven): Result<string | null, string> {
  const { principal, 'service-account': account } = given
  if (principal !== undefined && account !== undefined) return fail('--principal and --service-account exclude each other')
  if (principal !== undefined && !principal.includes(':')) return fail(`principal "${principal}" has no type: it begins with "User:"`)
  return ok(principal ?? (account === undefined ? null : `User:${account}`))
}

/** One for each operation; everything that is missing or wrong is said together. */
export function bindingsOf(given: BindingGiven): Result<readonly AclBinding[], Complaint> {
  const wrong: string[] = []
  const operations = given.operations.flatMap((wanted): Operation[] => {
    const operation = OPERATIONS.find((one) => shown(one) === wanted.toLowerCase().replaceAll('_', '-'))
    if (operation === undefined) wrong.push(`invalid operation value: ${wanted}`)
    return operation === undefined ? [] : [operation]
  })
  const resource = resourceOf(given)
  if (!resource.ok) wrong.push(resource.error)
  else if (resource.value === null) wrong.push(ONE_RESOURCE)
  const principal = principalOf(given)
  if (!principal.ok) wrong.push(principal.error)
  else if (principal.value === null) wrong.push('exactly one of --service-account, --principal must be set')
  if ((given.allow === true) === (given.deny === true)) wrong.push('one of --allow and --deny must be set')
  if (wrong.length > 0 || !resource.ok || resource.value === null || !principal.ok || principal.value === null) return fail(allOf(wrong))
  const binding = { ...resource.value, principal: principal.value, host: '*', permission: given.allow === true ? 'ALLOW' : 'DENY' } as const
  return ok(operations.map((operation) => ({ ...binding, operation })))
}

function allOf(wrong: readonly string[]): Complaint {
  return complaint(wrong.length === 1 ? wrong[0]! : [`${wrong.length} errors occurred:`, ...wrong.map((one) => `  * ${one}`)].join('\n'))
}
