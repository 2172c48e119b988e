/**
 * Leat's own client, the one of the services and of `leat kafka topic produce|consume`, against Apache Kafka and against Leat, over SASL_SSL:
 * `node conformance/internal-client/run.ts`. The last line is `N passed, N failed, N skipped`.
 */
import { readFileSync } from 'node:fs'
import { nodeClock, nodeNet, nodeRandom } from '../../packages/base/src/node/index.ts'
import { type Consumer, openConsumer } from '../../packages/client/src/consumer.ts'
import { type SocketTransport, type ConnectFault, openSocketTransport } from '../../packages/client/src/socket.ts'
import { ensureTopic, openWriter } from '../../packages/client/src/index.ts'
import { openProducer, partitionOfKey } from '../../packages/client/src/producer.ts'
import { Unavailable } from '../cache.ts'
import { type Target, kafkaTarget, leatTarget } from '../targets.ts'

const RECORDS = 5_000
const PARTITIONS = 6
const CASE_MS_MAX = 60_000
const forever = new AbortController().signal
const pace = { clock: nodeClock(), random: nodeRandom() }

type Connect = (password?: string, ca?: string) => Promise<SocketTransport>

const CASES: Readonly<Record<string, (connect: Connect) => Promise<void>>> = {
  'a wrong password is refused in the broker’s words': async (connect) => {
    const refused = await connect('wrong').catch((error: unknown) => error)
    same((refused as ConnectFault).kind, 'authentication-failed')
    same((refused as ConnectFault).message, 'Authentication failed: Invalid username or password')
  },
  'an unknown CA is named': async (connect) => {
    const refused = await connect(undefined, '').catch((error: unknown) => error)
    same((refused as ConnectFault).kind, 'tls-untrusted')
  },
  'a writer with a transactional id fences the one before it': async (connect) => {
    using transport = await connect()
    await ensureTopic(transport, { name: 'written', partitions: 1, configs: {} }, { ...pace, signal: forever })
    const options = {
      ...pace,
      topic: 'written',
      partition: 0,
      transactionalId: 'w',
      appendMsMax: 20_000,
      openMsMax: 20_000,
      signal: forever,
    }
    const append = async (writer: Awaited<ReturnType<typeof openWriter>>): Promise<unknown> => {
      const appended = writer.append([{ key: Buffer.from('k'), value: Buffer.from('v'), timestamp: pace.clock.now() }])
      return appended.ok ? appended.value.acknowledged.catch((error: { readonly kind: string }) => error.kind) : appended.error.kind
    }
    const first = await openWriter(transport, options)
    same(await append(first), 0)
    const second = await openWriter(transport, options)
    same(await append(second), 1)
    same(await append(first), 'fenced')
  },
  'what is produced is consumed by a group: once, in order, where the hash of the key says, and the next member goes on': async (
    connect,
  ) => {
    using transport = await connect()
    await ensureTopic(transport, { name: 'orders', partitions: PARTITIONS, configs: {} }, { ...pace, signal: forever })
    await produce(transport, 0, RECORDS)
    const first = await consume(transport, 'earliest', RECORDS)
    for (const { key, partition } of first.records) same(partition, partitionOfKey(Buffer.from(key), PARTITIONS))
    checkOrder(first.records, 0, RECORDS)
    await first.stop()
    await produce(transport, RECORDS, RECORDS * 2)
    const second = await consume(transport, 'committed', RECORDS)
    checkOrder(second.records, RECORDS, RECORDS * 2)
    await second.stop()
  },
  'two members share, and one that leaves is replaced': async (connect) => {
    using transport = await connect()
    using other = await connect()
    await ensureTopic(transport, { name: 'orders', partitions: PARTITIONS, configs: {} }, { ...pace, signal: forever })
    const members = [await consume(transport, 'committed', 0, 'shared'), await consume(other, 'committed', 0, 'shared')]
    const seen = (): number => members.reduce((sum, { records }) => sum + records.length, 0)
    // Both have their share when both read; joining takes a few heartbeats.
    for (let from = 0; members.some(({ records }) => records.length === 0); from += 100) {
      await produce(transport, from, from + 100)
      await delay(200)
    }
    await members[0]!.stop()
    const before = members[1]!.records.length
    await delay(4_000)
    await produce(transport, 0, RECORDS)
    await until(
      () => members[1]!.records.length >= before + RECORDS,
      () => `${seen()} seen`,
    )
    await members[1]!.stop()
  },
}

async function produce(transport: SocketTransport, from: number, upTo: number): Promise<void> {
  const producer = await openProducer(transport, { ...pace, topic: 'orders', signal: forever })
  for (let i = from; i < upTo; i++) await producer.send({ key: Buffer.from(`k${i % 97}`), value: Buffer.from(String(i)) })
  await producer.flush()
  producer.close()
}

interface Seen {
  readonly key: string
  readonly value: number
  readonly partition: number
}

interface Reading {
  readonly records: Seen[]
  readonly stop: () => Promise<void>
}

async function consume(transport: SocketTransport, at: 'earliest' | 'committed', count: number, groupId = 'g'): Promise<Reading> {
  const ending = new AbortController()
  const options = { ...pace, topic: 'orders', partition: null, start: { at }, groupId, signal: ending.signal }
  const consumer: Consumer = await openConsumer(transport, options)
  const records: Seen[] = []
  const follow = async (): Promise<void> => {
    for await (const { key, value, partition } of consumer.records()) records.push({ key: String(key), value: Number(value), partition })
  }
  const following = follow()
  await until(
    () => records.length >= count,
    () => `${records.length} of ${count}`,
  )
  const stop = async (): Promise<void> => {
    ending.abort()
    await following
    const committed = await consumer.commit(forever)
    if (!committed.ok) throw new Error(`commit: ${committed.error.code}`)
    await consumer.close()
  }
  return { records, stop }
}

function checkOrder(records: readonly Seen[], from: number, upTo: number): void {
  same(records.length, upTo - from)
  same(new Set(records.map(({ value }) => value)).size, upTo - from)
  const last = new Map<number, number>()
  for (const { partition, value } of records) {
    if (value < from || value >= upTo) throw new Error(`record ${value} is of another round`)
    if (value < (last.get(partition) ?? -1)) throw new Error(`record ${value} came after ${last.get(partition)}`)
    last.set(partition, value)
  }
}

function same(seen: unknown, expected: unknown): void {
  if (seen !== expected) throw new Error(`${String(seen)}, expected ${String(expected)}`)
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function until(holds: () => boolean, shown: () => string): Promise<void> {
  const endAt = pace.clock.monotonic() + CASE_MS_MAX
  while (!holds()) {
    if (pace.clock.monotonic() > endAt) throw new Error(`not in time: ${shown()}`)
    await delay(20)
  }
}

function connectTo({ saslSsl }: Target): Connect {
  if (saslSsl === null) throw new Error('the target has no SASL_SSL listener')
  const bootstrap = saslSsl.bootstrap.split(',').map((one) => ({ host: one.split(':')[0]!, port: Number(one.split(':')[1]) }))
  return (password = saslSsl.password, ca = readFileSync(saslSsl.caFile, 'utf8')) =>
    openSocketTransport({
      ...pace,
      net: nodeNet(),
      bootstrap,
      tls: ca === '' ? {} : { ca },
      sasl: { mechanism: 'PLAIN', username: saslSsl.user, password },
      clientId: 'smoke',
      signal: forever,
    })
}

function unavailable(error: unknown): null {
  if (error instanceof Unavailable) return null
  throw error
}

let [passed, failed, skipped] = [0, 0, 0]
for (const open of [leatTarget, kafkaTarget]) {
  await using target = await open().catch(unavailable)
  if (target === null) {
    skipped += Object.keys(CASES).length
    process.stdout.write('skipped Apache Kafka: its jars cannot be had here\n')
    continue
  }
  const connect = connectTo(target)
  for (const [name, run] of Object.entries(CASES)) {
    try {
      await run(connect)
      passed++
      process.stdout.write(`ok      ${target.name}: ${name}\n`)
    } catch (error) {
      failed++
      process.stdout.write(`FAILED  ${target.name}: ${name}\n        ${String(error)}\n`)
    }
  }
}
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`)
process.exitCode = failed === 0 ? 0 : 1
