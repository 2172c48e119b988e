/** Plays all cases as every principal, over sockets: against Apache Kafka and against an edge alike. */
import type { Net } from '@leat/base'
import { type Api, type Encodable, ErrorCode, type RequestOf, type ResponseOf } from '@leat/wire'
import { ApiVersions, CreateTopics, FindCoordinator, Metadata, OffsetCommit, Produce } from '@leat/wire/messages'
import { connectClient, type TestClient } from '../../packages/edge/src/testing/client.ts'
import { type Case, CASES } from './cases.ts'
import { project } from './project.ts'
import { STATES } from './states.ts'

export interface Side {
  readonly net: Net
  /** A listener that asks for a login, and one of the super user. */
  readonly asked: { readonly host: string; readonly port: number }
  readonly trusted: { readonly host: string; readonly port: number }
  /** Before each request, when all that went before is done: what is kept from topics is brought up to date. */
  readonly refresh?: () => Promise<void>
  /** Lets a change spread. */
  readonly settle: () => Promise<void>
}

/** What principals were told, and which. Most cases have few answers for many principals. */
export interface Played {
  readonly label: string
  readonly outcomes: readonly { readonly outcome: unknown; readonly users: readonly string[] }[]
}

const OWN_TOPICS = ['a-open', 'z-shut']
const ATTEMPTS_MAX = 200

export async function playAll(side: Side, wanted: (one: Case) => boolean = () => true): Promise<Played[]> {
  const admin = await connectClient(side.net, side.trusted.host, side.trusted.port)
  await makeTopics(side, admin)
  await makeGroups(side, admin)
  const clients = new Map<string, TestClient>()
  const played: Played[] = []
  for (const [at, one] of CASES.entries()) {
    if (!wanted(one)) continue
    const outcomes = new Map<string, { outcome: unknown; users: string[] }>()
    for (const [of, { user }] of STATES.entries()) {
      if (one.remakes === 'topics') await makeTopics(side, admin)
      if (one.remakes !== undefined) await makeGroups(side, admin)
      await side.refresh?.()
      const outcome = await ask(side, clients, admin, user, one, `fresh-${at}-${of}`)
      const key = JSON.stringify(outcome)
      const known = outcomes.get(key)
      if (known === undefined) outcomes.set(key, { outcome, users: [user] })
      else known.users.push(user)
    }
    played.push({ label: one.label, outcomes: [...outcomes.values()] })
  }
  for (const client of [admin, ...clients.values()]) client.socket.destroy()
  return played
}

async function ask(
  side: Side,
  clients: Map<string, TestClient>,
  admin: TestClient,
  user: string,
  one: Case,
  fresh: string,
): Promise<unknown> {
  const { api, version, alike = [] } = one
  const body = one.body({ ids: await idsOf(admin), fresh }) as Encodable<RequestOf<Api>>
  const client = clients.get(user) ?? (await loggedIn(side, user))
  clients.set(user, client)
  try {
    client.send(api, version, body)
    if (api.key === Produce.key && (body as { readonly acks?: number }).acks === 0) {
      // Nothing is answered to it: whether the next request is, says whether the connection lives.
      await client.call(ApiVersions, 0, {})
      return 'silence'
    }
    return project(api, version, (await client.receive(api, version)).message, { alike, fresh })
  } catch {
    clients.delete(user)
    return 'closed'
  }
}

async function loggedIn(side: Side, user: string): Promise<TestClient> {
  const client = await connectClient(side.net, side.asked.host, side.asked.port)
  const { errorCode, errorMessage } = await client.login(user, user)
  if (errorCode !== 0) throw new Error(`${user} cannot log in: ${errorMessage}`)
  return client
}

async function idsOf(admin: TestClient): Promise<ReadonlyMap<string, string>> {
  const { topics } = await admin.call(Metadata, 12, { topics: OWN_TOPICS.map((name) => ({ name })), allowAutoTopicCreation: false })
  return new Map(topics.map(({ name, topicId }) => [name!, topicId]))
}

async function makeTopics(side: Side, admin: TestClient): Promise<void> {
  await until(
    admin,
    CreateTopics,
    5,
    { topics: OWN_TOPICS.map((name) => ({ name, numPartitions: 1, replicationFactor: 1 })), timeoutMs: 10_000 },
    side,
    ({ topics }) => topics.every(({ errorCode }) => errorCode === ErrorCode.NONE || errorCode === ErrorCode.TOPIC_ALREADY_EXISTS),
  )
  await until(admin, Metadata, 12, { topics: OWN_TOPICS.map((name) => ({ name })), allowAutoTopicCreation: false }, side, ({ topics }) =>
    topics.every(({ errorCode, partitions }) => errorCode === ErrorCode.NONE && partitions.every((one) => one.errorCode === 0)),
  )
}

async function makeGroups(side: Side, admin: TestClient): Promise<void> {
  await until(
    admin,
    FindCoordinator,
    4,
    { keyType: 0, coordinatorKeys: ['a-group', 'z-group', 'a-nobody', 'z-nobody'] },
    side,
    ({ coordinators }) => coordinators.every(({ errorCode }) => errorCode === ErrorCode.NONE),
  )
  for (const groupId of ['a-group', 'z-group']) {
    const topics = OWN_TOPICS.map((name) => ({ name, partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }))
    await until(admin, OffsetCommit, 2, { groupId, generationIdOrMemberEpoch: -1, memberId: '', topics }, side, (message) =>
      message.topics.every(({ partitions }) => partitions.every(({ errorCode }) => errorCode === ErrorCode.NONE)),
    )
  }
}

async function until<A extends Api>(
  admin: TestClient,
  api: A,
  version: number,
  body: Encodable<RequestOf<A>>,
  side: Side,
  done: (message: ResponseOf<A>) => boolean,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const message = await admin.call(api, version, body)
    if (done(message)) return
    if (attempt === ATTEMPTS_MAX) throw new Error(`${api.name} does not come to an end: ${JSON.stringify(message)}`)
    await side.settle()
  }
}
