import { call } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { hasRegion } from '../../src/regions/table.ts'
import { testApi } from '../../src/testing/api.ts'
import { TEST_SEED } from '../../src/testing/platform.ts'

interface Metadata {
  readonly clouds: readonly {
    readonly id: string
    readonly name: string
    readonly regions: readonly { readonly id: string; readonly name: string; readonly zones: readonly object[] }[]
  }[]
}

test('clouds and regions have the usual names, and say that they are this machine', async () => {
  const { handler } = await testApi()
  const { email, password } = TEST_SEED.user
  const { json: session } = await call<{ token: string }>(handler, { method: 'POST', path: '/api/sessions', body: { email, password } })
  const { status, json } = await call<Metadata>(handler, {
    path: '/api/env_metadata',
    headers: { authorization: `Bearer ${session.token}` },
  })
  expect(status).toBe(200)
  expect(json.clouds.map(({ id, name }) => `${id} ${name}`)).toEqual([
    'aws Amazon Web Services',
    'gcp Google Cloud Platform',
    'azure Azure',
  ])
  for (const { regions } of json.clouds) {
    expect(regions.length).toBeGreaterThan(20)
    for (const region of regions) expect(region).toMatchObject({ name: expect.stringContaining('(on this machine)'), zones: [{}, {}, {}] })
  }
  expect([
    hasRegion('AWS', 'us-east-1'),
    hasRegion('GCP', 'us-central1'),
    hasRegion('AZURE', 'eastus'),
    hasRegion('AWS', 'eastus'),
  ]).toEqual([true, true, true, false])
  expect(await call(handler, { path: '/api/env_metadata' })).toMatchObject({ status: 401, json: { error: { code: 401 } } })
})
