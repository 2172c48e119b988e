import { readFileSync } from 'node:fs'
import type { TopicId } from '@leat/base'
import { nodeClock, nodeNet, nodeRandom } from '../../packages/base/src/node/index.ts'
import { ensureTopic } from '../../packages/client/src/index.ts'
import { openProducer } from '../../packages/client/src/producer.ts'
import { openSocketTransport, type SocketTransport } from '../../packages/client/src/socket.ts'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { OffsetCommit } from '@leat/wire/messages/08-offset-commit'
import type { Up } from './leat.ts'

export const RECORDS = 1_000_000
export const TOPICS = 1_000
export const GROUPS = 500
export const PARTITIONS = 100
/** The topic that holds the records, and the one of many partitions. */
export const MILLION = 'a-million'
export const WIDE = 'wide'

const AT_ONCE = 50
const COORDINATOR_MS_MAX = 10_000
const STATUS = ['placed', 'paid', 'shipped'] as const
const forever = new AbortController().signal
const pace = { clock: nodeClock(), random: nodeRandom() }

/** Over the wire, as clients come. */
export function connectTo(up: Up): Promise<SocketTransport> {
  const [host, port] = up.sasl_ssl_bootstrap.split(':') as [string, string]
  return openSocketTransport({
    ...pace,
    net: nodeNet(),
    bootstrap: [{ host, port: Number(port) }],
    tls: { ca: readFileSync(up.ca_file, 'utf8') },
    sasl: { mechanism: 'PLAIN', username: up.api_key, password: up.api_secret },
    clientId: 'console-proof',
    signal: forever,
  })
}

/** As much as a console must stand. */
export async function fill(up: Up): Promise<void> {
  using transport = await connectTo(up)
  await inTurns(TOPICS, (n) => topic(transport, `many-${String(n).padStart(4, '0')}`, 1))
  await topic(transport, WIDE, PARTITIONS)
  const million = await topic(transport, MILLION, 6)
  await produceMillion(transport)
  await inTurns(GROUPS, (n) =>
    commitAs(transport, `group-${String(n).padStart(3, '0')}`, { name: MILLION, topicId: million }, new Map([[n % 6, n]])),
  )
}

/** Makes it; answers its id. */
export async function topic(transport: SocketTransport, name: string, partitions: number): Promise<TopicId> {
  return (await ensureTopic(transport, { name, partitions, configs: {} }, { ...pace, signal: forever })).topicId
}

async function produceMillion(transport: SocketTransport): Promise<void> {
  const producer = await openProducer(transport, { ...pace, topic: MILLION, signal: forever })
  for (let n = 0; n < RECORDS; n++) {
    const value = `{"n":${n},"status":"${STATUS[n % 3]}","total":${(n * 37) % 5_000}}`
    await producer.send({ key: Buffer.from(`customer-${n % 997}`), value: Buffer.from(value) })
  }
  await producer.flush()
  producer.close()
}

async function coordinatorOf(transport: SocketTransport, groupId: string): Promise<void> {
  const endAt = pace.clock.monotonic() + COORDINATOR_MS_MAX
  for (;;) {
    const { coordinators } = await transport.call(FindCoordinator, { keyType: 0, coordinatorKeys: [groupId] })
    if (coordinators[0]?.errorCode === 0) return
    if (pace.clock.monotonic() > endAt) throw new Error(`no coordinator for ${groupId}: error ${coordinators[0]?.errorCode}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** As a consumer that assigns itself: a group is there without a member. */
export async function commitAs(
  transport: SocketTransport,
  groupId: string,
  of: { readonly name: string; readonly topicId: TopicId },
  offsets: ReadonlyMap<number, number>,
): Promise<void> {
  // The first question for a coordinator makes the topic of offsets.
  await coordinatorOf(transport, groupId)
  const partitions = [...offsets].map(([partitionIndex, committedOffset]) => ({ partitionIndex, committedOffset, committedMetadata: '' }))
  const request = { groupId, memberId: '', generationIdOrMemberEpoch: -1, topics: [{ ...of, partitions }] }
  const answer = await transport.call(OffsetCommit, request)
  const refused = answer.topics[0]!.partitions.find(({ errorCode }) => errorCode !== 0)
  if (refused !== undefined) throw new Error(`commit of ${groupId}: error ${refused.errorCode}`)
}

async function inTurns(count: number, one: (n: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => one(from + index)))
}
