import { readFileSync } from 'node:fs'
import { nodeClock, nodeNet, nodeRandom } from '../../packages/base/src/node/index.ts'
import { ensureTopic } from '../../packages/client/src/index.ts'
import { openProducer } from '../../packages/client/src/producer.ts'
import { openSocketTransport, type SocketTransport } from '../../packages/client/src/socket.ts'
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
const STATUS = ['placed', 'paid', 'shipped'] as const
const forever = new AbortController().signal
const pace = { clock: nodeClock(), random: nodeRandom() }

/** As much as a console must stand: over the wire, as clients would have made it. */
export async function fill(up: Up): Promise<void> {
  const [host, port] = up.sasl_ssl_bootstrap.split(':') as [string, string]
  using transport = await openSocketTransport({
    ...pace,
    net: nodeNet(),
    bootstrap: [{ host, port: Number(port) }],
    tls: { ca: readFileSync(up.ca_file, 'utf8') },
    sasl: { mechanism: 'PLAIN', username: up.api_key, password: up.api_secret },
    clientId: 'console-proof',
    signal: forever,
  })
  await inTurns(TOPICS, (n) => topic(transport, `many-${String(n).padStart(4, '0')}`, 1))
  await topic(transport, WIDE, PARTITIONS)
  const million = await topic(transport, MILLION, 6)
  await produceMillion(transport)
  await inTurns(GROUPS, (n) => commitAs(transport, `group-${String(n).padStart(3, '0')}`, million, n))
}

async function topic(transport: SocketTransport, name: string, partitions: number): Promise<string> {
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

/** As a consumer that assigns itself: a group is there without a member. */
async function commitAs(transport: SocketTransport, groupId: string, topicId: string, offset: number): Promise<void> {
  const partitions = [{ partitionIndex: offset % 6, committedOffset: offset, committedMetadata: '' }]
  const request = { groupId, memberId: '', generationIdOrMemberEpoch: -1, topics: [{ name: MILLION, topicId, partitions }] }
  const answer = await transport.call(OffsetCommit, request)
  const code = answer.topics[0]!.partitions[0]!.errorCode
  if (code !== 0) throw new Error(`commit of ${groupId}: error ${code}`)
}

async function inTurns(count: number, one: (n: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => one(from + index)))
}
