/** One client through all of it, as a service account of its own. */
import { ErrorCode, errorName } from '@leat/wire'
import { FindCoordinator, OffsetCommit } from '@leat/wire/messages'
import type { RawClient } from '../../bench/lib/raw-client.ts'
import type { Outcome } from '../results.ts'
import type { Cloud, Cluster, Key } from './cloud.ts'
import type { Answer, Conversation } from './conversation.ts'
import { DENIED, LOGINS, OPERATIONS, type Operation, type Right, THROTTLES } from './operations.ts'
import { type ErrorKind, isShown, isSilent } from './shown.ts'

const CLUSTER_NAME = 'kafka-cluster'
const RECORDS = 3
const OFFSET_COMMIT_VERSION = 8
const FIND_COORDINATOR_VERSION = 2
const COORDINATOR_MS_MAX = 30_000
/** Small enough that bytes of framing and of clients' own rhythm are within the tolerance, and that six clients at once leave the machine idle. */
const QUOTA_BYTES_PER_SECOND = 1_000_000
const RECORD_BYTES = 10_000
/** More than the second that a quota lets through at once. */
const BURST_MS = 3_000
const COUNTED_MS = 6_000
const TOLERANCE = 0.2
/** Clients that show throttle times. */
const SHOWS_THROTTLING: ReadonlySet<string> = new Set(['java-4', 'confluent-kafka', 'sarama'])

export interface Play {
  readonly client: string
  readonly program: Conversation
  readonly cloud: Cloud
  /** Standard. */
  readonly cluster: Cluster
  /** Dedicated. */
  readonly dedicated: Cluster
  /** On `cluster`'s trusted listener. */
  readonly operator: RawClient
  readonly add: (scenario: string, outcome: Outcome) => void
}

type State = 'refused' | 'ACL' | 'role'
const STATES: readonly State[] = ['refused', 'ACL', 'role']

interface Account {
  readonly id: string
  readonly principal: string
  readonly key: Key
}

export async function play(setting: Play): Promise<void> {
  const { cloud, cluster, client } = setting
  const id = await cloud.createServiceAccount(`client ${client}`)
  const account: Account = { id, principal: `User:${id}`, key: await cloud.createKey(id, cluster.id) }
  const operations = Object.values(OPERATIONS).flat()
  await prepare(setting, operations)
  // For whoever lists ACLs: so that there is one.
  await cloud.setAcl(cluster, `${account.principal}-listed`, aclOf('READ', 'topic', 'listed'))
  for (const operation of operations) await playOperation(setting, account, operation)
  await playDenied(setting, account)
  await playLogins(setting, account)
  await playThrottle(setting, account)
}

/** Each step has a topic and a group of its own: rules of one say nothing about another. */
function nameOf(client: string, { name }: Operation, state: State): string {
  return `${client}-${name}-${state}`
}

async function prepare({ client, operator }: Play, operations: readonly Operation[]): Promise<void> {
  const names = operations
    .filter(({ without }) => without === undefined)
    .flatMap((one) => STATES.map((state) => nameOf(client, one, state)))
  names.push(nameOf(client, DENIED_OPERATION, 'ACL'))
  const topics = names.map((name) => ({ name, partitions: 1 }))
  await operator.createTopics(topics)
  for (let i = 0; i < RECORDS; i++) await operator.produceToEach(topics)
  for (const name of names) {
    // A group that is to read begins where it likes.
    if (!name.includes('-consume.')) await commitOne(operator, name)
  }
}

async function commitOne(operator: RawClient, name: string): Promise<void> {
  const partitions = [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }]
  const request = { groupId: name, generationIdOrMemberEpoch: -1, memberId: '', topics: [{ name, partitions }] }
  const end = performance.now() + COORDINATOR_MS_MAX
  for (;;) {
    const { topics } = await operator.ask(OffsetCommit, OFFSET_COMMIT_VERSION, request)
    const code = topics[0]!.partitions[0]!.errorCode
    if (code === ErrorCode.NONE) return
    // The topic of offsets is made when a coordinator is first looked for.
    await operator.ask(FindCoordinator, FIND_COORDINATOR_VERSION, { key: name })
    if (performance.now() > end) throw new Error(`commit for ${name}: ${errorName(code)}`)
  }
}

async function playOperation(setting: Play, account: Account, operation: Operation): Promise<void> {
  const { cloud, cluster, client, program, add } = setting
  for (const state of STATES) {
    const name = nameOf(client, operation, state)
    const scenario = `${operation.name}: ${state}`
    const allow = ([right, on]: Right) => cloud.setAcl(cluster, account.principal, aclOf(right, on, name))
    const [role, on] = operation.role
    let binding: string | null = null
    try {
      for (const right of operation.given ?? []) await allow(right)
      if (state === 'ACL') for (const right of operation.acls) await allow(right)
      if (state === 'role') binding = await cloud.bind(role, account.principal, cluster.id, on === 'cluster' ? null : `${on}=${name}`)
      const answer = await program.tell(stepOf(setting, cluster, account, operation.step, name))
      add(scenario, outcomeOf(client, operation, state, answer))
    } finally {
      if (binding !== null) await cloud.unbind(binding)
      await cloud.removeAcls(cluster, account.principal)
    }
  }
}

function aclOf(operation: string, on: Right[1], name: string) {
  const resourceType = on.toUpperCase() as 'TOPIC' | 'GROUP' | 'CLUSTER'
  return { resourceType, name: on === 'cluster' ? CLUSTER_NAME : name, operation, permission: 'ALLOW' as const }
}

function stepOf({ cloud }: Play, { bootstrap }: Cluster, { principal, key }: Account, step: string, name: string) {
  // ACLs that a step makes are of somebody else: they would be rules of the next one.
  const login = { bootstrap, ca: cloud.up.ca_file, user: key.id, password: key.secret }
  return { step, ...login, topic: name, group: name, principal: `${principal}-other` }
}

function outcomeOf(client: string, { name, refused, answers }: Operation, state: State, answer: Answer): Outcome {
  if (answer.kind === 'not-offered') return { kind: 'not-offered', detail: answer.why }
  if (state === 'refused') {
    if (answer.kind === 'done' && isSilent(client, name, answer.value)) return passed(`silently: ${answer.value}`)
    if (typeof refused === 'string') return refusalOutcome(client, refused, answer)
    return answer.kind === 'done' && answer.value === refused.value ? passed(answer.value) : unexpected(refused.value, answer)
  }
  if (answer.kind === 'refused') return unexpected('to be allowed', answer)
  return answers === undefined || answers === answer.value ? passed(answer.value) : unexpected(answers, answer)
}

function refusalOutcome(client: string, kind: ErrorKind, answer: Answer): Outcome {
  if (answer.kind === 'not-offered') return { kind: 'not-offered', detail: answer.why }
  return answer.kind === 'refused' && isShown(client, kind, answer.error) ? passed(answer.error) : unexpected(`a refusal (${kind})`, answer)
}

function passed(detail: string): Outcome {
  return { kind: 'passed', detail }
}

function unexpected(wanted: string, answer: Answer): Outcome {
  const got = answer.kind === 'refused' ? `${answer.error}: ${answer.detail}` : answer.kind === 'done' ? answer.value : answer.why
  return { kind: 'failed', detail: `wanted ${wanted}, got ${got}` }
}

const DENIED_OPERATION: Operation = { name: 'denied', step: 'produce', acls: [], role: ['ResourceOwner', 'topic'], refused: 'topic' }

/** DENY is final, whatever an ACL and a role allow. */
async function playDenied(setting: Play, account: Account): Promise<void> {
  const { cloud, cluster, client, program, add } = setting
  const name = nameOf(client, DENIED_OPERATION, 'ACL')
  const acl = aclOf('WRITE', 'topic', name)
  await cloud.setAcl(cluster, account.principal, acl)
  await cloud.setAcl(cluster, account.principal, { ...acl, permission: 'DENY' })
  const binding = await cloud.bind('ResourceOwner', account.principal, cluster.id, `topic=${name}`)
  const answer = await program.tell(stepOf(setting, cluster, account, 'produce', name))
  add(DENIED, refusalOutcome(client, 'topic', answer))
  await cloud.unbind(binding)
  await cloud.removeAcls(cluster, account.principal)
}

async function playLogins(setting: Play, account: Account): Promise<void> {
  const { cloud, cluster, dedicated, client, program, add } = setting
  const name = nameOf(client, DENIED_OPERATION, 'ACL')
  await cloud.setAcl(cluster, account.principal, aclOf('WRITE', 'topic', name))
  const stepAs = (key: Key, step: string) => stepOf(setting, cluster, { ...account, key }, step, name)
  const refused = async (scenario: string, key: Key): Promise<void> =>
    add(scenario, refusalOutcome(client, 'login', await program.tell(stepAs(key, 'produce'))))

  const { secret } = account.key
  await refused(LOGINS[0]!, { ...account.key, secret: `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}` })
  await refused(LOGINS[1]!, await cloud.createKey(account.id, dedicated.id))
  const revoked = await cloud.createKey(account.id, cluster.id)
  const before = await program.tell(stepAs(revoked, 'hold'))
  await cloud.deleteKey(revoked)
  if (before.kind === 'done') add(LOGINS[2]!, refusalOutcome(client, 'cut', await program.tell(stepAs(revoked, 'held'))))
  else add(LOGINS[2]!, unexpected('to be allowed before', before))
  await refused(LOGINS[3]!, revoked)
  await cloud.removeAcls(cluster, account.principal)
}

async function playThrottle(setting: Play, account: Account): Promise<void> {
  const { cloud, dedicated, client, program, add } = setting
  const name = `${client}-throttled`
  await cloud.ask('POST', `/kafka/v3/clusters/${dedicated.id}/topics`, { topic_name: name, partitions_count: 1 }, dedicated.admin)
  await cloud.setAcl(dedicated, account.principal, aclOf('WRITE', 'topic', name))
  await cloud.setQuota(dedicated.id, account.id, QUOTA_BYTES_PER_SECOND)
  const key = await cloud.createKey(account.id, dedicated.id)
  const times = { recordBytes: String(RECORD_BYTES), burstMs: String(BURST_MS), countedMs: String(COUNTED_MS) }
  const answer = await program.tell({ ...stepOf(setting, dedicated, { ...account, key }, 'throttle', name), ...times })
  if (answer.kind !== 'done') {
    for (const scenario of THROTTLES) add(scenario, unexpected('to be slowed down', answer))
    return
  }
  const [rate, longestMs] = answer.value.split(' ').map(Number)
  const wanted = QUOTA_BYTES_PER_SECOND / 1e6
  const isNear = Math.abs(rate! - wanted) <= TOLERANCE * wanted
  add(THROTTLES[0]!, isNear ? passed(`${rate} of ${wanted} MB/s`) : unexpected(`${wanted} MB/s within ${TOLERANCE * 100} %`, answer))
  if (!SHOWS_THROTTLING.has(client)) add(THROTTLES[1]!, { kind: 'not-offered', detail: `${client} shows no throttle time` })
  else add(THROTTLES[1]!, longestMs! > 0 ? passed(`${longestMs} ms`) : unexpected('a throttle time', answer))
}
