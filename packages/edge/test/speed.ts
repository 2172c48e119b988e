/**
 * How fast the edge alone is: a backend that answers at once, in this process; clients on loopback, in another.
 *
 *     node packages/edge/test/speed.ts             nobody is asked
 *     node packages/edge/test/speed.ts --access    every request is authorized and counted against caps
 */
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { type Fact, NO_LIMITS } from '@leat/access'
import { silentLogger, silentMeter } from '@leat/base'
import { nodeClock, nodeNet, nodeRandom } from '@leat/base/node'
import { encodeRequestFrame } from '@leat/wire'
import { Fetch, Heartbeat, Produce, SaslAuthenticate, SaslHandshake } from '@leat/wire/messages'
import {
  AUDIT_EVENTS_MAX,
  auditBuffer,
  credentialTable,
  type EdgeAccess,
  factTable,
  hashSecret,
  NO_ACL_WRITER,
  openEdge,
} from '../src/index.ts'
import { fakeBackend } from '../src/testing/fake-backend.ts'

interface Run {
  readonly name: string
  readonly connections: number
  readonly inFlight: number
  readonly seconds: number
  readonly request: 'heartbeat' | 'produce' | 'fetch'
  readonly tls: boolean
}

const RUNS: readonly Run[] = [
  { name: 'small requests, 1 connection x 1 in flight', connections: 1, inFlight: 1, seconds: 2, request: 'heartbeat', tls: false },
  { name: 'small requests, 16 x 5', connections: 16, inFlight: 5, seconds: 2, request: 'heartbeat', tls: false },
  { name: 'small requests, 16 x 5, TLS', connections: 16, inFlight: 5, seconds: 2, request: 'heartbeat', tls: true },
  { name: 'produce of 64 KiB, 4 x 5', connections: 4, inFlight: 5, seconds: 2, request: 'produce', tls: false },
  { name: 'fetch of 1 MiB, 4 x 1', connections: 4, inFlight: 1, seconds: 2, request: 'fetch', tls: false },
  { name: 'fetch of 1 MiB, 4 x 1, TLS', connections: 4, inFlight: 1, seconds: 2, request: 'fetch', tls: true },
]
const RECORDS = Buffer.alloc(64 * 1024)
const PARTS = Array.from({ length: 16 }, () => RECORDS)

if (process.send === undefined) await serve()
else process.once('message', (message: { run: Run; port: number }) => void drive(message.run, message.port))

async function serve(): Promise<void> {
  const backend = fakeBackend()
  const heartbeat = { kind: 'message', message: {} } as const
  const fetched = {
    kind: 'message',
    message: { responses: [{ topic: 't', partitions: [{ partitionIndex: 0, records: PARTS }] }] },
  } as const
  backend.respond = (call) => (call.api.key === Fetch.key ? fetched : heartbeat)
  const testdata = (name: string): string => readFileSync(new URL(`../testdata/${name}`, import.meta.url), 'utf8')
  const tls = { cert: testdata('test-only-cert.pem'), key: testdata('test-only-key.pem') }
  const salt = Buffer.alloc(16)
  const hosts = ['127.0.0.1']
  const edge = await openEdge({
    net: nodeNet(),
    clock: nodeClock(),
    random: nodeRandom(),
    logger: silentLogger,
    meter: silentMeter,
    backend,
    ...(process.argv.includes('--access')
      ? { access: accessFor('k', 'admin') }
      : {
          credentials: credentialTable([
            ['K', { principal: { type: 'User', name: 'k' }, tenant: null, salt, hash: hashSecret('S', salt) }],
          ]),
        }),
    addresses: () => null,
    nodes: [
      {
        node: 1,
        listeners: [
          { name: 'PLAINTEXT', protocol: 'PLAINTEXT', hosts, port: 0, principal: { type: 'User', name: 'admin' }, tenant: null },
          { name: 'SASL_SSL', protocol: 'SASL_SSL', hosts, port: 0, tls, tenant: null },
        ],
      },
    ],
  })
  for (const run of RUNS) {
    const child = fork(fileURLToPath(import.meta.url), { execArgv: [] })
    const before = process.cpuUsage()
    child.send({ run, port: edge.bound[run.tls ? 1 : 0]!.port })
    const [{ responses, bytes }] = await new Promise<[{ responses: number; bytes: number }]>(
      (resolve) => void child.once('message', (message) => resolve([message as never])),
    )
    const cpu = process.cpuUsage(before)
    const perRequestUs = (cpu.user + cpu.system) / responses
    const rate = Math.round(responses / run.seconds)
    console.log(`${run.name}: ${rate} requests/s, ${Math.round(bytes / run.seconds / 1e6)} MB/s, ${perRequestUs.toFixed(1)} us of CPU each`)
  }
  await edge.close()
}

/** Everything allowed by one rule each, and caps that nobody reaches. */
function accessFor(...names: readonly string[]): EdgeAccess {
  const facts = factTable()
  const salt = Buffer.alloc(16)
  const login = { principal: 'User:k', salt: salt.toString('base64'), hash: hashSecret('S', salt).toString('base64') }
  const most = 1e12
  facts.apply([
    { kind: 'login', username: 'K', login },
    { kind: 'limits', limits: { ...NO_LIMITS, requestsPerSecondMax: most, ingressBytesPerSecondMax: most, egressBytesPerSecondMax: most } },
    ...names.flatMap((name) =>
      (['topic', 'group'] as const).map((resourceType): Fact => {
        const acl = {
          resourceType,
          patternType: 'literal',
          name: '*',
          principal: `User:${name}`,
          host: '*',
          operation: 'all',
          permission: 'allow',
        } as const
        return { kind: 'acl', acl, present: true }
      }),
    ),
  ])
  const audit = auditBuffer({ cluster: 'lkc-speed', clock: nodeClock(), eventsMax: AUDIT_EVENTS_MAX })
  audit.onData(() => setTimeout(() => audit.drain(), 100))
  const topics = {
    nameOf: () => null,
    partitionsOf: () => 1,
    names: () => [],
    partitionCount: () => 1,
    autoCreation: false,
    defaultPartitions: 1,
  }
  return { cluster: 'lkc-speed', facts, topics, audit, aclWriter: NO_ACL_WRITER }
}

/** A driver that does as little as it can: it counts response bytes, knowing that all responses are alike. */
async function drive(run: Run, port: number): Promise<void> {
  const request = Buffer.concat(requestOf(run))
  let responses = 0
  let bytes = 0
  const stop = performance.now() + run.seconds * 1_000
  await Promise.all(
    Array.from({ length: run.connections }, async () => {
      const socket = run.tls
        ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
        : connectTcp({ port, host: '127.0.0.1', noDelay: true })
      await new Promise((resolve) => void socket.once(run.tls ? 'secureConnect' : 'connect', resolve))
      if (run.tls) await login(socket)
      let head = Buffer.alloc(0)
      let missing = 0
      await new Promise<void>((resolve) => {
        socket.on('data', (chunk: Buffer) => {
          let at = 0
          while (at < chunk.length) {
            if (missing === 0) {
              const taken = Math.min(4 - head.length, chunk.length - at)
              head = Buffer.concat([head, chunk.subarray(at, at + taken)])
              at += taken
              if (head.length < 4) break
              missing = head.readInt32BE(0)
              head = Buffer.alloc(0)
            }
            const taken = Math.min(missing, chunk.length - at)
            at += taken
            missing -= taken
            if (missing > 0) break
            responses += 1
            if (performance.now() < stop) socket.write(request)
            else resolve()
          }
          bytes += run.request === 'fetch' ? chunk.length : 0
        })
        for (let i = 0; i < run.inFlight; i++) socket.write(request)
      })
      socket.destroy()
    }),
  )
  if (run.request === 'produce') bytes = responses * request.length
  process.send!({ responses, bytes }, () => process.disconnect())
}

async function login(socket: ReturnType<typeof connectTcp>): Promise<void> {
  const answer = (): Promise<unknown> => new Promise((resolve) => void socket.once('data', resolve))
  const header = { correlationId: 1, clientId: 'speed' }
  socket.write(Buffer.concat(encodeRequestFrame(SaslHandshake, 1, header, { mechanism: 'PLAIN' })))
  await answer()
  socket.write(Buffer.concat(encodeRequestFrame(SaslAuthenticate, 2, header, { authBytes: Buffer.from('\0K\0S') })))
  await answer()
  socket.removeAllListeners('data')
}

function requestOf(run: Run): Buffer[] {
  const header = { correlationId: 1, clientId: 'speed' }
  switch (run.request) {
    case 'heartbeat':
      return encodeRequestFrame(Heartbeat, 4, header, { groupId: 'group', generationId: 1, memberId: 'member' })
    case 'fetch':
      return encodeRequestFrame(Fetch, 12, header, { maxWaitMs: 0, minBytes: 1 })
    case 'produce':
      return encodeRequestFrame(Produce, 9, header, {
        acks: -1,
        timeoutMs: 1,
        topicData: [{ name: 't', partitionData: [{ index: 0, records: RECORDS }] }],
      })
  }
}
