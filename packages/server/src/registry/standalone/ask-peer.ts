import { Agent as HttpAgent, type ClientRequest, type RequestOptions, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Clock } from '@leat/base'
import { type AskPeer, type PeerAnswer, PeerFault, type PeerRequest } from '@leat/registry/node'

export interface PeerDoor extends Disposable {
  readonly ask: AskPeer
}

const SOCKETS_PER_NODE_MAX = 64
/** Less than a server lets a silent connection live, lest a request is sent into one that is just being closed. */
const IDLE_MS_MAX = 20_000

/** HTTP to other nodes over connections that stay open. `ca` replaces the system's trust. */
export function peerDoor(clock: Clock, ca: string | null): PeerDoor {
  const options = { keepAlive: true, maxSockets: SOCKETS_PER_NODE_MAX, maxFreeSockets: 4, timeout: IDLE_MS_MAX }
  const http = new HttpAgent(options)
  const https = new HttpsAgent(ca === null ? options : { ...options, ca })
  const secure: Send = (request) => httpsRequest({ ...request, agent: https })
  const plain: Send = (request) => httpRequest({ ...request, agent: http })
  return {
    ask: (request) => ask(clock, request, request.url.startsWith('https:') ? secure : plain),
    [Symbol.dispose]() {
      http.destroy()
      https.destroy()
    },
  }
}

type Send = (options: RequestOptions) => ClientRequest

async function ask(clock: Clock, request: PeerRequest, send: Send): Promise<PeerAnswer> {
  const { url, method, target, headers, body, msMax, bodyBytesMax, signal } = request
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<PeerAnswer>()
  const { hostname, port } = new URL(url)
  const length = body === null ? {} : { 'content-length': String(body.length) }
  const sending = send({ host: hostname.replace(/^\[|\]$/g, ''), port, method, path: target, headers: { ...headers, ...length } })
  let isSent = false
  const onAbort = (): void => end(signal.reason as Error)
  const end = (reason: Error): void => {
    reject(reason)
    sending.destroy()
  }
  using _deadline = clock.after(msMax, () => end(new PeerFault(isSent ? 'lost' : 'unreachable', `${url}: no answer within ${msMax} ms`)))
  signal.addEventListener('abort', onAbort, { once: true })
  sending.once('socket', (socket) => {
    // A connection that was open before may be gone by the time the request reaches it.
    if (!socket.connecting) isSent = true
    else socket.once('connect', () => void (isSent = true))
  })
  sending.on('error', (cause) => reject(new PeerFault(isSent ? 'lost' : 'unreachable', `${url}: ${cause.message}`, cause)))
  sending.once('response', (response) => {
    const chunks: Buffer[] = []
    let bytes = 0
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > bodyBytesMax) end(new PeerFault('lost', `${url}: an answer of more than ${bodyBytesMax} bytes`))
      else chunks.push(chunk)
    })
    response.on('error', (cause) => reject(new PeerFault('lost', `${url}: ${cause.message}`, cause)))
    response.on('end', () => {
      const flat = Object.entries(response.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
      resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(flat), body: Buffer.concat(chunks) })
    })
  })
  sending.end(body ?? undefined)
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
