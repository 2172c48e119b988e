/** Bytes that are no request, or not a good one, written to a socket: what comes back, and whether the connection lives. */
import type { NetSocket } from '@leat/base'
import { seededRandom } from '@leat/base/sim'
import { encodeRequestFrame } from '@leat/wire'
import { Metadata } from '@leat/wire/messages'
import type { Played } from './play.ts'

interface RawCase {
  readonly label: string
  readonly bytes: Buffer
}

/** Answered within this time, or the connection is asked whether it still lives. */
const QUIET_MS = 300

function framed(body: Buffer): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeInt32BE(body.length)
  return Buffer.concat([prefix, body])
}

function header(apiKey: number, version: number, body: string | Buffer = '', clientId: string | null = 'raw'): Buffer {
  const name = Buffer.from(clientId ?? '')
  const head = Buffer.alloc(10)
  head.writeInt16BE(apiKey, 0)
  head.writeInt16BE(version, 2)
  head.writeInt32BE(7, 4)
  head.writeInt16BE(clientId === null ? -1 : name.length, 8)
  return Buffer.concat([head, name, Buffer.isBuffer(body) ? body : Buffer.from(body, 'hex')])
}

const CASES: readonly RawCase[] = [
  { label: 'HTTP', bytes: Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n') },
  { label: 'a TLS client hello', bytes: Buffer.from(`16030100c8010000c40303${'00'.repeat(190)}`, 'hex') },
  { label: 'random bytes behind a true size', bytes: framed(seededRandom('raw').bytes(64)) },
  { label: 'size -1', bytes: Buffer.from('ffffffff', 'hex') },
  { label: 'size -2147483648', bytes: Buffer.from('80000000', 'hex') },
  { label: 'size 0', bytes: Buffer.from('00000000', 'hex') },
  { label: 'size 100 MiB and one', bytes: Buffer.from('06400001', 'hex') },
  { label: 'size 2147483647', bytes: Buffer.from('7fffffff', 'hex') },
  { label: 'a frame of 1 byte', bytes: framed(Buffer.from([0])) },
  { label: 'a frame of 7 bytes', bytes: framed(Buffer.alloc(7)) },
  { label: 'unknown api key 4711', bytes: framed(header(4711, 0)) },
  { label: 'negative api key', bytes: framed(header(-1, 0)) },
  { label: 'api of brokers only: LeaderAndIsr', bytes: framed(header(4, 7)) },
  { label: 'ApiVersions v99', bytes: framed(header(18, 99, '00')) },
  { label: 'ApiVersions v-1', bytes: framed(header(18, -1)) },
  { label: 'ApiVersions v3 without a name', bytes: framed(header(18, 3, '00010100')) },
  { label: 'ApiVersions v3 with a bad name', bytes: framed(header(18, 3, '00062f2f2f2f2f023100')) },
  { label: 'ApiVersions v3 cut off', bytes: framed(header(18, 3, '0006')) },
  { label: 'ApiVersions v0 with bytes behind it', bytes: framed(header(18, 0, 'deadbeef')) },
  { label: 'Metadata v99', bytes: framed(header(3, 99, '00')) },
  { label: 'Metadata v-1', bytes: framed(header(3, -1)) },
  { label: 'Metadata v1 without a body', bytes: framed(header(3, 1)) },
  { label: 'Metadata v1 with an array of -2', bytes: framed(header(3, 1, 'fffffffe')) },
  { label: 'Metadata v1 with an array of 2147483647', bytes: framed(header(3, 1, '7fffffff')) },
  { label: 'Metadata v1 with bytes behind it', bytes: framed(header(3, 1, '00000000deadbeef')) },
  { label: 'Metadata v9 cut off in its tags', bytes: framed(header(3, 9, '000100')) },
  { label: 'Metadata v1 with a topic name that is no UTF-8', bytes: framed(header(3, 1, '000000010002c328')) },
  { label: 'Produce v2', bytes: framed(header(0, 2, '0001000003e800000000')) },
  { label: 'Fetch v3', bytes: framed(header(1, 3, 'ffffffff000000000000000000000000')) },
  { label: 'client id null', bytes: framed(header(18, 0, '', null)) },
  { label: 'client id longer than the frame', bytes: framed(Buffer.from('0012000000000007007f', 'hex')) },
  { label: 'SaslHandshake where nobody asks', bytes: framed(header(17, 1, '0005504c41494e')) },
  { label: 'SaslAuthenticate where nobody asks', bytes: framed(header(36, 1, '00000000')) },
]

export async function playRaw(connect: () => Promise<NetSocket>): Promise<Played[]> {
  const played: Played[] = []
  for (const { label, bytes } of CASES) played.push({ step: label, outcome: await playOne(await connect(), bytes) })
  return played
}

/** Sends the bytes; if the connection is still there, asks for nothing at all in Metadata and sees whether it is answered. */
async function playOne(socket: NetSocket, bytes: Buffer): Promise<Played['outcome']> {
  let received = Buffer.alloc(0)
  const closed = new Promise<'closed'>((resolve) => socket.stream.on('close', () => resolve('closed')))
  let wake = (): void => {}
  socket.stream.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    wake()
  })
  socket.stream.on('error', () => {})
  socket.stream.write(bytes)
  const quiet = new Promise<'quiet'>((resolve) => setTimeout(() => resolve('quiet'), QUIET_MS))
  const first = await Promise.race([closed, quiet])
  const answer = answerOf(received)
  if (first === 'closed') return { answer, afterwards: 'closed' }
  received = Buffer.alloc(0)
  socket.stream.write(Buffer.concat(encodeRequestFrame(Metadata, 1, { correlationId: 99, clientId: null }, { topics: [] })))
  const alive = new Promise<'alive'>((resolve) => (wake = () => resolve('alive')))
  const silent = new Promise<'silent'>((resolve) => setTimeout(() => resolve('silent'), QUIET_MS))
  const afterwards = await Promise.race([closed, alive, silent])
  socket.destroy()
  return { answer, afterwards }
}

/** Correlation id and error code; ApiVersions' list of ranges is compared elsewhere, only an error's is kept. */
function answerOf(bytes: Buffer): Played['outcome'] {
  if (bytes.length < 10) return bytes.length === 0 ? null : `0x${bytes.toString('hex')}`
  const errorCode = bytes.readInt16BE(8)
  return { correlationId: bytes.readInt32BE(4), errorCode, ...(errorCode === 0 ? {} : { body: `0x${bytes.subarray(10).toString('hex')}` }) }
}
