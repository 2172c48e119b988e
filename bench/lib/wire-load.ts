/** One HTTP request over and over on raw sockets: the cheapest client there is, so that what is measured is the server. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { cpuOf, cpuSince } from './proc.ts'

export interface WireCall {
  /** `http://host:port` */
  readonly base: string
  readonly method: 'GET' | 'POST'
  /** `{n}` here and in the body is the number of the request. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface WireRate {
  readonly perSecond: number
  /** CPU of the server's process, all threads, user and system: milliseconds per 1,000 requests, which is microseconds per request. */
  readonly cpu: number
}

/** Connections, each with one request under way. */
const CONNECTIONS = 32
const END_OF_HEAD = Buffer.from('\r\n\r\n')

/** One answer. */
export async function askOnce(call: WireCall): Promise<WireAnswer> {
  const answers: WireAnswer[] = []
  await exchange(call, 1, { next: 0, count: 1, onAnswer: (bytes) => void answers.push(answerOf(bytes)) })
  return answers[0]!
}

/** @throws when an answer is no success. */
export async function cpuPerRequest(pid: number, call: WireCall, count: number): Promise<WireRate> {
  const before = cpuOf(pid)
  const began = performance.now()
  await exchange(call, CONNECTIONS, { next: 0, count, onAnswer: () => {} })
  const { user, system } = cpuSince(pid, before)
  return { perSecond: (count / (performance.now() - began)) * 1000, cpu: ((user + system) / count) * 1e6 }
}

interface Progress {
  /** Number of the request that is sent next. */
  next: number
  readonly count: number
  readonly onAnswer: (bytes: Buffer) => void
}

async function exchange(call: WireCall, connections: number, progress: Progress): Promise<void> {
  const { hostname, port } = new URL(call.base)
  const sockets = Array.from({ length: connections }, () => connect({ host: hostname, port: Number(port), noDelay: true }))
  try {
    await Promise.all(
      sockets.map(async (socket) => {
        await once(socket, 'connect')
        await repeat(socket, call, progress)
      }),
    )
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

function repeat(socket: Socket, call: WireCall, progress: Progress): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const isFixed = !`${call.path}${call.body ?? ''}`.includes('{n}')
  const fixed = isFixed ? requestBytes(call, 0) : null
  let pending: Buffer = Buffer.alloc(0)
  const send = (): void => {
    if (progress.next >= progress.count) return resolve()
    const n = progress.next++
    socket.write(fixed ?? requestBytes(call, n))
  }
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    const length = answerBytes(pending)
    if (length === null || pending.length < length) return
    if (pending[9] !== 0x32) return reject(new Error(`${call.method} ${call.path}: ${pending.toString('latin1')}`))
    progress.onAnswer(pending)
    pending = pending.subarray(length)
    send()
  })
  socket.on('error', reject)
  socket.on('close', () => reject(new Error(`${call.method} ${call.path}: the server closed the connection`)))
  send()
  return promise
}

function requestBytes({ base, method, path, headers = {}, body = '' }: WireCall, n: number): Buffer {
  const numbered = body.replaceAll('{n}', String(n))
  const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(numbered)) }
  const lines = Object.entries({ host: new URL(base).host, ...headers, ...length }).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${method} ${path.replaceAll('{n}', String(n))} HTTP/1.1\r\n${lines.join('')}\r\n${numbered}`)
}

/** Null until the head is there. */
function answerBytes(bytes: Buffer): number | null {
  const end = bytes.indexOf(END_OF_HEAD)
  if (end === -1) return null
  const length = /\r\ncontent-length: (\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1]
  return end + END_OF_HEAD.length + Number(length ?? 0)
}

function answerOf(bytes: Buffer): WireAnswer {
  const end = bytes.indexOf(END_OF_HEAD)
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)] as const)
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers),
    body: bytes.toString('utf8', end + END_OF_HEAD.length),
  }
}
