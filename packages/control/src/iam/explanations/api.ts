import { OPERATIONS, RESOURCE_TYPES } from '@leat/access'
import { endpoint } from '@leat/rest'
import * as v from 'valibot'

const Rule = v.object({
  kind: v.picklist(['acl', 'role', 'operator']),
  permission: v.optional(v.string()),
  host: v.optional(v.string()),
  pattern_type: v.optional(v.string()),
  name: v.optional(v.string()),
  role_binding: v.optional(v.string()),
  role_name: v.optional(v.string()),
  crn_pattern: v.optional(v.string()),
})

const Acl = v.object({
  principal: v.string(),
  host: v.string(),
  operation: v.string(),
  permission: v.string(),
  resource_type: v.string(),
  resource_name: v.string(),
  pattern_type: v.string(),
})

const Remedy = v.variant('kind', [
  v.object({ kind: v.literal('acl'), acl: Acl }),
  v.object({ kind: v.literal('role_binding'), principal: v.string(), role_name: v.string(), crn_pattern: v.string() }),
])

const Explanation = v.object({
  api_version: v.literal('leat/v1'),
  kind: v.literal('Explanation'),
  cluster_id: v.string(),
  principal: v.string(),
  host: v.string(),
  operation: v.string(),
  resource_type: v.string(),
  resource_name: v.string(),
  allowed: v.boolean(),
  /** The rule that decided; null: no rule says anything, and then it is refused. */
  rule: v.nullable(Rule),
  text: v.string(),
  /** All DENY entries that match: none of the remedies helps before they are gone. */
  denied_by: v.array(Acl),
  /** Each of them alone would allow it. */
  remedies: v.array(Remedy),
  /** When it explains a refusal that happened. */
  refused_at: v.optional(v.string()),
})

const NAME_LENGTH_MAX = 1024

export const explain = endpoint({
  id: 'getExplanation',
  api: 'leat/v1',
  errors: 'control',
  method: 'GET',
  path: '/leat/v1/kafka-clusters/{cluster_id}/explanations',
  summary: 'Why somebody may do something in a Kafka cluster, or why not, and what would allow it; without an operation: the last refusal',
  access: { kind: 'may', operation: 'DescribeAccess', on: 'Cluster' },
  query: {
    principal: v.pipe(v.string(), v.maxLength(NAME_LENGTH_MAX), v.regex(/^User:.+$/)),
    operation: v.optional(v.picklist(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[])),
    resource_type: v.optional(v.picklist(Object.keys(RESOURCE_TYPES) as (keyof typeof RESOURCE_TYPES)[])),
    resource_name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_LENGTH_MAX))),
    /** The address it comes from; only ACLs with a host look at it. */
    host: v.optional(v.pipe(v.string(), v.maxLength(NAME_LENGTH_MAX))),
  },
  returns: { status: 200, schema: Explanation },
})
