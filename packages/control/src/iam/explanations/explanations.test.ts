import { type AclBinding, aclKey } from '@leat/access'
import { expect, test } from 'vitest'
import type { Refusal } from '../../cluster-host.ts'
import { put } from '../../state.ts'
import {
  ADMIN,
  ADMIN_CLOUD_KEY,
  type Answer,
  AT_STANDARD,
  DEVELOPER,
  iamWorld,
  IN_STANDARD,
  ORG,
  OTHER_CLOUD_KEY,
  POWERLESS_CLOUD_KEY,
  WORKER,
  type World,
} from '../testing/world.ts'

interface Explained extends Answer {
  readonly allowed: boolean
  readonly text: string
  readonly denied_by: readonly Answer[]
  readonly remedies: readonly (Answer & { readonly kind: string; readonly role_name?: string; readonly crn_pattern?: string })[]
}

function explain(
  world: World,
  query: Record<string, string>,
  cluster = 'lkc-stand1',
  headers: Record<string, string> = world.as(ADMIN_CLOUD_KEY),
) {
  return world.call<Explained>({
    path: `/leat/v1/kafka-clusters/${cluster}/explanations?${new URLSearchParams(query).toString()}`,
    headers,
  })
}

const readOrders = { principal: `User:${WORKER}`, operation: 'read', resource_type: 'topic', resource_name: 'orders' }

async function acl(world: World, parts: Partial<AclBinding>, cluster = 'lkc-stand1'): Promise<void> {
  const entry: AclBinding = {
    principal: `User:${WORKER}`,
    host: '*',
    operation: 'read',
    permission: 'allow',
    resourceType: 'topic',
    patternType: 'literal',
    name: 'orders',
    ...parts,
  }
  const at = '2026-01-01T00:00:00.000Z'
  await world.put(put('acl', { id: aclKey(entry), organization: ORG, cluster, acl: entry, createdAt: at, updatedAt: at }))
}

test('where no rule speaks, each remedy alone would allow it, the least powerful first', async () => {
  const world = await iamWorld()
  const { status, json } = await explain(world, readOrders)
  expect(status).toBe(200)
  expect(json).toMatchObject({ allowed: false, rule: null, denied_by: [], cluster_id: 'lkc-stand1', ...readOrders })
  expect(json.text).toContain('no ACL and no role')
  expect(json.remedies).toEqual([
    {
      kind: 'acl',
      acl: {
        principal: `User:${WORKER}`,
        host: '*',
        operation: 'READ',
        permission: 'ALLOW',
        resource_type: 'TOPIC',
        resource_name: 'orders',
        pattern_type: 'LITERAL',
      },
    },
    { kind: 'role_binding', principal: `User:${WORKER}`, role_name: 'DeveloperRead', crn_pattern: `${IN_STANDARD}/topic=orders` },
    { kind: 'role_binding', principal: `User:${WORKER}`, role_name: 'ResourceOwner', crn_pattern: `${IN_STANDARD}/topic=orders` },
    { kind: 'role_binding', principal: `User:${WORKER}`, role_name: 'CloudClusterAdmin', crn_pattern: AT_STANDARD },
  ])
})

test.for([
  ['read', 'topic', 'orders'],
  ['write', 'topic', 'a b/c'],
  ['describe', 'group', 'readers'],
  ['delete', 'group', 'readers'],
  ['write', 'transactional-id', 'pay'],
  ['create', 'cluster', ''],
  ['idempotent-write', 'cluster', ''],
  ['alter', 'cluster', ''],
] as const)('every role remedy for %s %s %s works when it is done, over the API', async ([operation, resourceType, name]) => {
  const world = await iamWorld()
  const question = { principal: `User:${WORKER}`, operation, resource_type: resourceType, ...(name === '' ? {} : { resource_name: name }) }
  const { remedies } = (await explain(world, question)).json
  const roles = remedies.filter((one) => one.kind === 'role_binding')
  expect(roles.length).toBeGreaterThan(0)
  for (const { principal, role_name: role, crn_pattern: crn } of roles) {
    const headers = world.as(ADMIN_CLOUD_KEY)
    const bound = await world.call({
      method: 'POST',
      path: '/iam/v2/role-bindings',
      body: { principal, role_name: role, crn_pattern: crn },
      headers,
    })
    expect(bound.status).toBe(201)
    expect((await explain(world, question)).json).toMatchObject({
      allowed: true,
      rule: { kind: 'role', role_name: role, crn_pattern: crn },
      remedies: [],
    })
    await world.call({ method: 'DELETE', path: `/iam/v2/role-bindings/${bound.json.id}`, headers })
  }
})

test('on a Basic cluster only an ACL or an admin role helps', async () => {
  const world = await iamWorld()
  const { remedies } = (await explain(world, readOrders, 'lkc-basic1')).json
  expect(remedies.map((one) => one.role_name ?? one.kind)).toEqual(['acl', 'CloudClusterAdmin'])
})

test('a DENY is named with all others that match, and what is missing beside them', async () => {
  const world = await iamWorld()
  await acl(world, { permission: 'deny' })
  await acl(world, { permission: 'deny', principal: 'User:*', patternType: 'prefixed', name: 'ord' })
  await acl(world, { permission: 'deny', name: 'others' })
  const { json } = await explain(world, readOrders)
  expect(json).toMatchObject({ allowed: false, rule: { kind: 'acl', permission: 'deny' } })
  expect(json.denied_by.map((one) => [one['principal'], one['resource_name']])).toEqual([
    [`User:${WORKER}`, 'orders'],
    ['User:*', 'ord'],
  ])
  expect(json.remedies.length).toBeGreaterThan(0)
  await acl(world, {})
  expect((await explain(world, readOrders)).json).toMatchObject({ allowed: false, remedies: [] })
})

test('an ACL or a role that allows is named', async () => {
  const world = await iamWorld()
  await acl(world, { patternType: 'prefixed', name: 'ord' })
  expect((await explain(world, readOrders)).json).toMatchObject({
    allowed: true,
    rule: { kind: 'acl', permission: 'allow', pattern_type: 'prefixed', name: 'ord' },
  })
  const admin = { ...readOrders, principal: `User:${ADMIN}` }
  expect((await explain(world, admin)).json).toMatchObject({
    allowed: true,
    rule: { kind: 'role', role_name: 'OrganizationAdmin', role_binding: 'rb-test1' },
  })
})

test('an ACL for one address is looked at with that address', async () => {
  const world = await iamWorld()
  await acl(world, { host: '10.0.0.1' })
  expect((await explain(world, readOrders)).json.allowed).toBe(false)
  expect((await explain(world, { ...readOrders, host: '10.0.0.1' })).json.allowed).toBe(true)
})

test('without an operation it explains the last refusal that the edges remember, as things stand now', async () => {
  const world = await iamWorld()
  const refusal: Refusal = {
    kind: 'authorization',
    atMs: Date.UTC(2026, 0, 1, 12),
    cluster: 'lkc-stand1',
    clientAddress: '127.0.0.1',
    connectionId: '1',
    principal: `User:${WORKER}`,
    api: 'Fetch',
    operation: 'read',
    resourceType: 'topic',
    resourceName: 'orders',
    granted: false,
    reason: null,
    clientId: null,
    correlationId: 1,
  }
  const last = { principal: `User:${WORKER}` }
  expect((await explain(world, last)).status).toBe(404)
  world.context.host.refused.push(refusal)
  expect((await explain(world, last)).json).toMatchObject({
    allowed: false,
    operation: 'read',
    resource_type: 'topic',
    resource_name: 'orders',
    host: '127.0.0.1',
    refused_at: '2026-01-01T12:00:00.000Z',
  })
  await world.bind(WORKER, 'DeveloperRead', `${IN_STANDARD}/topic=orders`)
  expect((await explain(world, last)).json.allowed).toBe(true)
})

test('somebody who is not there is offered no role', async () => {
  const world = await iamWorld()
  const { remedies } = (await explain(world, { ...readOrders, principal: 'User:sa-nothere' })).json
  expect(remedies.map((one) => one.kind)).toEqual(['acl'])
})

test.for([
  {},
  { principal: 'worker' },
  { principal: `User:${WORKER}`, operation: 'read' },
  { principal: `User:${WORKER}`, operation: 'read', resource_type: 'topic' },
  { principal: `User:${WORKER}`, resource_type: 'topic', resource_name: 'x' },
  { principal: `User:${WORKER}`, operation: 'fly', resource_type: 'topic', resource_name: 'x' },
  { principal: `User:${WORKER}`, operation: 'read', resource_type: 'constructor', resource_name: 'x' },
])('the question %j is none', async (query) => {
  const world = await iamWorld()
  expect((await explain(world, query as Record<string, string>)).status).toBe(400)
})

test('it is for those who may see access: an operator, but no developer, and nobody from elsewhere', async () => {
  const world = await iamWorld()
  expect((await explain(world, readOrders, 'lkc-stand1', world.as(POWERLESS_CLOUD_KEY))).status).toBe(404)
  expect((await explain(world, readOrders, 'lkc-stand1', world.as(OTHER_CLOUD_KEY))).status).toBe(404)
  expect((await explain(world, readOrders, 'lkc-nothere')).status).toBe(404)
  await world.bind(DEVELOPER, 'DeveloperRead', `${IN_STANDARD}/topic=orders`)
  const developer = await world.login('developer@example.com')
  expect((await explain(world, readOrders, 'lkc-stand1', developer)).status).toBe(403)
  await world.bind(DEVELOPER, 'Operator', AT_STANDARD)
  expect((await explain(world, readOrders, 'lkc-stand1', developer)).status).toBe(200)
})
