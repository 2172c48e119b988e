import { expect, test } from 'vitest'
import { checkedApi } from './checked-api.ts'

test('a caller sees its own organization, and may rename it as its admin', async () => {
  const { ask, account, control } = await checkedApi()
  const { id } = control.seed.organization
  expect((await ask('GET', '/org/v2/organizations')).json.data.map((one) => one.id)).toEqual([id])
  expect(await ask('PATCH', `/org/v2/organizations/${id}`, { display_name: 'Mill Race' })).toMatchObject({
    status: 200,
    json: { display_name: 'Mill Race', metadata: { resource_name: `crn://confluent.cloud/organization=${id}` } },
  })
  const nobody = await account('sa-nobody')
  expect((await ask('PATCH', `/org/v2/organizations/${id}`, { display_name: 'x' }, nobody)).status).toBe(403)
  expect((await ask('GET', '/org/v2/organizations/00000000-0000-4000-8000-000000000000')).status).toBe(404)
})

test.for(['', 'a'.repeat(32), 'a<b', 'a"b', 'a`b', "a'b"])('%j is no name of an organization', async (display_name) => {
  const { ask, control } = await checkedApi()
  const { id } = control.seed.organization
  expect((await ask('PATCH', `/org/v2/organizations/${id}`, { display_name })).status).toBeGreaterThanOrEqual(400)
  expect((await ask('GET', `/org/v2/organizations/${id}`)).json.display_name).toBe('Leat')
})
