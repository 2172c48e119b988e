import { type Result, ok } from '@leat/base'
import type { Operation, Problem } from '@leat/rest'
import { type AclData, batchCreateKafkaAcls, createKafkaAcls, deleteKafkaAcls, getKafkaAcls } from '../api/acls.ts'
import type { KafkaRest } from '../door.ts'
import { type Acl, type AclFilter, createAcls, deleteAcls, findAcls } from '../kafka/acls.ts'
import { encoded } from '../links.ts'
import { type Cluster, answer, onCluster } from '../on-cluster.ts'
import { badRequest } from '../problems.ts'

export function aclOperations(rest: KafkaRest): Operation[] {
  return [
    onCluster(rest, getKafkaAcls, async (cluster, { query, request }) => {
      const filter = filterOf(query)
      if (!filter.ok) return filter
      const found = await findAcls(cluster.transport, filter.value, cluster.signal)
      if (!found.ok) return found
      const search = [...request.query].map(([name, value]) => `${name}=${encoded(value)}`).join('&')
      const self = search === '' ? cluster.links.self('acls') : `${cluster.links.self('acls')}?${search}`
      return answer({ kind: 'KafkaAclList', metadata: { self, next: null }, data: found.value.map((acl) => aclData(cluster, acl)) })
    }),

    onCluster(rest, createKafkaAcls, async (cluster, { body }) => {
      const acl = aclOf(body)
      if (!acl.ok) return acl
      const created = await createAcls(cluster.transport, [acl.value], cluster.signal)
      return created.ok ? ok({ headers: { location: selfOf(cluster, acl.value) } }) : created
    }),

    onCluster(rest, batchCreateKafkaAcls, async ({ transport, signal }, { body }) => {
      const acls: Acl[] = []
      for (const wish of body.data) {
        const acl = aclOf(wish)
        if (!acl.ok) return acl
        acls.push(acl.value)
      }
      const created = await createAcls(transport, acls, signal)
      return created.ok ? ok({}) : created
    }),

    onCluster(rest, deleteKafkaAcls, async (cluster, { query }) => {
      if (query.resource_type === undefined || query.resource_type === 'UNKNOWN')
        return badRequest('resource_type cannot be unspecified or UNKNOWN')
      // Without a word about pattern and operation a deletion could take more than its author thought of.
      for (const name of ['pattern_type', 'operation', 'permission'] as const)
        if (query[name] === undefined || query[name] === 'UNKNOWN') return badRequest(`${name} cannot be unspecified or UNKNOWN`)
      const filter = filterOf(query)
      if (!filter.ok) return filter
      const deleted = await deleteAcls(cluster.transport, filter.value, cluster.signal)
      return deleted.ok ? answer({ data: deleted.value.map((acl) => aclData(cluster, acl)) }) : deleted
    }),
  ]
}

type Query = { readonly [K in keyof Acl]?: Acl[K] | undefined }

function filterOf(query: Query): Result<AclFilter, Problem> {
  for (const name of ['resource_type', 'pattern_type', 'operation', 'permission'] as const)
    if (query[name] === 'UNKNOWN') return badRequest(`${name} cannot be UNKNOWN`)
  return ok({
    resource_type: query.resource_type ?? 'ANY',
    resource_name: given(query.resource_name),
    pattern_type: query.pattern_type ?? 'ANY',
    principal: principalOf(given(query.principal)),
    host: given(query.host),
    operation: query.operation ?? 'ANY',
    permission: query.permission ?? 'ANY',
  })
}

function given(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text
}

/** `UserV2:` asks for principals as `sa-…`: in Leat they have no other form. `UserV2:*` is every principal, where `User:*` is the one of that name. */
function principalOf(principal: string | null): string | null {
  if (principal === null || principal === 'UserV2:*') return null
  return principal.replace(/^UserV2:/, 'User:')
}

/** What may be created: a definite entry. */
function aclOf(acl: Acl): Result<Acl, Problem> {
  if (acl.resource_type === 'ANY' || acl.resource_type === 'UNKNOWN') return badRequest(`resource_type cannot be ${acl.resource_type}`)
  if (acl.pattern_type !== 'LITERAL' && acl.pattern_type !== 'PREFIXED') return badRequest(`pattern_type cannot be ${acl.pattern_type}`)
  if (acl.operation === 'ANY' || acl.operation === 'UNKNOWN') return badRequest(`operation cannot be ${acl.operation}`)
  if (acl.permission === 'ANY' || acl.permission === 'UNKNOWN') return badRequest(`permission cannot be ${acl.permission}`)
  return ok({ ...acl, principal: acl.principal.replace(/^UserV2:/, 'User:') })
}

const FIELDS = ['resource_type', 'resource_name', 'pattern_type', 'principal', 'host', 'operation', 'permission'] as const

/** An entry has no id: it is found by all that it says. */
function selfOf({ links }: Cluster, acl: Acl): string {
  return `${links.self('acls')}?${FIELDS.map((name) => `${name}=${encoded(acl[name])}`).join('&')}`
}

function aclData(cluster: Cluster, acl: Acl): AclData {
  return { kind: 'KafkaAcl', metadata: { self: selfOf(cluster, acl) }, cluster_id: cluster.id, ...acl }
}
