/**
 * A hostile tenant: somebody with keys of its own and no right at all, over REST and over Kafka's protocol. It learns nothing, changes nothing and holds up
 * nobody: a well-behaved client beside it notices nothing, the memory stays bounded, and no secret appears anywhere.
 */
import { ErrorCode } from '@leat/wire'
import { Fetch, Metadata, SaslAuthenticate, SaslHandshake } from '@leat/wire/messages'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type WellBehaved, residentBytes, startWellBehaved } from '../lib/children.ts'
import { type Address, type Client, connectSecure } from '../lib/client.ts'
import { temporaryDirectory } from '../lib/leat.ts'
import { FIRST_PARTITION, everythingOf, produceAndCommit } from './lib/alice.ts'
import { auditLog } from './lib/audit.ts'
import { BAD_BODIES, BOMBS, HUGE_BODY, POLLUTING_BODY } from './lib/bodies.ts'
import { controlPlane, kafkaRest } from './lib/endpoints.ts'
import { filesIn, found, hashesIn, tokenSecret } from './lib/files.ts'
import { HEADERS_OF_OTHERS, NO_CREDENTIALS, badHosts, malformedRequests, pathTricks } from './lib/http-attacks.ts'
import { MECHANISMS, QUESTIONS, authenticate, blurredAnswer, errorCodes, plainTokens, servedBeforeLogin } from './lib/kafka-attacks.ts'
import { expected, logIn } from './lib/owner.ts'
import { type RawAnswer, get, hold, lines, send } from './lib/raw-http.ts'
import { basic } from './lib/rest.ts'
import { forgeries, parts, signed } from './lib/tokens.ts'
import { differences, expectUnauthenticated, namesIn } from './lib/walk.ts'
import { type World, addressOf, loggedIn, openWorld } from './lib/world.ts'

const SLOWEST_MS_MAX = 3_000
const RESIDENT_BYTES_MAX = 640 * 1024 * 1024
/** One request, whatever is in it, while others are served. */
const ANSWER_MS_MAX = 2_000

const directory = temporaryDirectory()
let world: World
let bystander: WellBehaved
let http: Address
let kafka: Address
const operations = [...controlPlane(), ...kafkaRest()]
const closed = operations.filter(({ isPublic }) => !isPublic)
const closedControlPlane = controlPlane().filter(({ isPublic }) => !isPublic)

beforeAll(async () => {
  world = await openWorld(directory.path)
  const { leat, rest, a } = world
  http = { host: '127.0.0.1', port: Number(new URL(leat.line.control_plane).port) }
  kafka = addressOf(a)
  const { api_key: user, api_secret: password } = leat.line
  bystander = await startWellBehaved({ address: kafka, ca: leat.ca, user, password })
  expect(rest.refusals).toEqual([])
})

afterEach(async () => {
  const { leat } = world
  expect(leat.child.exitCode).toBe(null)
  const { rounds, slowestMs, errors } = await bystander.report()
  expect(errors).toEqual([])
  expect(rounds).toBeGreaterThan(0)
  expect(slowestMs).toBeLessThan(SLOWEST_MS_MAX)
  expect(await residentBytes(leat.line.pid)).toBeLessThan(RESIDENT_BYTES_MAX)
})

afterAll(async () => {
  await bystander[Symbol.asyncDispose]()
  await world.leat[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

/** Remembered with the other refusals: no secret may be in one. */
async function sent(answer: Promise<RawAnswer>): Promise<RawAnswer> {
  const { status, text } = await answer
  world.rest.refusals.push(text)
  return { status, text }
}

test('four operations are open to all, and no other', async () => {
  expect(operations.filter(({ isPublic }) => isPublic).map(({ id }) => id)).toEqual([
    'getLoginRealm',
    'deleteSession',
    'createSession',
    'createConsoleSession',
  ])
  await expectUnauthenticated(world.rest, closed, null, world.foreign)
})

test('a key opens what it is for: cluster keys no control plane, cloud keys no cluster, other clusters’ keys neither', async () => {
  const { rest, mallory, alice, foreign, a, leat } = world
  await expectUnauthenticated(rest, closedControlPlane, basic(mallory.kafka), foreign)
  const ofA = { ...foreign, cluster: a.id }
  for (const key of [mallory.cloud, alice.keyOfB, { key: leat.line.audit_api_key, secret: leat.line.audit_api_secret }]) {
    await expectUnauthenticated(
      rest,
      kafkaRest().filter(({ path }) => path.includes('{cluster_id}')),
      basic(key),
      ofA,
    )
  }
})

test.for(['cloud', 'global'] as const)('the whole control plane with a powerless %s key: what is others’ looks absent', async (kind) => {
  const { rest, mallory, foreign, absent } = world
  const walk = { operations: closedControlPlane, as: basic(mallory[kind]), foreign, absent }
  expect(await differences(rest, walk)).toEqual([])
})

test('the whole of Kafka REST: other clusters, and in its own the topics and groups of others', async () => {
  const { rest, mallory, foreign, absent, a, b } = world
  expect(await differences(rest, { operations: kafkaRest(), as: basic(mallory.kafka), foreign, absent })).toEqual([])
  const inA = { foreign: { ...foreign, cluster: a.id }, absent: { ...absent, cluster: a.id }, own: a.id }
  expect(await differences(rest, { operations: kafkaRest(), as: basic(mallory.kafka), ...inA })).toEqual([])
  // A global key may log in to all clusters of its organization, and finds nothing there either.
  const inB = { foreign, absent: { ...absent, cluster: b.id }, own: b.id }
  expect(await differences(rest, { operations: kafkaRest(), as: basic(mallory.global), ...inB })).toEqual([])
})

test('tricks with paths', async () => {
  const { mallory, foreign, a } = world
  const admitted: string[] = []
  for (const key of [null, mallory.cloud, mallory.kafka]) {
    for (const target of pathTricks(foreign, a.id)) {
      const { status, text } = await sent(get(http, target, key === null ? [] : [`Authorization: ${basic(key)}`]))
      const told = namesIn(foreign).filter((name) => text.includes(name) && !target.includes(name))
      if (![400, 401, 403, 404, 405, 414, 431].includes(status) || told.length > 0)
        admitted.push(`${target.slice(0, 200)}: ${status} ${text.slice(0, 500)}`)
    }
  }
  expect(admitted).toEqual([])
})

test('tricks with headers', async () => {
  const { owner, mallory, foreign } = world
  const target = `/org/v2/environments/${foreign.environment}`
  const asOwner = `Authorization: ${owner.as!}`
  const asMallory = `Authorization: ${basic(mallory.cloud)}`
  const status = async (...headers: readonly string[]): Promise<number> => (await sent(get(http, target, headers))).status

  // What others believe changes nothing, neither for whom it is not nor for whom it is.
  expect(await status(asMallory, ...HEADERS_OF_OTHERS)).toBe(404)
  expect(await status(...HEADERS_OF_OTHERS)).toBe(401)
  expect(await status(asOwner, ...HEADERS_OF_OTHERS)).toBe(200)
  expect(await status(asOwner)).toBe(200)
  // The scheme and the name of the header are without case; two of them are no one's.
  expect(await status(asOwner.replace('Authorization: Basic', 'aUTHORIZATION: bASIC'))).toBe(200)
  expect(await status(asMallory, asOwner)).toBe(400)
  expect(await status(asOwner, asMallory)).toBe(400)
  for (const value of NO_CREDENTIALS) expect(await status(`Authorization: ${value}`), value.slice(0, 60)).toBe(401)

  const statusOf = async (...head: readonly string[]): Promise<number> =>
    (await sent(send(http, lines(`GET ${target} HTTP/1.1`, asOwner, 'Connection: close', ...head)))).status
  for (const host of badHosts(http.port)) expect(await statusOf(`Host: ${host}`), host).toBeOneOf([400, 403])
  expect(await statusOf()).toBe(400)
  expect(await status('Host: evil.example', asOwner)).toBe(400)
  expect(await status('Origin: https://evil.example', asOwner)).toBe(403)
  expect(await status('Origin: null', asOwner)).toBe(403)
})

test('requests that two parsers would read in two ways', async () => {
  for (const bytes of malformedRequests(http.port)) {
    const { status } = await sent(send(http, bytes))
    // Refused, or closed without a word where it was no HTTP.
    expect(status === 0 || (status >= 400 && status < 500) || status === 505, `${status} to ${bytes.slice(0, 120)}`).toBe(true)
  }
})

test('tokens that are forged, over, or for something else', async () => {
  const { rest, session, token, leat, a } = world
  const secret = Buffer.from(tokenSecret(leat.line.data_dir), 'base64')
  const valid = session.token.slice('Bearer '.length)
  const me = async (one: string): Promise<number> => (await rest.call('GET', '/api/me', `Bearer ${one}`)).status
  // What is made with the true secret and nothing wrong is taken: the forgeries fail for what is wrong with them.
  expect(await me(signed(parts(valid), secret))).toBe(200)
  const forged = forgeries(valid, { secret, known: leat.ca, nowSeconds: Math.floor(Date.now() / 1000) })
  for (const [what, one] of Object.entries(forged)) {
    expect(await me(one), what).toBe(401)
    expect((await rest.call('GET', '/org/v2/environments', `Bearer ${one}`)).status, what).toBe(401)
  }
  // Data-plane tokens open the data plane, and nothing in front of it.
  const topics = `/kafka/v3/clusters/${a.id}/topics`
  expect((await rest.call('GET', topics, token)).status).toBe(200)
  expect(await me(token.slice('Bearer '.length))).toBe(401)
  expect((await rest.call('POST', '/api/access_tokens', token, { body: {} })).status).toBe(401)
  const onDataPlane = forgeries(token.slice('Bearer '.length), { secret, known: leat.ca, nowSeconds: Math.floor(Date.now() / 1000) })
  const { 'for the data plane': _isValidHere, ...others } = onDataPlane
  for (const [what, one] of Object.entries(others)) expect((await rest.call('GET', topics, `Bearer ${one}`)).status, what).toBe(401)
})

test('a refresh token is good once, and a login that has ended takes its tokens along', async () => {
  const { rest, leat } = world
  type Body = { readonly token: string; readonly refresh_token: string }
  const logIn = (body: object) => rest.call<Body>('POST', '/api/sessions', null, { body })
  const first = expected(200, await logIn({ email: leat.line.email, password: leat.line.password })).json
  const second = expected(200, await logIn({ refreshToken: first.refresh_token })).json
  expect((await logIn({ refreshToken: first.refresh_token })).status).toBe(401)
  expect((await logIn({ refreshToken: `${second.refresh_token.slice(0, -2)}AA` })).status).toBe(401)
  const bearer = `Bearer ${second.token}`
  const { token } = expected(200, await rest.call<{ readonly token: string }>('POST', '/api/access_tokens', bearer, { body: {} })).json
  expect((await rest.call('DELETE', '/api/sessions', bearer)).status).toBe(200)
  expect((await rest.call('GET', '/api/me', bearer)).status).toBe(401)
  expect((await rest.call('GET', `/kafka/v3/clusters/${world.a.id}/topics`, `Bearer ${token}`)).status).toBe(401)
})

test('bodies that are deep, huge, doubled, or reach for prototypes', async () => {
  const { rest, owner, mallory } = world
  type Body = { readonly display_name: string; readonly stream_governance_config: object }
  const create = (body: string, as = owner.as, headers = {}) => rest.call<Body>('POST', '/org/v2/environments', as, { body, headers })
  for (const as of [owner.as, basic(mallory.cloud)]) {
    for (const body of BAD_BODIES) expect((await create(body, as)).status, body.slice(0, 40)).toBe(400)
    expect((await create(HUGE_BODY, as)).status).toBe(413)
    expect((await create('{"display_name":"x"}', as, { 'content-type': 'text/plain' })).status).toBe(415)
  }
  const polluting = expected(201, await create(POLLUTING_BODY)).json
  const after = expected(201, await create('{"display_name":"first","display_name":"last"}')).json
  for (const { stream_governance_config } of [polluting, after]) expect(stream_governance_config).toEqual({ package: 'ESSENTIALS' })
  expect([polluting.display_name, after.display_name]).toEqual(['polluted', 'last'])
})

test('names and filters that would take a backtracking pattern long', async () => {
  const { rest, owner, mallory, a, token } = world
  for (const bomb of BOMBS) {
    const asked = encodeURIComponent(bomb)
    const topics = `/kafka/v3/clusters/${a.id}`
    const requests = [
      ['GET', `/iam/v2/role-bindings?crn_pattern=${asked}`, owner.as],
      ['POST', '/iam/v2/role-bindings', owner.as, { principal: `User:${mallory.id}`, role_name: bomb, crn_pattern: bomb }],
      ['GET', `/iam/v2/service-accounts?display_name=${asked}&page_token=${asked}`, owner.as],
      ['GET', `/iam/v2/api-keys?spec.owner=${asked}&spec.resource=${asked}`, owner.as],
      ['GET', `/api/login/realm?email=${asked}`, null],
      ['POST', '/api/sessions', null, { refreshToken: bomb }],
      ['POST', '/iam/v2/service-accounts', owner.as, { display_name: bomb, description: bomb }],
      ['POST', `${topics}/topics`, token, { topic_name: bomb }],
      ['GET', `${topics}/acls?resource_name=${asked}&principal=${asked}`, token],
    ] as const
    for (const [method, path, as, body] of requests) {
      const beganAtMs = performance.now()
      const { status } = await rest.call(method, path, as, body === undefined ? {} : { body })
      expect(status, path.slice(0, 100)).toBeLessThan(500)
      expect(performance.now() - beganAtMs, path.slice(0, 100)).toBeLessThan(ANSWER_MS_MAX)
    }
  }
})

test('guessing passwords: nobody learns who has an account, it gets slow, and then it ends', async () => {
  const { rest, leat } = world
  const guess = async (email: string, password = 'a guess') => rest.call('POST', '/api/sessions', null, { body: { email, password } })
  const [known, unknown] = await Promise.all([guess(leat.line.email), guess('nobody@leat.local')])
  expect([known.status, known.text]).toEqual([403, unknown.text])
  // Whoever mixes up the fields: see the last test.
  await guess(leat.line.password, leat.line.email)
  await rest.call('GET', '/org/v2/environments', basic({ key: leat.line.cloud_api_secret, secret: leat.line.cloud_api_key }))
  const statuses = (await Promise.all(Array.from({ length: 20 }, () => guess('nobody@leat.local')))).map(({ status }) => status)
  expect(statuses.filter((status) => status === 403)).toHaveLength(9)
  expect(statuses.filter((status) => status === 429)).toHaveLength(11)
  await logIn(rest, leat.line.email, leat.line.password)
})

test('slow bodies, and a thousand connections that ask nothing', async () => {
  const { rest, owner, mallory, foreign, a, leat, alice } = world
  const environments = () =>
    rest.call('GET', '/org/v2/environments', owner.as).then(
      ({ status }) => status,
      () => 0,
    )
  const json = [`Host: localhost:${http.port}`, 'Content-Type: application/json']
  const body = lines('POST /api/sessions HTTP/1.1', ...json, 'Content-Length: 1000')
  const records = `POST /kafka/v3/clusters/${a.id}/topics/${foreign.topic}/records HTTP/1.1`
  const stream = lines(records, ...json, `Authorization: ${basic(mallory.kafka)}`, 'Transfer-Encoding: chunked')
  for (const slow of [`${body}{`, `${stream}1\r\n{\r\n`]) {
    using _slow = await hold(http, 200, slow)
    await expect.poll(environments, { timeout: ANSWER_MS_MAX }).toBe(200)
    for (let round = 0; round < 10; round++) expect(await environments()).toBe(200)
  }
  {
    using _silent = await hold(http, 1_000, '')
    using _alsoToKafka = await hold(kafka, 1_000, '')
    // Who only holds a place over HTTP gives it up.
    await expect.poll(environments, { timeout: ANSWER_MS_MAX }).toBe(200)
    using client = await loggedIn(kafka, leat.ca, alice.keyOfA)
    const { topics } = await client.call(Metadata, 12, { topics: null, allowAutoTopicCreation: false })
    expect(topics.map(({ name }) => name)).toContain(foreign.topic)
  }
})

test('keys of other clusters and of other things do not log in to a cluster', async () => {
  const { leat, a, b, alice, mallory } = world
  const { line } = leat
  const system = { bootstrap: line.audit_bootstrap }
  const audit = { key: line.audit_api_key, secret: line.audit_api_secret }
  const cloud = { key: line.cloud_api_key, secret: line.cloud_api_secret }
  const person = { key: line.email, secret: line.password }
  const foreign = [
    ...[alice.keyOfB, mallory.cloud, cloud, audit, person].map((key) => ({ at: a, key })),
    ...[alice.keyOfA, mallory.kafka, mallory.cloud, audit].map((key) => ({ at: b, key })),
    ...[alice.keyOfA, alice.keyOfB, mallory.kafka, mallory.global, cloud, person].map((key) => ({ at: system, key })),
  ]
  const codes = await Promise.all(
    foreign.map(async ({ at, key }) => {
      using client = await connectSecure(addressOf(at), leat.ca)
      return await client.login(key.key, key.secret)
    }),
  )
  expect(codes).toEqual(foreign.map(() => ErrorCode.SASL_AUTHENTICATION_FAILED))
})

test('tricks with SASL: tokens, mechanisms, the order of requests, and changing who one is', async () => {
  const { leat, mallory, alice } = world
  const codes = await Promise.all(plainTokens(mallory.kafka, alice.keyOfA.key).map((token) => authenticate(kafka, leat.ca, token)))
  expect(codes).toEqual(codes.map(() => ErrorCode.SASL_AUTHENTICATION_FAILED))
  const refused = await Promise.all(
    MECHANISMS.map(async (mechanism) => {
      using client = await connectSecure(kafka, leat.ca)
      return (await client.call(SaslHandshake, 1, { mechanism })).errorCode
    }),
  )
  expect(refused).toEqual(MECHANISMS.map(() => ErrorCode.UNSUPPORTED_SASL_MECHANISM))
  expect(await servedBeforeLogin(kafka, leat.ca)).toEqual([])
  {
    using client = await connectSecure(kafka, leat.ca)
    await client.call(SaslHandshake, 1, { mechanism: 'PLAIN' })
    await expect(client.call(Metadata, 12, { topics: null, allowAutoTopicCreation: false })).rejects.toThrow('closed')
  }
  using client = await loggedIn(kafka, leat.ca, mallory.kafka)
  await client.call(SaslHandshake, 1, { mechanism: 'PLAIN' })
  const authBytes = Buffer.from(`\0${alice.keyOfA.key}\0${alice.keyOfA.secret}`)
  expect((await client.call(SaslAuthenticate, 2, { authBytes })).errorCode).toBe(ErrorCode.SASL_AUTHENTICATION_FAILED)
})

test('every API: topics, ids and groups of others look as if they were not there, and stay as they are', async () => {
  const { leat, alice, mallory, foreign, absent } = world
  using hers = await loggedIn(kafka, leat.ca, alice.keyOfA)
  await produceAndCommit(hers, foreign)
  const before = await everythingOf(hers, foreign)
  using client = await loggedIn(kafka, leat.ca, mallory.kafka)
  for (const { label, ask, isById } of QUESTIONS) {
    const [there, nowhere] = [await ask(client, foreign), await ask(client, absent)]
    const [seen, unseen] = [blurredAnswer(there, foreign), blurredAnswer(nowhere, absent)]
    // Kafka holds that ids, which are random, give nothing away: whoever knows one is told that it exists, and not its name.
    const told = { codes: errorCodes(there).filter(Boolean), name: seen.includes(foreign.topic) }
    if (isById) expect(told, label).toEqual({ codes: [ErrorCode.TOPIC_AUTHORIZATION_FAILED], name: false })
    else expect(seen, label).toBe(unseen)
    expect(Math.max(...errorCodes(there)), label).toBeGreaterThan(ErrorCode.NONE)
  }
  const seen = await client.call(Metadata, 12, { topics: null, allowAutoTopicCreation: false })
  expect(seen.topics).toEqual([])
  expect(await everythingOf(hers, foreign)).toEqual(before)
})

test('a fetch session belongs to whoever opened it', async () => {
  const { leat, alice, mallory, foreign } = world
  using hers = await loggedIn(kafka, leat.ca, alice.keyOfA)
  using client = await loggedIn(kafka, leat.ca, mallory.kafka)
  const fetch = (by: Client, sessionId: number, sessionEpoch: number, topics: readonly object[] = []) =>
    by.call(Fetch, 12, { maxWaitMs: 0, minBytes: 0, maxBytes: 100_000, sessionId, sessionEpoch, topics })
  const opened = await fetch(hers, 0, 0, [{ topic: foreign.topic, partitions: [FIRST_PARTITION] }])
  expect(opened.sessionId).not.toBe(0)
  for (const epoch of [1, 2, 0, -1]) {
    const [stolen, guessed] = [await fetch(client, opened.sessionId, epoch), await fetch(client, opened.sessionId ^ 0x5a5a, epoch)]
    expect(stolen.responses).toEqual([])
    expect(stolen.errorCode).toBe(guessed.errorCode)
  }
  expect((await fetch(hers, opened.sessionId, 1)).errorCode).toBe(ErrorCode.NONE)
})

test('the audit log’s key reads the audit log, and nothing else of the system cluster', async () => {
  const { line, ca } = world.leat
  using client = await loggedIn(addressOf({ bootstrap: line.audit_bootstrap }), ca, {
    key: line.audit_api_key,
    secret: line.audit_api_secret,
  })
  const { topics } = await client.call(Metadata, 12, { topics: null, allowAutoTopicCreation: false })
  expect(topics.map(({ name }) => name)).toEqual(['confluent-audit-log-events'])
  const codesOf = async (label: RegExp, topic: string): Promise<readonly number[]> => {
    const names = { ...world.absent, topic, group: 'auditors' }
    const asked = QUESTIONS.filter((one) => label.test(one.label))
    return (await Promise.all(asked.map((one) => one.ask(client, names)))).map((answer) => Math.max(...errorCodes(answer)))
  }
  const changes =
    /^(Produce v9|CreateTopics|CreatePartitions|DeleteTopics v6$|DeleteRecords|AlterConfigs|Incremental|CreateAcls|DeleteAcls)/
  for (const topic of ['_leat.control', '__consumer_offsets', 'confluent-audit-log-events']) {
    const codes = await codesOf(changes, topic)
    expect(codes).toHaveLength(9)
    expect(codes, topic).not.toContain(ErrorCode.NONE)
  }
  for (const topic of ['_leat.control', '__consumer_offsets'])
    expect(await codesOf(/^Fetch v12/, topic), topic).toEqual([ErrorCode.TOPIC_AUTHORIZATION_FAILED])
  expect(await codesOf(/^Fetch v12/, 'confluent-audit-log-events')).toEqual([ErrorCode.NONE])
})

test('after all that: no secret in a log, an error or an audit event, and on disk only where only its owner reads', async () => {
  const { leat, rest, secrets, owner, foreign, mallory } = world
  const last = await owner.createServiceAccount('the last that is looked for')
  const { texts } = await auditLog(leat, ({ data }) => data.resourceName?.includes(last) === true)
  const files = filesIn(leat.line.data_dir)
  const hashes = hashesIn(files)
  expect(hashes.length).toBeGreaterThan(10)
  expect(rest.refusals.length).toBeGreaterThan(500)
  const audit = texts.join('\n')
  for (const key of [mallory.kafka.key, mallory.id, foreign.topic]) expect(audit).toContain(key)
  // Whoever asks is known by its connection, not by what it says of itself.
  expect(audit).not.toContain('203.0.113.7')

  const hidden = [...secrets, ...hashes]
  expect(found(leat.stderr(), hidden), 'log').toEqual([])
  expect(found(rest.refusals.join('\n'), hidden), 'refusals').toEqual([])
  expect(found(audit, hidden), 'audit log').toEqual([])
  const stored = files.filter(({ bytes }) => secrets.some((secret) => bytes.includes(secret)))
  expect(stored.filter(({ mode }) => mode !== 0o600).map(({ path }) => path)).toEqual([])
  const made = [world.alice.keyOfA, world.alice.keyOfB, mallory.cloud, mallory.kafka, mallory.global].map(({ secret }) => secret)
  expect(files.filter(({ bytes }) => made.some((secret) => bytes.includes(secret))).map(({ path }) => path)).toEqual([])
})
