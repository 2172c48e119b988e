import { call, basic } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { registryEndpoints } from '@leat/registry/api'
import { OTHER, registryWorld } from './testing/registry-world.ts'

const STRING = { schema: '"string"' }

/** A call of an endpoint on things that are there. */
function requestOf({ method, path, body }: (typeof registryEndpoints)[number]): readonly [request: string, body?: unknown] {
  const filled = path
    .replace('{subject}', 'orders')
    .replace('{version}', '1')
    .replace('{id}', '100001')
    .replace('{guid}', '095d71cf-1255-6b9d-5e33-0ad575b3df5d')
    .replace('{context}', '.none')
    .replace(/\{\w+\}/g, 'x')
  return body === null
    ? [`${method} ${filled}`]
    : [`${method} ${filled}`, path.startsWith('/subjects') || path.startsWith('/compat') ? STRING : { mode: 'READWRITE' }]
}

const ENDPOINTS = registryEndpoints.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const)

test.for(ENDPOINTS)('%s: nobody without credentials, nobody with wrong ones, and nothing for who has no role', async ([, endpoint]) => {
  const world = await registryWorld()
  await world.ask('POST /subjects/orders/versions', STRING, world.admin)
  const [request, body] = requestOf(endpoint)
  for (const headers of [{}, { authorization: basic('AAAAAAAAAAAAAAAA', 'wrong') }, { authorization: 'Bearer nonsense' }]) {
    expect(await world.ask(request, body, headers)).toMatchObject({ status: 401, json: { error_code: expect.any(Number) as number } })
  }
  const powerless = await world.ask(request, body, await world.account([]))
  // An id or a GUID that one may not see is not there.
  if (endpoint.access.kind === 'may') expect(powerless.status).toBe(endpoint.path.startsWith('/schemas/') ? 404 : 403)
  else expect(powerless.text).not.toContain('orders')
  const other = await world.account([['EnvironmentAdmin', world.crn('').replace(world.environment, OTHER.environment)]], OTHER.registry)
  expect((await world.ask(request, body, other)).text).not.toContain('orders"')
  expect([401, 403]).not.toContain((await world.ask(request, body, world.admin)).status)
})

test.for<readonly [role: string, may: readonly string[]]>([
  ['DeveloperRead', ['read', 'compatibility']],
  ['DeveloperWrite', ['register']],
  ['ResourceOwner', ['read', 'compatibility', 'register', 'delete', 'configure']],
  ['DeveloperManage', []],
])('%s on a prefix of subjects may %s there, and nothing elsewhere', async ([role, may]) => {
  const world = await registryWorld()
  for (const subject of ['orders', 'other']) await world.ask(`POST /subjects/${subject}/versions`, STRING, world.admin)
  const headers = await world.account([[role, world.crn(`schema-registry=${world.registry}/subject=ord*`)]])
  const calls = (subject: string): Readonly<Record<string, readonly [string, unknown?]>> => ({
    read: [`GET /subjects/${subject}/versions/latest`],
    compatibility: [`POST /compatibility/subjects/${subject}/versions`, STRING],
    register: [`POST /subjects/${subject}/versions`, STRING],
    configure: [`PUT /config/${subject}`, { compatibility: 'FULL' }],
    delete: [`DELETE /subjects/${subject}`],
  })
  for (const [what, [request, body]] of Object.entries(calls('orders'))) {
    expect({ what, status: (await world.ask(request, body, headers)).status }).toEqual({ what, status: may.includes(what) ? 200 : 403 })
  }
  for (const [request, body] of Object.values(calls('other'))) {
    expect(await world.ask(request, body, headers)).toMatchObject({
      status: 403,
      json: { error_code: 40_301, message: expect.stringMatching(/^User is denied operation \w+ on Subject: other$/) as string },
    })
  }
  for (const [request, body] of Object.values(calls(':.ctx:orders'))) expect((await world.ask(request, body, headers)).status).toBe(403)
  const sees = may.includes('read') ? ['orders'] : []
  expect((await world.ask('GET /subjects?deleted=true', undefined, headers)).json).toEqual(sees)
  expect((await world.ask('PUT /config', { compatibility: 'NONE' }, headers)).status).toBe(403)
  expect((await world.ask('PUT /mode', { mode: 'READONLY' }, headers)).status).toBe(403)
})

test('environments have ids, subjects and settings of their own in the one log', async () => {
  const world = await registryWorld()
  const other = await world.account([['EnvironmentAdmin', world.crn('').replace(world.environment, OTHER.environment)]], OTHER.registry)
  await world.ask('PUT /config', { compatibility: 'NONE' }, world.admin)
  expect((await world.ask('POST /subjects/s/versions', STRING, world.admin)).json).toMatchObject({ id: 100_001 })
  expect((await world.ask('POST /subjects/t/versions', { schema: '"int"' }, other)).json).toMatchObject({ id: 100_001 })
  expect((await world.ask('GET /subjects', undefined, world.admin)).json).toEqual(['s'])
  expect((await world.ask('GET /subjects', undefined, other)).json).toEqual(['t'])
  expect((await world.ask('GET /schemas/ids/100001', undefined, other)).json).toMatchObject({ schema: '"int"' })
  expect((await world.ask('GET /config', undefined, other)).json).toEqual({ compatibilityLevel: 'BACKWARD' })
  expect(world.log.records.map(({ key }) => key)).toContain(`{"keytype":"SCHEMA","subject":"${OTHER.registry}_t","version":1,"magic":1}`)
  // A subject that looks like another environment's is one's own.
  await world.ask(`POST /subjects/${OTHER.registry}_t/versions`, { schema: '"long"' }, world.admin)
  expect((await world.ask('GET /subjects/t/versions', undefined, other)).json).toEqual([1])
})

test('a registry key is for its registry; a cloud key names one, or sees but one', async () => {
  const world = await registryWorld()
  await world.ask('POST /subjects/s/versions', STRING, world.admin)
  const target = (registry: string) => ({ 'target-sr-cluster': registry })
  const subjects = async (headers: Readonly<Record<string, string>>) => {
    const { status, json } = await world.ask('GET /subjects', undefined, headers)
    return status === 200 ? json : status
  }
  expect(await subjects({ ...world.admin, ...target(world.registry) })).toEqual(['s'])
  expect(await subjects({ ...world.admin, ...target(OTHER.registry) })).toBe(401)
  expect(await subjects({ ...world.cloud, ...target(world.registry) })).toEqual(['s'])
  expect(await subjects({ ...world.cloud, ...target(OTHER.registry) })).toEqual([])
  expect(await subjects({ ...world.cloud, ...target('lsrc-absent') })).toBe(401)
  // The admin sees two.
  expect(await subjects(world.cloud)).toBe(401)
})

test('who comes over loopback without credentials is the operator, in the first environment, where that is allowed', async () => {
  const world = await registryWorld({ trusting: true, rates: { readsPerSecond: 1, writesPerSecond: 1, burstSeconds: 1 } })
  for (let n = 0; n < 5; n++) expect((await world.ask(`POST /subjects/s${n}/versions`, STRING)).status).toBe(200)
  expect((await world.ask('GET /subjects', undefined, world.admin)).json).toHaveLength(5)
  expect((await world.ask('GET /subjects', undefined, { 'target-sr-cluster': OTHER.registry })).json).toEqual([])
  expect((await world.ask('GET /subjects', undefined, { authorization: basic('AAAAAAAAAAAAAAAA', 'wrong') })).status).toBe(401)
  for (const [remoteAddress, status] of [
    ['127.0.0.1', 200],
    ['::1', 200],
    ['::ffff:127.0.0.1', 200],
    ['10.0.0.7', 401],
    ['::ffff:10.0.0.7', 401],
  ] as const) {
    expect((await call(world.handler, { path: '/subjects', remoteAddress })).status).toBe(status)
  }
})

test('keys are held to the rates of the cloud, and told when to come again', async () => {
  const world = await registryWorld({ rates: { readsPerSecond: 2, writesPerSecond: 1, burstSeconds: 1 } })
  const reads = []
  for (let n = 0; n < 3; n++) reads.push(await world.ask('GET /subjects', undefined, world.admin))
  expect(reads.map(({ status }) => status)).toEqual([200, 200, 429])
  expect(reads[2]).toMatchObject({ headers: { 'retry-after': '1' }, json: { error_code: 429 } })
  expect((await world.ask('POST /subjects/s/versions', STRING, world.admin)).status).toBe(200)
  expect((await world.ask('POST /subjects/s/versions', STRING, world.admin)).status).toBe(429)
  await world.clock.advance(1000)
  expect((await world.ask('POST /subjects/s/versions', STRING, world.admin)).status).toBe(200)
  expect((await world.ask('GET /clusterconfig', undefined, world.admin)).json).toEqual({ maxSchemas: 20_000, maxRequestsPerSec: 1 })
})

test('changes and refusals are events that name the subject and who asked', async () => {
  const world = await registryWorld({ trusting: true })
  const weak = await world.account([])
  await world.ask('POST /subjects/orders/versions', STRING, world.admin)
  await world.ask('GET /subjects/orders/versions', undefined, world.admin)
  await world.ask('PUT /config', { compatibility: 'NONE' }, world.admin)
  await world.ask('DELETE /subjects/none', undefined, world.admin)
  await world.ask('GET /subjects/orders/versions', undefined, weak)
  await world.ask('POST /subjects/by-operator/versions', STRING)
  const told = world.events.filter(({ method }) => method.startsWith('schema-registry.'))
  expect(told.map(({ method, granted, status }) => [method, granted, status])).toEqual([
    ['schema-registry.RegisterSchema', true, 'SUCCESS'],
    ['schema-registry.UpdateGlobalConfig', true, 'SUCCESS'],
    ['schema-registry.DeleteSubject', true, 'FAILURE'],
    ['schema-registry.Authorize', false, 'FAILURE'],
  ])
  expect(told[0]).toMatchObject({ modifies: true, resource: world.crn(`schema-registry=${world.registry}/subject=orders`) })
})

test('who may not read a subject cannot refer to it either', async () => {
  const world = await registryWorld()
  await world.ask('POST /subjects/secret/versions', { schema: '{"type":"record","name":"S","fields":[]}' }, world.admin)
  const headers = await world.account([['ResourceOwner', world.crn(`schema-registry=${world.registry}/subject=own*`)]])
  const body = {
    schema: '{"type":"record","name":"O","fields":[{"name":"s","type":"S"}]}',
    references: [{ name: 'S', subject: 'secret', version: 1 }],
  }
  for (const request of ['POST /subjects/own/versions', 'POST /subjects/own', 'POST /compatibility/subjects/own/versions']) {
    expect(await world.ask(request, body, headers)).toMatchObject({
      status: 403,
      json: { message: 'User is denied operation Read on Subject: secret' },
    })
  }
  expect((await world.ask('POST /subjects/own/versions', body, world.admin)).status).toBe(200)
})
