import { connect as connectTls } from 'node:tls'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { type Random } from '@leat/base'
import { type Api, ErrorCode, encodeRequestFrame, requestHeaderVersion } from '@leat/wire'
import { ApiVersions, CreateTopics, Fetch, Metadata, Produce, apis } from '@leat/wire/messages'
import { BATCH_OVERHEAD, buildBatch, compressionId, sizeInBytes, writeCrc } from '@leat/wire/records'
import { type Address, type Client, connectPlain, connectSecure } from './client.ts'
import { hugeRequest } from './huge.ts'

const ATTACK_MS_MAX = 20_000

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export function watchFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

export function validRequest(): Buffer {
  return Buffer.concat(encodeRequestFrame(ApiVersions, 0, { correlationId: 1, clientId: null }, {}))
}

export async function metadataOf(client: Client): Promise<void> {
  await client.call(Metadata, 12, { topics: null, allowAutoTopicCreation: false })
}

/** Sends the bytes, and waits until the other side has closed the connection. */
export async function sendAndWait(address: Address, bytes: Buffer): Promise<void> {
  using client = await connectPlain(address)
  client.write(bytes)
  await closedSoon(client, `${bytes.length} bytes`)
}

async function closedSoon(client: Client, what: string): Promise<void> {
  const outcome = await Promise.race([client.closed.then(() => 'closed'), watchFor(ATTACK_MS_MAX).then(() => 'open')])
  if (outcome === 'open') throw new Error(`after ${what} the connection is still open`)
}

export async function randomBytes(address: Address, random: Random, connections: number): Promise<void> {
  for (let i = 0; i < connections; i++) {
    using client = await connectPlain(address)
    // Half of it looks like a request of its length, so that it gets as far as the decoder.
    const bytes = random.bytes(1 + random.below(4_000))
    if (i % 2 === 0) client.write(bytes)
    else client.write(Buffer.concat([int32(bytes.length + 2), Buffer.from([0, random.below(80)]), bytes]))
    client.socket.end()
    client.socket.resume()
    await closedSoon(client, 'random bytes')
  }
}

export async function tlsHello({ host, port }: Address): Promise<void> {
  const socket = connectTls({ host, port, rejectUnauthorized: false })
  await new Promise<void>((resolve) => socket.once('error', () => resolve()).once('close', () => resolve()))
  socket.destroy()
}

export async function unknownApis(address: Address): Promise<void> {
  for (const key of [-1, 4, 5, 6, 7, 27, 93, 999, 32_767]) {
    const frame = Buffer.alloc(14)
    frame.writeInt32BE(10)
    frame.writeInt16BE(key, 4)
    frame.writeInt16BE(-1, 12)
    await sendAndWait(address, frame)
  }
}

/** ApiVersions alone is answered in every version. */
export async function unsupportedVersions(address: Address): Promise<void> {
  for (const api of apis) {
    if (api.key === ApiVersions.key) continue
    for (const version of [-1, api.request.versions[1] + 1, 32_767]) await sendAndWait(address, emptyRequest(api, version))
  }
  using client = await connectPlain(address)
  const answer = Promise.race([new Promise<Buffer>((resolve) => client.socket.once('data', resolve)), client.closed.then(() => null)])
  client.write(emptyRequest(ApiVersions, 99))
  const bytes = await answer
  if (bytes?.readInt16BE(8) !== ErrorCode.UNSUPPORTED_VERSION) throw new Error('ApiVersions v99 was not answered with error 35')
}

function emptyRequest(api: Api, version: number): Buffer {
  const header = Buffer.alloc(11)
  header.writeInt16BE(api.key)
  header.writeInt16BE(version, 2)
  header.writeInt16BE(-1, 8)
  return Buffer.concat([int32(header.length), header])
}

/** A header, and then the request ends: at once, and in the middle of an array that goes on. */
export async function truncatedRequests(address: Address): Promise<void> {
  for (const api of apis) {
    const version = api.request.versions[1]
    if (api.key === ApiVersions.key || requestHeaderVersion(api, version) !== 2) continue
    for (const body of [Buffer.from([0, 0x7f]), Buffer.from([0, 0, 0, 0x7f, 0x7f])]) {
      const header = Buffer.alloc(10)
      header.writeInt16BE(api.key)
      header.writeInt16BE(version, 2)
      header.writeInt16BE(-1, 8)
      using client = await connectPlain(address)
      const answered = new Promise<void>((resolve) => client.socket.once('data', () => resolve()))
      client.write(Buffer.concat([int32(header.length + body.length), header, body]))
      // Some have nothing that could be missing, and are answered.
      await Promise.race([answered, closedSoon(client, `a truncated ${api.name}`)])
    }
  }
}

/** Requests of so many bytes of which only the first come. */
export async function announced(address: Address, bytes: number, connections: number): Promise<Disposable> {
  const clients = await Promise.all(Array.from({ length: connections }, () => connectPlain(address)))
  for (const client of clients) client.write(Buffer.concat([int32(bytes), Buffer.alloc(20)]))
  return disposing(clients)
}

export async function announcedSecurely(address: Address, ca: string, bytes: number, connections: number): Promise<Disposable> {
  const clients: Client[] = []
  for (let i = 0; i < connections; i++) {
    const client = await connectSecure(address, ca)
    client.write(Buffer.concat([int32(bytes), Buffer.alloc(20)]))
    clients.push(client)
  }
  return disposing(clients)
}

function disposing(clients: readonly Client[]): Disposable {
  return { [Symbol.dispose]: () => clients.forEach((client) => client[Symbol.dispose]()) }
}

export async function slowSenders(address: Address, connections: number, ms: number): Promise<void> {
  const clients = await Promise.all(Array.from({ length: connections }, () => connectPlain(address)))
  using _all = disposing(clients)
  for (const client of clients) client.write(int32(1_000))
  const endAtMs = performance.now() + ms
  while (performance.now() < endAtMs) {
    for (const client of clients) client.write(Buffer.alloc(1))
    await watchFor(100)
  }
}

const LARGE_TOPIC = 'large'
const RECORD_BYTES = 900_000
const RECORDS = 10

/** Each asks for everything, again and again, and takes nothing. */
export async function neverReading(address: Address, connections: number): Promise<void> {
  using producer = await connectPlain(address)
  await createTopic(producer, LARGE_TOPIC, {})
  for (let i = 0; i < RECORDS; i++)
    await produce(producer, LARGE_TOPIC, buildBatch({ records: [{ value: Buffer.alloc(RECORD_BYTES, i), timestamp: 0 }] }))
  const clients = await Promise.all(Array.from({ length: connections }, () => connectPlain(address)))
  using _all = disposing(clients)
  const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: RECORDS * RECORD_BYTES * 2 }]
  const request = {
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes: RECORDS * RECORD_BYTES * 2,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [{ topic: LARGE_TOPIC, partitions }],
  }
  const frame = Buffer.concat(encodeRequestFrame(Fetch, 12, { correlationId: 1, clientId: null }, request))
  for (const client of clients) {
    client.socket.pause()
    for (let i = 0; i < 200; i++) client.write(frame)
  }
  await watchFor(3_000)
}

export async function halfOpen(address: Address, connections: number): Promise<void> {
  for (let i = 0; i < connections; i++) {
    const client = await connectPlain(address)
    if (i % 3 > 0) client.write(validRequest().subarray(0, i % 3 === 1 ? 2 : 9))
    if (i % 2 === 0) client.socket.end()
    else client.socket.resetAndDestroy()
    if (i % 2 === 0) {
      client.socket.resume()
      await closedSoon(client, 'half a request')
    }
  }
}

export async function wrongPasswords(address: Address, ca: string, attempts: number): Promise<void> {
  const attempt = async (i: number): Promise<void> => {
    using client = await connectSecure(address, ca)
    const code = await client.login('admin', `wrong-${i}`).catch(() => ErrorCode.SASL_AUTHENTICATION_FAILED)
    if (code !== ErrorCode.SASL_AUTHENTICATION_FAILED) throw new Error(`a wrong password was answered with ${code}`)
    await closedSoon(client, 'a failed login')
  }
  await Promise.all(Array.from({ length: attempts }, (_, i) => attempt(i)))
}

/** A request as large as may be, of nothing but the smallest things there are. Refused, or answered; never the end of the process. */
export async function hugeArray(address: Address, of: Parameters<typeof hugeRequest>[0]): Promise<void> {
  using client = await connectPlain(address)
  client.socket.resume()
  client.write(hugeRequest(of))
  await Promise.race([client.closed, new Promise((resolve) => client.socket.once('data', resolve)), watchFor(ATTACK_MS_MAX)])
}

const BOMB_BYTES = 256 * 1024 * 1024

/** Batches of some kilobytes that open to far more than anybody has room for. */
export async function compressionBombs(address: Address): Promise<void> {
  using client = await connectPlain(address)
  await createTopic(client, 'compacted', { 'cleanup.policy': 'compact' })
  const zeros = Buffer.alloc(BOMB_BYTES)
  for (const [codec, packed] of [
    ['gzip', gzipSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
  ] as const) {
    const code = await produce(client, 'compacted', bomb(codec, packed))
    if (code === ErrorCode.NONE) throw new Error(`a ${codec} bomb of ${packed.length} bytes was taken`)
  }
}

function bomb(codec: 'gzip' | 'zstd', packed: Buffer): Buffer {
  const model = buildBatch({ records: [{ key: Buffer.from('k'), value: Buffer.alloc(100), timestamp: 0 }], compression: codec })
  if (compressionId(model, 0) === 0) throw new Error('the model is not compressed')
  const batch = Buffer.concat([model.subarray(0, BATCH_OVERHEAD), packed])
  batch.writeInt32BE(sizeInBytes(model, 0) + packed.length - (model.length - BATCH_OVERHEAD) - 12, 8)
  writeCrc(batch, 0)
  return batch
}

async function createTopic(client: Client, name: string, configs: Readonly<Record<string, string>>): Promise<void> {
  const topic = {
    name,
    numPartitions: 1,
    replicationFactor: 1,
    assignments: [],
    configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
  }
  await client.call(CreateTopics, 7, { topics: [topic], timeoutMs: 10_000, validateOnly: false })
}

async function produce(client: Client, name: string, records: Buffer): Promise<number> {
  const answer = await client.call(Produce, 9, {
    transactionalId: null,
    acks: -1,
    timeoutMs: 10_000,
    topicData: [{ name, partitionData: [{ index: 0, records }] }],
  })
  return answer.responses[0]!.partitionResponses[0]!.errorCode
}
