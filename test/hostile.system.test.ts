/**
 * Hostile clients. Whatever they do, they get what Kafka would answer or a closed connection, and one clear log line per cause; the memory stays bounded,
 * and a well-behaved client beside them notices nothing.
 */
import { readFileSync } from 'node:fs'
import { seededRandom } from '@leat/base/sim'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import * as attacks from './lib/attacks.ts'
import { type WellBehaved, manyConnections, residentBytes, startWellBehaved } from './lib/children.ts'
import { connectPlain } from './lib/client.ts'
import { type LeatProcess, startLeat, temporaryDirectory } from './lib/leat.ts'

const MIB = 1024 * 1024
/** What one broken client may cost the others: the time in which one of its requests is refused. */
const SLOWEST_MS_MAX = 5_000
const RESIDENT_BYTES_MAX = 640 * MIB
/** Lines of one cause that the edge writes in ten seconds. */
const LINES_PER_CAUSE_MAX = 10
const STOP_MS_MAX = 1_000

const directory = temporaryDirectory()
let leat: LeatProcess
let bystander: WellBehaved

beforeAll(async () => {
  leat = await startLeat(directory.path)
  const { line } = leat
  bystander = await startWellBehaved({
    address: leat.saslSsl,
    ca: readFileSync(line.ca_file, 'utf8'),
    user: line.api_key,
    password: line.api_secret,
  })
})

afterEach(async () => {
  expect(leat.child.exitCode).toBe(null)
  const { rounds, slowestMs, errors } = await bystander.report()
  expect(errors).toEqual([])
  expect(rounds).toBeGreaterThan(0)
  expect(slowestMs).toBeLessThan(SLOWEST_MS_MAX)
  expect(await residentBytes(leat.line.pid)).toBeLessThan(RESIDENT_BYTES_MAX)
})

afterAll(async () => {
  await bystander[Symbol.asyncDispose]()
  await leat[Symbol.asyncDispose]()
  directory[Symbol.dispose]()
})

/** Log lines of one cause since `from`, a length of the log. */
function linesOf(cause: string, from: number): string[] {
  return leat
    .stderr()
    .slice(from)
    .split('\n')
    .filter((line) => line.includes(cause))
}

/** The attack leaves between one and ten lines of the cause. */
async function leavesLines(cause: string, attack: () => Promise<void>): Promise<string[]> {
  const from = leat.stderr().length
  await attack()
  await expect.poll(() => linesOf(cause, from).length, { timeout: 5_000 }).toBeGreaterThan(0)
  const lines = linesOf(cause, from)
  expect(lines.length).toBeLessThanOrEqual(LINES_PER_CAUSE_MAX)
  return lines
}

test('HTTP on a Kafka port is named as such', async () => {
  const lines = await leavesLines('bad-frame', () =>
    attacks.sendAndWait(leat.plaintext, Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')),
  )
  expect(lines.join('\n')).toContain('HTTP')
})

test('TLS on the plaintext port, and plaintext on the TLS port', async () => {
  await attacks.tlsHello(leat.plaintext)
  await leavesLines('tls-handshake', () => attacks.sendAndWait(leat.saslSsl, attacks.validRequest()))
})

test.for([-1, -2_147_483_648, 2_147_483_647, 100 * MIB + 1])('a frame of %i bytes', async (size) => {
  await attacks.sendAndWait(leat.plaintext, attacks.int32(size))
})

test('unknown apis', async () => {
  await leavesLines('unknown-api', () => attacks.unknownApis(leat.plaintext))
})

test('unsupported versions of every api', async () => {
  await leavesLines('unsupported-version', () => attacks.unsupportedVersions(leat.plaintext))
})

test('truncated requests of every api', async () => {
  await leavesLines('malformed-request', () => attacks.truncatedRequests(leat.plaintext))
})

test('large requests that are announced and do not come', async () => {
  using _held = await attacks.announced(leat.plaintext, 100 * MIB, 40)
  await attacks.watchFor(3_000)
})

test('requests before login that are announced and do not come', async () => {
  using _held = await attacks.announcedSecurely(leat.saslSsl, readFileSync(leat.line.ca_file, 'utf8'), 500 * 1024, 600)
  await attacks.watchFor(3_000)
})

test('senders of a byte now and then', async () => {
  await attacks.slowSenders(leat.plaintext, 100, 3_000)
})

test('consumers that never read', async () => {
  await attacks.neverReading(leat.plaintext, 20)
})

test('half-open connections', async () => {
  await attacks.halfOpen(leat.plaintext, 200)
})

test('a storm of logins with wrong passwords', async () => {
  const lines = await leavesLines('login-failed', () => attacks.wrongPasswords(leat.saslSsl, readFileSync(leat.line.ca_file, 'utf8'), 60))
  expect(lines.join('\n')).not.toContain(leat.line.api_secret)
})

test.for(['topics without a name', 'partitions of a topic', 'groups', 'tags'] as const)(
  'a request of 100 MiB that is made of %s',
  async (of) => {
    await attacks.hugeArray(leat.plaintext, of)
  },
)

test('compression bombs for a compacted topic', async () => {
  await attacks.compressionBombs(leat.plaintext)
})

test('random bytes', async () => {
  await attacks.randomBytes(leat.plaintext, seededRandom('hostile'), 300)
})

test('5,000 connections at once', async () => {
  await using connections = await manyConnections(leat.plaintext, 5_000)
  expect(connections.answered).toBe(5_000)
  using client = await connectPlain(leat.plaintext)
  await attacks.metadataOf(client)
})

test('and after all that it stops within a second', async () => {
  await bystander[Symbol.asyncDispose]()
  const beganAtMs = performance.now()
  const { code } = await leat.end('SIGTERM')
  expect(code).toBe(0)
  expect(performance.now() - beganAtMs).toBeLessThan(STOP_MS_MAX)
  leat = await startLeat(directory.path)
  const { line } = leat
  bystander = await startWellBehaved({
    address: leat.saslSsl,
    ca: readFileSync(line.ca_file, 'utf8'),
    user: line.api_key,
    password: line.api_secret,
  })
})
