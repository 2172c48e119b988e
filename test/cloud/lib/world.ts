import { CreateTopics, Metadata } from '@leat/wire/messages'
import { type Address, type Client, connectSecure } from '../../lib/client.ts'
import { tokenSecret } from './files.ts'
import { type Cluster, type Key, type Owner, type Session, dataPlaneToken, expected, logIn, ownerByKey } from './owner.ts'
import { type Rest, restOf } from './rest.ts'
import { type CloudProcess, startCloud } from './start.ts'

/** Names of things that one may ask about. */
export interface Names {
  readonly environment: string
  readonly cluster: string
  readonly account: string
  /** The same account, as the v1 paths call it. */
  readonly accountNumber: string
  readonly user: string
  readonly apiKey: string
  readonly binding: string
  readonly registry: string
  readonly quota: string
  readonly topic: string
  readonly topicId: string
  readonly group: string
}

/**
 * An organization with a well-kept half and an intruder. Alice has rights in two clusters, everything of hers is `foreign` to Mallory: a service account
 * that nobody gave any right, with keys of its own for the control plane, for cluster A and for everything.
 */
export interface World {
  readonly leat: CloudProcess
  readonly rest: Rest
  readonly owner: Owner
  readonly session: Session
  /** Of the owner. */
  readonly token: string
  readonly a: Cluster
  readonly b: Cluster
  readonly alice: { readonly id: string; readonly keyOfA: Key; readonly keyOfB: Key }
  readonly mallory: { readonly id: string; readonly cloud: Key; readonly kafka: Key; readonly global: Key }
  readonly foreign: Names
  readonly absent: Names
  /** Everything that must never be seen again. */
  readonly secrets: readonly string[]
}

/** In both clusters. */
const TOPIC = 'payroll'
const GROUP = 'payroll-readers'

export async function openWorld(dataDir: string): Promise<World> {
  const leat = await startCloud(dataDir, null)
  try {
    return await furnished(leat)
  } catch (error) {
    await leat[Symbol.asyncDispose]()
    throw error
  }
}

async function furnished(leat: CloudProcess): Promise<World> {
  const { line } = leat
  const rest = restOf(() => line.control_plane)
  const session = await logIn(rest, line.email, line.password)
  const token = await dataPlaneToken(rest, session.token)
  const owner = ownerByKey(rest, line)

  const a: Cluster = { id: line.cluster, environment: line.environment, bootstrap: line.sasl_ssl_bootstrap }
  const environment = await owner.createEnvironment('payroll')
  const b = await owner.createCluster(environment, 'payroll', { kind: 'Dedicated', cku: 1 })
  const [aliceId, malloryId] = [await owner.createServiceAccount('alice'), await owner.createServiceAccount('mallory')]
  const alice = { id: aliceId, keyOfA: await owner.createKey(aliceId, a.id), keyOfB: await owner.createKey(aliceId, b.id) }
  const mallory = {
    id: malloryId,
    cloud: await owner.createKey(malloryId),
    kafka: await owner.createKey(malloryId, a.id),
    global: await owner.createKey(malloryId, 'global'),
  }
  const crn = ({ id, environment: of }: Cluster, resource: string) =>
    `crn://confluent.cloud/organization=${line.organization}/environment=${of}/cloud-cluster=${id}/kafka=${id}/${resource}`
  const binding = await owner.bind(aliceId, 'DeveloperRead', crn(b, `topic=${TOPIC}`))
  for (const cluster of [a, b]) {
    await owner.bind(aliceId, 'ResourceOwner', crn(cluster, `topic=${TOPIC}`))
    await owner.bind(aliceId, 'ResourceOwner', crn(cluster, `group=${GROUP}`))
  }
  const topicId = await createTopic(addressOf(a), leat.ca, alice.keyOfA)
  await createTopic(addressOf(b), leat.ca, alice.keyOfB)
  const foreign: Names = {
    environment,
    cluster: b.id,
    account: aliceId,
    accountNumber: await numberOf(rest, session.token, aliceId),
    user: session.user,
    apiKey: alice.keyOfB.key,
    binding,
    registry: await firstId(rest, owner, `/srcm/v3/clusters?environment=${environment}`),
    quota: await createQuota(owner, b, aliceId),
    topic: TOPIC,
    topicId,
    group: GROUP,
  }
  const secrets = [
    ...[alice.keyOfA, alice.keyOfB, mallory.cloud, mallory.kafka, mallory.global].map(({ secret }) => secret),
    line.api_secret,
    line.cloud_api_secret,
    line.audit_api_secret,
    line.password,
    ...[session.token, token].map((one) => one.slice('Bearer '.length)),
    session.refreshToken,
    tokenSecret(line.data_dir),
  ]
  return { leat, rest, owner, session, token, a, b, alice, mallory, foreign, absent: ABSENT, secrets }
}

/** Of the same forms, and nowhere. */
const ABSENT: Names = {
  environment: 'env-zzzzzz',
  cluster: 'lkc-zzzzzz',
  account: 'sa-zzzzzz',
  accountNumber: '999999',
  user: 'u-zzzzzz',
  apiKey: 'ZZZZZZZZZZZZZZZZ',
  binding: 'rb-zzzzzz',
  registry: 'lsrc-zzzzzz',
  quota: 'cq-zzzzzz',
  topic: 'zzzzzzz',
  topicId: 'zzzzzzzzzzzzzzzzzzzzzw',
  group: 'zzzzzzz-zzzzzzz',
}

export function addressOf({ bootstrap }: { readonly bootstrap: string }): Address {
  const [host, port] = bootstrap.split(/:(?=\d+$)/)
  return { host: host === 'localhost' ? '127.0.0.1' : host!, port: Number(port) }
}

/** A connection that has logged in; throws when it was refused. */
export async function loggedIn(address: Address, ca: string, { key, secret }: Key): Promise<Client> {
  const client = await connectSecure(address, ca)
  const errorCode = await client.login(key, secret)
  if (errorCode !== 0) throw new Error(`the login of ${key} was refused with error ${errorCode}`)
  return client
}

async function createTopic(address: Address, ca: string, key: Key): Promise<string> {
  using client = await loggedIn(address, ca, key)
  const topics = [{ name: TOPIC, numPartitions: 1, replicationFactor: -1, assignments: [], configs: [] }]
  await client.call(CreateTopics, 7, { topics, timeoutMs: 10_000, validateOnly: false })
  const described = await client.call(Metadata, 12, { topics: [{ name: TOPIC }], allowAutoTopicCreation: false })
  const { errorCode, topicId } = described.topics[0]!
  if (errorCode !== 0) throw new Error(`the topic was not made: error ${errorCode}`)
  return topicId
}

async function numberOf(rest: Rest, session: string, account: string): Promise<string> {
  type Body = { readonly users: readonly { readonly id: number; readonly resource_id: string }[] }
  const { json } = expected(200, await rest.call<Body>('GET', '/api/service_accounts', session))
  return String(json.users.find(({ resource_id }) => resource_id === account)!.id)
}

async function firstId(rest: Rest, { as }: Owner, path: string): Promise<string> {
  type Body = { readonly data: readonly { readonly id: string }[] }
  return expected(200, await rest.call<Body>('GET', path, as)).json.data[0]!.id
}

async function createQuota({ rest, as }: Owner, cluster: Cluster, account: string): Promise<string> {
  const spec = {
    display_name: 'payroll',
    throughput: { ingress_byte_rate: '1000000', egress_byte_rate: '1000000' },
    cluster: { id: cluster.id },
    principals: [{ id: account }],
    environment: { id: cluster.environment },
  }
  const { json } = expected(202, await rest.call<{ readonly id: string }>('POST', '/kafka-quotas/v1/client-quotas', as, { body: { spec } }))
  return json.id
}
