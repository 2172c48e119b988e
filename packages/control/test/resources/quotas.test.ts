import { call } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { LIMITS } from '../../src/clusters/limits.ts'
import { checkedApi } from './checked-api.ts'
import { type TestApi } from '../../src/testing/api.ts'
import { TEST_SEED } from '../../src/testing/platform.ts'

async function dedicated(api: TestApi): Promise<string> {
  const spec = {
    display_name: 'big',
    availability: 'SINGLE_ZONE',
    cloud: 'AWS',
    region: 'us-east-1',
    config: { kind: 'Dedicated', cku: 1 },
  }
  const { json } = await api.ask('POST', '/cmk/v2/clusters', { spec: { ...spec, environment: { id: api.control.seed.environment.id } } })
  await api.clock.advance(1_000)
  return json.id
}

const quotaOn = (api: TestApi, cluster: string, principals: readonly string[], ingress = '1024') => ({
  spec: {
    display_name: 'q',
    throughput: { ingress_byte_rate: ingress, egress_byte_rate: '2048' },
    cluster: { id: cluster },
    principals: principals.map((id) => ({ id })),
    environment: { id: api.control.seed.environment.id },
  },
})

test('a client quota reaches the cluster’s edges before its creation is answered, and goes from them with its deletion', async () => {
  const api = await checkedApi()
  const cluster = await dedicated(api)
  await api.account('sa-app')
  const { status, json } = await api.ask('POST', '/kafka-quotas/v1/client-quotas', quotaOn(api, cluster, ['sa-app', '<default>']))
  expect(status).toBe(202)
  const { quotas } = api.host.opened.get(cluster)!.facts
  const rates = { ingressBytesPerSecondMax: 1024, egressBytesPerSecondMax: 2048 }
  expect(quotas.get(json.id)).toEqual({ principals: ['User:sa-app', '<default>'], ...rates })

  const throughput = { ingress_byte_rate: '9007199254740991', egress_byte_rate: '1' }
  await api.ask('PATCH', `/kafka-quotas/v1/client-quotas/${json.id}`, { spec: { throughput } })
  expect(quotas.get(json.id)).toMatchObject({ ingressBytesPerSecondMax: 9_007_199_254_740_991, egressBytesPerSecondMax: 1 })
  expect((await api.ask('DELETE', `/kafka-quotas/v1/client-quotas/${json.id}`)).status).toBe(204)
  expect(quotas.size).toBe(0)
})

test('client quotas are for Dedicated clusters, for service accounts, and one for each', async () => {
  const api = await checkedApi()
  const cluster = await dedicated(api)
  await api.account('sa-app')
  const post = (body: object) => api.ask('POST', '/kafka-quotas/v1/client-quotas', body)
  expect(await post(quotaOn(api, 'lkc-first1', ['sa-app']))).toMatchObject({
    status: 400,
    json: { errors: [{ detail: expect.stringContaining('Dedicated') }] },
  })
  expect((await post(quotaOn(api, cluster, ['sa-none']))).status).toBe(400)
  expect((await post(quotaOn(api, cluster, [api.control.seed.user!.id]))).status).toBe(400)
  expect((await post(quotaOn(api, cluster, ['sa-app'], '0'))).status).toBeGreaterThanOrEqual(400)
  expect((await post(quotaOn(api, cluster, ['sa-app'], 'fast'))).status).toBeGreaterThanOrEqual(400)
  expect((await post(quotaOn(api, 'lkc-none', ['sa-app']))).status).toBe(403)
  expect((await post(quotaOn(api, cluster, ['sa-app']))).status).toBe(202)
  expect((await post(quotaOn(api, cluster, ['sa-app']))).status).toBe(409)
  const { json: other } = await post(quotaOn(api, cluster, ['<default>']))
  const taken = { spec: { principals: [{ id: 'sa-app' }] } }
  expect((await api.ask('PATCH', `/kafka-quotas/v1/client-quotas/${other.id}`, taken)).status).toBe(422)
})

test('who may not alter a cluster neither makes nor changes its quotas; who does not see it does not see them', async () => {
  const api = await checkedApi()
  const cluster = await dedicated(api)
  await api.account('sa-app')
  const { organization, environment } = api.control.seed
  const crn = `crn://confluent.cloud/organization=${organization.id}/environment=${environment.id}/cloud-cluster=${cluster}`
  const looker = await api.account('sa-looker', [['Operator', crn]])
  const nobody = await api.account('sa-nobody')
  const { json } = await api.ask('POST', '/kafka-quotas/v1/client-quotas', quotaOn(api, cluster, ['sa-app']))
  const path = `/kafka-quotas/v1/client-quotas/${json.id}`
  expect((await api.ask('POST', '/kafka-quotas/v1/client-quotas', quotaOn(api, cluster, ['<default>']), looker)).status).toBe(403)
  expect((await api.ask('GET', path, undefined, looker)).status).toBe(200)
  expect((await api.ask('DELETE', path, undefined, looker)).status).toBe(403)
  expect((await api.ask('GET', path, undefined, nobody)).status).toBe(404)
  expect((await api.ask('DELETE', path, undefined, nobody)).status).toBe(404)
})

test('service quotas say what is used, where it is tracked and not zero', async () => {
  const api = await checkedApi()
  const cluster = await dedicated(api)
  const { environment } = api.control.seed
  const quotas = async (query: string): Promise<readonly unknown[]> => {
    const { json } = await api.ask<{ data: { id: string; usage?: number; applied_limit: number }[] }>(
      'GET',
      `/service-quota/v1/applied-quotas?page_size=100&${query}`,
    )
    return json.data.map(({ id, usage, applied_limit }) => [id, usage, applied_limit])
  }
  expect(await quotas('scope=organization&id=iam.max_kafka_clusters.per_org')).toEqual([['iam.max_kafka_clusters.per_org', 2, 400]])
  expect(await quotas(`scope=environment&environment=${environment.id}`)).toEqual([
    ['kafka.max_ckus.per_env', 1, 50],
    ['kafka.max_kafka_clusters.per_env', 2, 20],
  ])
  expect(await quotas(`scope=KAFKA_CLUSTER&environment=${environment.id}&kafka_cluster=${cluster}`)).toEqual([
    ['iam.max_rbac_role_bindings.per_cluster', undefined, 5_000],
    ['kafka.max_api_keys.per_cluster', undefined, 20_000],
    ['kafka.max_ckus.per_cluster', 1, 24],
  ])
  expect(await quotas('scope=kafka_cluster&kafka_cluster=lkc-first1&id=kafka.max_api_keys.per_cluster')).toEqual([
    ['kafka.max_api_keys.per_cluster', 1, 250],
  ])
  expect(await quotas('scope=network')).toEqual([])
  expect((await api.ask('GET', '/service-quota/v1/applied-quotas?scope=galaxy')).status).toBe(400)
  expect((await api.ask('GET', '/service-quota/v1/applied-quotas')).status).toBe(400)
  expect((await api.ask('GET', '/service-quota/v1/applied-quotas/iam.max_environments.per_org')).status).toBe(200)
  expect((await api.ask('GET', '/service-quota/v1/applied-quotas/iam.max_dreams.per_org')).status).toBe(404)
  expect((await api.ask('GET', '/service-quota/v1/scopes?page_size=100')).json.data).toHaveLength(8)
  const nobody = await api.account('sa-nobody')
  expect((await api.ask('GET', '/service-quota/v1/applied-quotas?scope=organization', undefined, nobody)).json.data).toEqual([])
  expect((await api.ask('GET', '/service-quota/v1/scopes/environment')).status).toBe(200)
})

test('usage limits are per eCKU and CKU, from the one table', async () => {
  const { handler } = await checkedApi()
  const { email, password } = TEST_SEED.user
  const { json: session } = await call<{ token: string }>(handler, { method: 'POST', path: '/api/sessions', body: { email, password } })
  const headers = { authorization: `Bearer ${session.token}` }
  const { json } = await call<{ usage_limits: Record<string, Record<string, unknown>> }>(handler, {
    path: '/api/usage_limits?provider=AWS',
    headers,
  })
  expect(json.usage_limits['tier_limits']).toEqual({
    BASIC: {
      cluster_limits: {
        ingress: { unit: 'MBPS', value: 5 },
        egress: { unit: 'MBPS', value: 15 },
        storage: { unit: 'GB', value: 5_000 },
        max_ecku: { value: 50 },
      },
    },
    STANDARD: {
      cluster_limits: {
        ingress: { unit: 'MBPS', value: 25 },
        egress: { unit: 'MBPS', value: 75 },
        storage: { unlimited: true },
        max_ecku: { value: 10 },
      },
    },
  })
  const ckus = json.usage_limits['cku_limits']!
  expect(Object.keys(ckus)).toHaveLength(LIMITS.DEDICATED.unitsMax)
  expect(ckus['2']).toEqual({ ingress: { unit: 'MBPS', value: 120 }, egress: { unit: 'MBPS', value: 360 }, storage: { unlimited: true } })
})
