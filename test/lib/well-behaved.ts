/**
 * A process of its own, so that its latencies are not those of the attackers': produces a record and reads it back, over and over, over SASL_SSL.
 * Told 'report' by its parent it answers, after one more round, what happened since the last report.
 */
import { ErrorCode } from '@leat/wire'
import { CreateTopics, Fetch, Produce } from '@leat/wire/messages'
import { buildBatch } from '@leat/wire/records'
import { type Address, type Client, connectSecure } from './client.ts'

export interface WellBehavedOptions {
  readonly address: Address
  readonly ca: string
  readonly user: string
  readonly password: string
}

export interface WellBehavedReport {
  readonly rounds: number
  readonly slowestMs: number
  readonly errors: readonly string[]
}

const TOPIC = `well-behaved-${process.pid}`
const PAUSE_MS = 10
/** Every tenth record is so large that its request does not come in one piece. */
const LARGE_BYTES = 300_000

async function main({ address, ca, user, password }: WellBehavedOptions): Promise<void> {
  let [rounds, slowestMs] = [0, 0]
  let errors: string[] = []
  let isAsked = false
  process.on('message', () => void (isAsked = true))
  process.on('disconnect', () => process.exit(0))
  const client = await connectSecure(address, ca)
  if ((await client.login(user, password)) !== ErrorCode.NONE) throw new Error('the login was refused')
  const topics = [{ name: TOPIC, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }]
  await client.call(CreateTopics, 7, { topics, timeoutMs: 10_000, validateOnly: false })
  process.send!('ready')
  for (let number = 0; ; number++) {
    const isLast = isAsked
    const beganAtMs = performance.now()
    const problem = await round(client, number).catch((error: Error) => error.message)
    slowestMs = Math.max(slowestMs, performance.now() - beganAtMs)
    rounds++
    if (problem !== null) errors.push(`round ${number}: ${problem}`)
    if (isLast) {
      process.send!({ rounds, slowestMs, errors } satisfies WellBehavedReport)
      rounds = slowestMs = 0
      errors = []
      isAsked = false
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

/** Null: all as it should be. */
async function round(client: Client, number: number): Promise<string | null> {
  const records = buildBatch({
    records: [{ value: Buffer.from(`record ${number}`.padEnd(number % 10 === 0 ? LARGE_BYTES : 100)), timestamp: 0 }],
  })
  const produced = await client.call(Produce, 9, {
    transactionalId: null,
    acks: -1,
    timeoutMs: 10_000,
    topicData: [{ name: TOPIC, partitionData: [{ index: 0, records }] }],
  })
  const { errorCode, baseOffset } = produced.responses[0]!.partitionResponses[0]!
  if (errorCode !== ErrorCode.NONE || baseOffset !== number) return `produced at ${baseOffset}, error ${errorCode}`
  const partitions = [{ partition: 0, fetchOffset: number, partitionMaxBytes: 1_000_000 }]
  const fetched = await client.call(Fetch, 12, {
    maxWaitMs: 1_000,
    minBytes: 1,
    maxBytes: 1_000_000,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [{ topic: TOPIC, partitions }],
  })
  return fetched.responses[0]!.partitions[0]!.records?.includes(`record ${number}`) === true ? null : 'the record is not there'
}

if (process.send !== undefined && process.argv[2] !== undefined) await main(JSON.parse(process.argv[2]) as WellBehavedOptions)
