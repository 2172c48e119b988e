import { Agent, request as httpRequest } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Clock, fail, type Net, ok, type Result } from '@leat/base'

/** Longer answers are none of a Leat. */
const ANSWER_BYTES_MAX = 64 * 1024 * 1024
const ANSWER_TIMEOUT_MS = 30_000

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly text: string
}

export interface HttpRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** Why there is no answer: nobody listens, TLS does not trust, it takes too long. */
export interface Unreachable {
  readonly reason: string
}

export interface Http extends Disposable {
  send(request: HttpRequest): Promise<Result<HttpAnswer, Unreachable>>
}

/** HTTP/1.1 over the network port, connections kept until it is disposed. `ca`: PEM that HTTPS trusts instead of what the system trusts. */
export function openHttp(net: Net, clock: Clock, ca: () => string | null, signal: AbortSignal): Http {
  const agents = new Map<string, Agent>()
  const agentFor = (url: URL): Agent => {
    const known = agents.get(url.origin)
    if (known !== undefined) return known
    const agent = new Agent({ keepAlive: true })
    agent.createConnection = (_, connected) => {
      net.connect(addressOf(url, ca)).then(
        ({ stream }) => connected?.(null, stream),
        // The stream is looked at only when there is no error.
        (error: Error) => connected?.(error, undefined as unknown as Duplex),
      )
      return undefined
    }
    agents.set(url.origin, agent)
    return agent
  }
  return {
    send: (request) => send(request, agentFor(request.url), clock, signal),
    [Symbol.dispose]() {
      for (const agent of agents.values()) agent.destroy()
    },
  }
}

function addressOf(url: URL, ca: () => string | null): Parameters<Net['connect']>[0] {
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  if (!secure) return { host, port }
  const trusted = ca()
  return { host, port, tls: trusted === null ? {} : { ca: trusted } }
}

function send(
  { method, url, headers, body }: HttpRequest,
  agent: Agent,
  clock: Clock,
  signal: AbortSignal,
): Promise<Result<HttpAnswer, Unreachable>> {
  return new Promise((resolve, reject) => {
    const length = body === null ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
    // `http:` although it may be TLS: what is below is the agent's business.
    const options = { agent, method, host: url.hostname, port: url.port, path: url.pathname + url.search, signal }
    const sent = httpRequest({ ...options, headers: { host: url.host, accept: 'application/json', ...length, ...headers } })
    const timer = clock.after(ANSWER_TIMEOUT_MS, () => sent.destroy(new Error(`no answer within ${ANSWER_TIMEOUT_MS / 1000} s`)))
    sent.on('close', () => timer.cancel())
    sent.on('error', (error) => {
      if (signal.aborted) reject(signal.reason as Error)
      else resolve(fail({ reason: error.message }))
    })
    sent.on('response', (answer) => {
      const chunks: Buffer[] = []
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > ANSWER_BYTES_MAX) sent.destroy(new Error('the answer is too long'))
        else chunks.push(chunk)
      })
      answer.on('end', () =>
        resolve(ok({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString('utf8') })),
      )
      answer.on('error', (error) => resolve(fail({ reason: error.message })))
    })
    sent.end(body ?? undefined)
  })
}
