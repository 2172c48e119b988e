import { expect, test } from 'vitest'
import { iamWorld } from '../testing/world.ts'

const PATH = '/api/metadata/security/v2alpha1'
interface Role {
  readonly name: string
  readonly policies: readonly {
    readonly bindingScope: string
    readonly bindWithResource: boolean
    readonly allowedOperations: readonly { resourceType: string; operations: string[] }[]
  }[]
}

async function rolesIn(namespace: string): Promise<readonly Role[]> {
  const world = await iamWorld()
  const answer = await world.call<readonly Role[]>({ path: `${PATH}/roles${namespace}`, headers: await world.login() })
  expect(answer.status).toBe(200)
  return answer.json
}

test.for([
  ['?namespace=public', ['OrganizationAdmin', 'EnvironmentAdmin', 'CloudClusterAdmin', 'Operator', 'MetricsViewer']],
  ['?namespace=dataplane', ['ResourceOwner', 'DeveloperManage', 'DeveloperRead', 'DeveloperWrite']],
  ['?namespace=datagovernance', ['ResourceOwner', 'DeveloperRead', 'DeveloperWrite']],
  ['?namespace=identity', ['ResourceOwner']],
  ['?namespace=flink', []],
  ['?namespace=__proto__', []],
])('roles%s', async ([query, names]) => {
  expect((await rolesIn(query as string)).map((role) => role.name)).toEqual(names)
})

test('several namespaces, or none, show a role once with all its policies', async () => {
  const all = await rolesIn('')
  expect(all).toHaveLength(9)
  expect(await rolesIn('?namespace=dataplane,datagovernance,identity,ksql,public,streamcatalog')).toEqual(all)
})

test('roles have the form of the metadata service', async () => {
  const [role] = (await rolesIn('?namespace=public')).filter((one) => one.name === 'CloudClusterAdmin')
  expect(role).toEqual({
    name: 'CloudClusterAdmin',
    policies: [
      {
        bindingScope: 'cluster',
        bindWithResource: false,
        allowedOperations: [
          ...['Topic', 'KsqlCluster', 'Subject', 'Connector', 'NetworkAccess', 'ClusterMetric', 'Cluster', 'ClusterApiKey'].map(
            (resourceType) => ({
              resourceType,
              operations: ['All'],
            }),
          ),
          { resourceType: 'SecurityMetadata', operations: ['Describe', 'Alter'] },
        ],
      },
      {
        bindingScope: 'organization',
        bindWithResource: false,
        allowedOperations: [
          { resourceType: 'User', operations: ['Describe', 'Invite'] },
          { resourceType: 'ServiceAccount', operations: ['Describe', 'Create'] },
          { resourceType: 'SupportPlan', operations: ['Describe'] },
        ],
      },
    ],
  })
})

test('one role, an unknown role, and the names', async () => {
  const world = await iamWorld()
  const headers = await world.login()
  expect((await world.call<Role>({ path: `${PATH}/roles/DeveloperRead?namespace=dataplane`, headers })).json.name).toBe('DeveloperRead')
  for (const path of ['/roles/NoSuchRole', '/roles/constructor', '/roles/DeveloperRead?namespace=public']) {
    const answer = await world.call({ path: PATH + path, headers })
    expect(answer, path).toMatchObject({ status: 404, json: { status_code: 404, message: expect.stringContaining('Invalid role name') } })
  }
  expect(
    (await world.call<readonly string[]>({ path: `/confluent.cloud${PATH}/roleNames?namespace=dataplane`, headers })).json,
  ).toHaveLength(4)
})

test('the catalogue wants a login', async () => {
  const world = await iamWorld()
  expect(await world.call({ path: `${PATH}/roles` })).toMatchObject({ status: 401, json: { status_code: 401 } })
})
