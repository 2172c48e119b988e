/**
 * The first hour with Leat, with nothing but HTTP and a Kafka client: from an empty directory to a service account that may produce and consume, with Leat
 * stopped and killed in between. The tests are one story, each goes on where the one before ended.
 */
import { seededRandom } from '@leat/base/sim'
import { ErrorCode } from '@leat/wire'
import { Metadata } from '@leat/wire/messages'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectSecure } from '../lib/client.ts'
import { temporaryDirectory } from '../lib/leat.ts'
import { type AuditEvent, auditLog } from './lib/audit.ts'
import { brokersOf, kafkaOf, produce, receive } from './lib/kafka.ts'
import { type Cluster, type Key, type Owner, type Session, bootstrapOf, expected, logIn, ownerOf } from './lib/owner.ts'
import { basic, restOf } from './lib/rest.ts'
import { type CloudProcess, freeBase, startCloud, turnControlPlane } from './lib/start.ts'

const REVOKED_MS_MAX = 1_000
const TOPIC = 'orders.eu'
const GROUP = 'orders-readers'

const directory = temporaryDirectory()
let base: number
let leat: CloudProcess
const rest = restOf(() => leat.line.control_plane)
let session: Session
let owner: Owner
let environment: string
let cluster: Cluster
let account: string
let key: Key

beforeAll(async () => {
  base = await freeBase(seededRandom(`walk/${process.pid}/${performance.now()}`))
  leat = await startCloud(directory.path, base)
})

afterAll(async () => {
  await leat[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

const client = () => kafkaOf(cluster.bootstrap, leat.ca, key)
const crnOf = (resource: string) =>
  `crn://confluent.cloud/organization=${leat.line.organization}/environment=${environment}/cloud-cluster=${cluster.id}/kafka=${cluster.id}/${resource}`

/** Produces one record more, and reads all there are. */
async function produceAndConsume(values: readonly string[]): Promise<void> {
  await produce(client(), TOPIC, values.at(-1)!)
  // A group of its own each time, so that all is read again.
  const group = `${GROUP}-${values.length}`
  expect(await receive(client(), { topic: TOPIC, group }, (read) => read.length === values.length)).toEqual(values)
}

test('log in with the printed e-mail and password', async () => {
  session = await logIn(rest, leat.line.email, leat.line.password)
  owner = ownerOf(rest, session.token)
  type Me = { readonly user: { readonly resource_id: string }; readonly organization: { readonly resource_id: string } }
  const { json } = expected(200, await rest.call<Me>('GET', '/api/me', session.token))
  expect([json.user.resource_id, json.organization.resource_id]).toEqual([session.user, leat.line.organization])
})

test('create an environment, a Standard cluster and a Dedicated one, whose two CKUs show six brokers', async () => {
  environment = await owner.createEnvironment('walk')
  cluster = await owner.createCluster(environment, 'standard', { kind: 'Standard' })
  const dedicated = await owner.createCluster(environment, 'dedicated', { kind: 'Dedicated', cku: 2 })
  const brokers = async ({ id, bootstrap }: Cluster): Promise<number> =>
    brokersOf(kafkaOf(bootstrap, leat.ca, await owner.createKey(session.user, id)))
  expect(await brokers(cluster)).toBe(1)
  expect(await brokers(dedicated)).toBe(6)
  await owner.createTopic(cluster.id, TOPIC)
})

test('a service account with a key is refused, and told what would help', async () => {
  account = await owner.createServiceAccount('walker')
  key = await owner.createKey(account, cluster.id)
  await expect(produce(client(), TOPIC, 'refused')).rejects.toThrow('Topic authorization failed')
  await expect(receive(client(), { topic: TOPIC, group: GROUP }, () => true)).rejects.toThrow(/authoriz/i)

  type Remedy = { readonly kind: string; readonly role_name?: string; readonly crn_pattern?: string }
  type Explanation = {
    readonly allowed: boolean
    readonly rule: unknown
    readonly remedies: readonly Remedy[]
    readonly resource_name: string
  }
  const explain = (question: string) =>
    rest.call<Explanation>('GET', `/leat/v1/kafka-clusters/${cluster.id}/explanations?principal=User:${account}${question}`, session.token)
  const write = expected(200, await explain(`&operation=write&resource_type=topic&resource_name=${TOPIC}`)).json
  expect(write).toMatchObject({ allowed: false, rule: null })
  expect(write.remedies).toContainEqual({
    kind: 'role_binding',
    principal: `User:${account}`,
    role_name: 'DeveloperWrite',
    crn_pattern: crnOf(`topic=${TOPIC}`),
  })
  // Without a question it is the last refusal that happened.
  expect(expected(200, await explain('')).json).toMatchObject({ allowed: false, refused_at: expect.any(String) as string })
})

test('bound to roles, it produces and consumes over SASL_SSL', async () => {
  await owner.bind(account, 'DeveloperWrite', crnOf('topic=orders*'))
  await owner.bind(account, 'DeveloperRead', crnOf('topic=orders*'))
  await owner.bind(account, 'DeveloperRead', crnOf(`group=${GROUP}*`))
  await produceAndConsume(['one'])
  await expect(produce(client(), 'others', 'refused')).rejects.toThrow('Topic authorization failed')
})

test.for(['SIGTERM', 'SIGKILL'] as const)('%s, and again up: the same ports, the same keys, all records', async (signal) => {
  const before = leat.line
  await leat.end(signal)
  leat = await startCloud(directory.path, base)
  // The link into the console is good for one login to one run.
  expect({ ...leat.line, pid: before.pid, console: before.console }).toEqual(before)
  expect(await bootstrapOf(rest, owner.as, environment, cluster.id)).toBe(cluster.bootstrap)
  await produceAndConsume(signal === 'SIGTERM' ? ['one', 'two'] : ['one', 'two', 'three'])
  // The login outlives the process too.
  expect((await rest.call('GET', '/api/me', session.token)).status).toBe(200)
})

test('the audit log has all of it', async () => {
  const last = await owner.createServiceAccount('the last that is looked for')
  const { events } = await auditLog(
    leat,
    ({ data }) => data.methodName === 'CreateServiceAccount' && data.resourceName?.includes(last) === true,
  )
  const has = (wanted: (event: AuditEvent) => boolean, what: string) => expect(events.some(wanted), what).toBe(true)
  const isTheirs = ({ data }: AuditEvent) => data.authenticationInfo?.principal?.confluentServiceAccount?.resourceId === account
  const decided = (result: 'ALLOW' | 'DENY', resource: string) => (event: AuditEvent) =>
    event.type === 'io.confluent.kafka.server/authorization' &&
    isTheirs(event) &&
    event.data.authorizationInfo?.result === result &&
    event.data.authorizationInfo.resourceName === resource

  has((event) => event.type === 'io.confluent.kafka.server/authentication' && isTheirs(event), 'its login to Kafka')
  has(decided('DENY', TOPIC), 'the refusal')
  has(decided('ALLOW', TOPIC), 'what was allowed on the topic')
  has(decided('ALLOW', `${GROUP}-1`), 'what was allowed on the group')
  has(decided('DENY', 'others'), 'the refusal on another topic')
  for (const method of ['SignIn', 'CreateEnvironment', 'CreateKafkaCluster', 'CreateServiceAccount', 'CreateAPIKey', 'CreateRoleBinding']) {
    has(({ data }) => data.methodName === method && data.result?.status === 'SUCCESS', method)
  }
})

test('with the control plane stopped, producing and consuming go on', async () => {
  await turnControlPlane(directory.path, 'stop')
  await expect(rest.call('GET', '/api/me', session.token)).rejects.toThrow()
  await produceAndConsume(['one', 'two', 'three', 'four'])
  await turnControlPlane(directory.path, 'start')
  expect((await rest.call('GET', '/api/me', session.token)).status).toBe(200)
})

test('a key that is deleted: its open connection is cut within a second, and it does not log in again', async () => {
  const [host, port] = cluster.bootstrap.split(':')
  const address = { host: host === 'localhost' ? '127.0.0.1' : host!, port: Number(port) }
  const other = await owner.createKey(account, cluster.id)
  using kept = await connectSecure(address, leat.ca)
  using cut = await connectSecure(address, leat.ca)
  expect(await kept.login(other.key, other.secret)).toBe(ErrorCode.NONE)
  expect(await cut.login(key.key, key.secret)).toBe(ErrorCode.NONE)

  const beganAtMs = performance.now()
  await owner.deleteKey(key.key)
  await cut.closed
  expect(performance.now() - beganAtMs).toBeLessThan(REVOKED_MS_MAX)
  await expect(produce(client(), TOPIC, 'refused')).rejects.toThrow(/authentication/i)
  // Nobody else notices.
  await kept.call(Metadata, 12, { topics: null, allowAutoTopicCreation: false })
  key = other
  await produceAndConsume(['one', 'two', 'three', 'four', 'five'])
  // And Kafka REST refuses it as well.
  expect((await rest.call('GET', `/kafka/v3/clusters/${cluster.id}/topics`, basic(key))).status).toBe(200)
})
