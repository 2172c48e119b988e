import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import type { Caller } from '@leat/access'
import { ok } from '@leat/base'
import { endpoint, operation, type Operation } from '@leat/rest'
import { seededRandom } from '@leat/base/sim'
import { basic } from '@leat/rest/testing'
import { expect, test } from 'vitest'
import { auditForm } from '../audit/form.ts'
import { put, remove } from '../state.ts'
import {
  ADMIN,
  ADMIN_CLOUD_KEY,
  type Answer,
  iamWorld,
  ORG,
  OTHER_ADMIN,
  OTHER_CLOUD_KEY,
  OTHER_KAFKA_KEY,
  OTHER_ORG,
  WORKER,
  WORKER_GLOBAL_KEY,
  WORKER_KAFKA_KEY,
  type World,
} from './testing/world.ts'
import { issueToken } from './tokens/tokens.ts'

/** One endpoint per kind of API, that says who calls. */
const PATHS = { control: '/org/v2/who', v1: '/api/who', mds: '/api/metadata/who', kafka: '/kafka/v3/clusters/lkc-stand1/who' } as const
type Kind = keyof typeof PATHS

function whoOperations(): Operation[] {
  const common = { method: 'GET', summary: 'Who calls', access: { kind: 'caller' }, returns: { status: 200, schema: null } } as const
  const who = async ({ caller }: { readonly caller: Caller }) => ok({ body: caller })
  return [
    operation(endpoint({ ...common, id: 'control', api: 'org/v2', errors: 'control', path: '/org/v2/who' }), who),
    operation(endpoint({ ...common, id: 'v1', api: 'v1', errors: 'v1', path: '/api/who' }), who),
    operation(endpoint({ ...common, id: 'mds', api: 'mds', errors: 'mds', path: '/api/metadata/who' }), who),
    operation(endpoint({ ...common, id: 'kafka', api: 'kafka/v3', errors: 'kafka', path: '/kafka/v3/clusters/{cluster_id}/who' }), who),
  ]
}

const worldWithWho = (): Promise<World> => iamWorld(whoOperations)
const who = (world: World, path: string, authorization: string) => world.call<Answer & Caller>({ path, headers: { authorization } })

async function tokensOf(world: World) {
  const session = (await world.login()).authorization
  const answer = await world.call<{ token: string }>({
    method: 'POST',
    path: '/api/access_tokens',
    body: {},
    headers: { authorization: session },
  })
  return { session, dataPlane: `Bearer ${answer.json.token}` }
}

/** Which credential each kind of API takes. */
const TAKES: Readonly<Record<string, readonly Kind[]>> = {
  session: ['control', 'v1', 'mds'],
  dataPlane: ['kafka'],
  cloudKey: ['control'],
  globalKey: ['control', 'kafka'],
  kafkaKey: ['kafka'],
  foreignKafkaKey: [],
}

test.for(Object.entries(TAKES))('a %s opens %s, and nothing else', async ([name, kinds]) => {
  const world = await worldWithWho()
  const credentials: Record<string, string> = {
    ...(await tokensOf(world)),
    cloudKey: world.as(ADMIN_CLOUD_KEY).authorization,
    globalKey: world.as(WORKER_GLOBAL_KEY).authorization,
    kafkaKey: world.as(WORKER_KAFKA_KEY).authorization,
    foreignKafkaKey: world.as(OTHER_KAFKA_KEY).authorization,
  }
  for (const [kind, path] of Object.entries(PATHS)) {
    const answer = await who(world, path, credentials[name]!)
    expect(answer.status, kind).toBe(kinds.includes(kind as Kind) ? 200 : 401)
  }
})

test('the caller says who it is and how it came', async () => {
  const world = await worldWithWho()
  const { session } = await tokensOf(world)
  expect((await who(world, PATHS.control, session)).json).toEqual({
    organization: ORG,
    id: ADMIN,
    kind: 'user',
    principal: `User:${ADMIN}`,
    via: { kind: 'session' },
  })
  expect((await who(world, PATHS.kafka, world.as(WORKER_KAFKA_KEY).authorization)).json).toEqual({
    organization: ORG,
    id: WORKER,
    kind: 'service-account',
    principal: `User:${WORKER}`,
    via: { kind: 'api-key', key: WORKER_KAFKA_KEY, resource: { kind: 'kafka', id: 'lkc-stand1', environment: 'env-mill01' } },
  })
})

test.for([
  ['another cluster of the organization', '/kafka/v3/clusters/lkc-basic1/who'],
  ["another organization's cluster", '/kafka/v3/clusters/lkc-other1/who'],
  ['a cluster that is not there', '/kafka/v3/clusters/lkc-nothere/who'],
  ['its cluster, written otherwise', '/kafka/v3/clusters/LKC-STAND1/who'],
  ['a prototype key', '/kafka/v3/clusters/__proto__/who'],
  ['its cluster, encoded twice', '/kafka/v3/clusters/lkc%252Dstand1/who'],
])('a cluster key does not open %s', async ([, path]) => {
  const world = await worldWithWho()
  expect((await who(world, path!, world.as(WORKER_KAFKA_KEY).authorization)).status).toBe(401)
})

test('a cluster key opens its cluster behind every prefix, also percent-encoded', async () => {
  const world = await worldWithWho()
  for (const path of ['/api', '/confluent.cloud', '/confluent.cloud/api', ''].map(
    (prefix) => `${prefix}/kafka/v3/clusters/lkc%2Dstand1/who`,
  )) {
    expect((await who(world, path, world.as(WORKER_KAFKA_KEY).authorization)).status, path).toBe(200)
  }
})

test("a global key of one organization does not open another's cluster", async () => {
  const world = await worldWithWho()
  expect((await who(world, '/kafka/v3/clusters/lkc-other1/who', world.as(WORKER_GLOBAL_KEY).authorization)).status).toBe(401)
})

test('all wrong keys get the same answer', async () => {
  const world = await worldWithWho()
  const wrong = [
    basic(ADMIN_CLOUD_KEY, 'wrong'),
    basic('UNKNOWNAAAAAAAAA', 'admincloudaaaaaa'),
    basic('__proto__', 'x'),
    basic('constructor', ''),
    world.as(WORKER_KAFKA_KEY).authorization,
  ]
  for (const authorization of wrong) {
    const { status, json, headers } = await who(world, PATHS.control, authorization)
    expect(status).toBe(401)
    expect(json.errors).toMatchObject([{ status: '401', code: 'user_unauthenticated', title: 'Authentication Required' }])
    expect(json.errors[0]!.detail).toContain('invalid API key')
    expect(headers['www-authenticate']).toContain('invalid_key')
  }
  expect((await who(world, PATHS.kafka, wrong[0]!)).json).toMatchObject({ error_code: 40101 })
  expect((await who(world, PATHS.v1, wrong[0]!)).json).toMatchObject({ error: { code: 401 } })
  expect((await who(world, PATHS.mds, wrong[0]!)).json).toMatchObject({ status_code: 401 })
})

test.for([
  '',
  ' ',
  'Basic',
  'Basic ',
  'Basic !!!',
  `Basic ${Buffer.from('nocolon').toString('base64')}`,
  `Basic ${Buffer.from(':secret').toString('base64')}`,
  `Digest ${Buffer.from('a:b').toString('base64')}`,
  'Bearer',
  'Bearer ..',
  'Bearer a.b.c',
  `Bearer ${'a'.repeat(5000)}`,
  `Basic ${'QUFB'.repeat(5000)}`,
  'Bearer\ta.b.c',
])('the header %j is refused', async (authorization) => {
  const world = await worldWithWho()
  expect((await who(world, PATHS.control, authorization)).status).toBe(401)
})

test('no header is asked for credentials', async () => {
  const world = await worldWithWho()
  const answer = await world.call({ path: PATHS.control })
  expect(answer.status).toBe(401)
  expect(answer.headers['www-authenticate']).toContain('Basic')
})

test('credentials elsewhere than in the header count for nothing', async () => {
  const world = await worldWithWho()
  const headers = {
    'x-authorization': world.as(ADMIN_CLOUD_KEY).authorization,
    cookie: 'authorization=x',
    'proxy-authorization': world.as(ADMIN_CLOUD_KEY).authorization,
  }
  expect((await world.call({ path: `${PATHS.control}?access_token=x&api_key=${ADMIN_CLOUD_KEY}`, headers })).status).toBe(401)
})

test('keys of somebody who is gone open nothing', async () => {
  const world = await worldWithWho()
  await world.put(remove('service-account', WORKER))
  expect((await who(world, PATHS.kafka, world.as(WORKER_KAFKA_KEY).authorization)).status).toBe(401)
})

test('keys of a cluster that is gone open nothing', async () => {
  const world = await worldWithWho()
  await world.put(remove('cluster', 'lkc-stand1'))
  expect((await who(world, PATHS.kafka, world.as(WORKER_KAFKA_KEY).authorization)).status).toBe(401)
})

test('a key that names an owner of another organization opens nothing', async () => {
  const world = await worldWithWho()
  const key = world.context.store.state['api-key'].get(ADMIN_CLOUD_KEY)!
  await world.put(put('api-key', { ...key, owner: OTHER_ADMIN }))
  expect((await who(world, PATHS.control, world.as(ADMIN_CLOUD_KEY).authorization)).status).toBe(401)
})

test("a foreign admin's key speaks for the foreign organization only", async () => {
  const world = await worldWithWho()
  expect((await who(world, PATHS.control, world.as(OTHER_CLOUD_KEY).authorization)).json).toMatchObject({ organization: OTHER_ORG })
})

test('a refused login is recorded, without what was sent as a secret or a strange key', async () => {
  const world = await worldWithWho()
  await who(world, PATHS.control, basic(ADMIN_CLOUD_KEY, 'wrongsecret'))
  await who(world, PATHS.control, basic('my-password-as-key', 'x'))
  expect(world.context.events).toMatchObject([
    { method: 'Authentication', granted: false, identity: ADMIN_CLOUD_KEY, organization: ORG },
    { method: 'Authentication', granted: false, identity: null },
  ])
  expect(JSON.stringify(world.context.events)).not.toMatch(/wrongsecret|my-password/)
})

/** A token made by hand. */
function forge(header: object, claims: object, sign: (input: string) => Buffer | ''): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${part(header)}.${part(claims)}`
  return `Bearer ${input}.${Buffer.from(sign(input)).toString('base64url')}`
}

async function claimsOf(world: World): Promise<Record<string, unknown>> {
  const [, payload = ''] = (await world.login()).authorization.split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
}

const hs =
  (world: World, algorithm = 'sha256') =>
  (input: string) =>
    createHmac(algorithm, world.context.platform.tokenSecret).update(input).digest()

test('a token signed as ours are is taken, so that the forgeries below fail for their own reason', async () => {
  const world = await worldWithWho()
  const claims = await claimsOf(world)
  expect((await who(world, PATHS.control, forge({ alg: 'HS256', typ: 'JWT' }, claims, hs(world)))).status).toBe(200)
})

function without(claims: Record<string, unknown>, name: string): object {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })

test.for<[name: string, (world: World, claims: Record<string, unknown>) => string]>([
  ['no algorithm', (_, claims) => forge({ alg: 'none', typ: 'JWT' }, claims, () => '')],
  ['no algorithm, in capitals', (_, claims) => forge({ alg: 'NONE' }, claims, () => '')],
  ['no signature', (_, claims) => forge({ alg: 'HS256', typ: 'JWT' }, claims, () => '')],
  [
    'another secret',
    (_, claims) => forge({ alg: 'HS256', typ: 'JWT' }, claims, (input) => createHmac('sha256', Buffer.alloc(32, 8)).update(input).digest()),
  ],
  [
    'an empty secret',
    (_, claims) => forge({ alg: 'HS256', typ: 'JWT' }, claims, (input) => createHmac('sha256', '').update(input).digest()),
  ],
  ['a stronger algorithm with our secret', (world, claims) => forge({ alg: 'HS512', typ: 'JWT' }, claims, hs(world, 'sha512'))],
  [
    'RS256 with its own key',
    (_, claims) => forge({ alg: 'RS256', typ: 'JWT' }, claims, (input) => createSign('sha256').update(input).sign(rsa.privateKey)),
  ],
  [
    'a key of its own in the header',
    (_, claims) =>
      forge({ alg: 'RS256', typ: 'JWT', jwk: rsa.publicKey.export({ format: 'jwk' }) }, claims, (input) =>
        createSign('sha256').update(input).sign(rsa.privateKey),
      ),
  ],
  ['an unknown critical header', (world, claims) => forge({ alg: 'HS256', typ: 'JWT', crit: ['exp2'], exp2: 1 }, claims, hs(world))],
  ['another type', (world, claims) => forge({ alg: 'HS256', typ: 'at+jwt' }, claims, hs(world))],
  ['another audience', (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, { ...claims, aud: 'leat:data-plane' }, hs(world))],
  ['no audience', (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, without(claims, 'aud'), hs(world))],
  ['another issuer', (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, { ...claims, iss: 'elsewhere' }, hs(world))],
  ['no expiry', (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, without(claims, 'exp'), hs(world))],
  [
    'an expiry that passed',
    (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, { ...claims, exp: Number(claims['iat']) - 1 }, hs(world)),
  ],
  ['an expiry that is text', (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, { ...claims, exp: '9999999999' }, hs(world))],
  [
    'a beginning in the future',
    (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, { ...claims, nbf: Number(claims['iat']) + 60 }, hs(world)),
  ],
  ['another organization', (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, { ...claims, organizationId: OTHER_ORG }, hs(world))],
  ['another user', (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, { ...claims, sub: OTHER_ADMIN }, hs(world))],
  ['a service account', (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, { ...claims, sub: WORKER }, hs(world))],
  ['a session that never was', (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, { ...claims, sid: '__proto__' }, hs(world))],
  ['a user that is a list', (world, claims) => forge({ alg: 'HS256', typ: 'JWT' }, { ...claims, sub: [ADMIN] }, hs(world))],
  ['claims that are no object', (world) => forge({ alg: 'HS256', typ: 'JWT' }, [], hs(world))],
])('a token with %s is refused', async ([, make]) => {
  const world = await worldWithWho()
  const token = make(world, await claimsOf(world))
  for (const path of Object.values(PATHS).filter((one) => one !== PATHS.kafka))
    expect((await who(world, path, token)).status, path).toBe(401)
})

test('a session token ends with its hour, a data-plane token after ten minutes', async () => {
  const world = await worldWithWho()
  const { session, dataPlane } = await tokensOf(world)
  await world.context.clock.advance(10 * 60_000 - 1000)
  expect((await who(world, PATHS.kafka, dataPlane)).status).toBe(200)
  await world.context.clock.advance(2000)
  expect((await who(world, PATHS.kafka, dataPlane)).status).toBe(401)
  await world.context.clock.advance(49 * 60_000)
  expect((await who(world, PATHS.control, session)).status).toBe(200)
  await world.context.clock.advance(2 * 60_000)
  expect((await who(world, PATHS.control, session)).status).toBe(401)
})

test('a data-plane token dies with the login it came from', async () => {
  const world = await worldWithWho()
  const { session, dataPlane } = await tokensOf(world)
  await world.call({ method: 'DELETE', path: '/api/sessions', headers: { authorization: session } })
  expect((await who(world, PATHS.kafka, dataPlane)).status).toBe(401)
})

test('a platform with another secret does not take our tokens', async () => {
  const [ours, theirs] = [await worldWithWho(), await worldWithWho()]
  await ours.login()
  const [session = ''] = ours.context.store.state.session.keys()
  const platform = { ...theirs.context.platform, tokenSecret: Buffer.alloc(32, 9) }
  const token = await issueToken({ ...theirs.context, platform }, 'session', { user: ADMIN, organization: ORG, session })
  expect((await who(ours, PATHS.control, `Bearer ${token}`)).status).toBe(401)
})

test.for([
  ['an API key', WORKER_KAFKA_KEY, { mechanism: 'HTTP_BASIC', idSecretCredentials: { credentialId: WORKER_KAFKA_KEY } }],
  ['a data-plane token', null, { mechanism: 'HTTP_BEARER' }],
] as const)('each request to Kafka REST with %s is a login to the cluster, in the form of one over Kafka', async ([, key, credentials]) => {
  const world = await worldWithWho()
  const authorization = key === null ? (await tokensOf(world)).dataPlane : world.as(key).authorization
  world.context.events.length = 0
  expect((await who(world, PATHS.kafka, authorization)).status).toBe(200)
  expect(world.context.events).toHaveLength(1)
  const form = auditForm(() => world.context.store.state, seededRandom(1))
  const event = JSON.parse(form(world.context.events[0]!).value.toString()) as { readonly subject: string; readonly data: object }
  expect(event).toMatchObject({
    type: 'io.confluent.kafka.server/authentication',
    source: event.subject,
    data: {
      methodName: 'kafka.Authentication',
      resourceName: event.subject,
      authenticationInfo: { result: 'SUCCESS', credentials },
      result: { status: 'SUCCESS' },
    },
  })
  expect(event.subject).toMatch(new RegExp(`^crn://confluent.cloud/organization=${ORG}/environment=.*/kafka=lkc-`))
  expect(event.data).not.toHaveProperty('authorizationInfo')
})

test('a refused login to Kafka REST names the cluster, where there is one', async () => {
  const world = await worldWithWho()
  await who(world, PATHS.kafka, world.as(OTHER_KAFKA_KEY).authorization)
  await who(world, PATHS.kafka.replace(/lkc-[^/]+/, 'lkc-none'), world.as(OTHER_KAFKA_KEY).authorization)
  expect(world.context.events).toMatchObject([
    { method: 'kafka.Authentication', granted: false, resource: expect.stringContaining('/kafka=lkc-') },
    { method: 'Authentication', granted: false, resource: null },
  ])
})
