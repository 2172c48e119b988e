// The one file that imports node:http (28 ms, up to 17 MB): loaded with the first connection, never before.
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { assert, type Clock, type Logger, type Meter, type Random } from '@leat/base'
import { problemAnswer } from '../answers.ts'
import type { HttpAnswer, HttpHandler, HttpRequest } from '../http.ts'
import type { Problem } from '../problem.ts'
import { unavailable } from '../problems.ts'
import { type BodyRules, RequestBody } from './body.ts'
import type { Connection } from './connection.ts'
import { type GuardOptions, guardOf, NONE } from './guard.ts'
import { requestIds, requestOf } from './incoming.ts'
import type { HttpLimits } from './limits.ts'
import { PeerGone, writeAnswer } from './outgoing.ts'

export interface EngineOptions extends GuardOptions {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  readonly limits: HttpLimits
  readonly handler: () => Promise<HttpHandler>
}

/** Parses what comes over connections, guards it, gives it to the handler and writes its answers. */
export interface HttpEngine {
  accept(connection: Connection): void
}

const INTERNAL: Problem = { status: 500, detail: 'An unexpected error occurred. The log of the server has it under this id' }

export function httpEngine(options: EngineOptions): HttpEngine {
  const { limits, meter } = options
  const nextId = requestIds(options.random)
  const connections = new WeakMap<object, Connection>()
  const exchange = exchanges(options, nextId)
  const onRequest = (incoming: IncomingMessage, response: ServerResponse): void => {
    const connection = connections.get(incoming.socket)
    assert(connection !== undefined, 'a request comes over a connection that was accepted')
    // Writing to a peer that is gone: it comes as `close` as well, but without a listener it would end the process.
    response.on('error', ignore)
    connection.add((gone) => exchange(incoming, response, connection, gone))
  }

  // Its own timers only run on a server that listens; ours come from the clock, per connection. Of the headers only the bytes are bounded:
  // a bound of their number drops the rest unseen.
  const server = createServer(
    { maxHeaderSize: limits.headerBytesMax, requireHostHeader: false, keepAliveTimeout: 0, optimizeEmptyRequests: true },
    onRequest,
  )
  server.maxHeadersCount = 0
  server.on('checkContinue', onRequest)
  server.on('checkExpectation', onRequest)
  server.on('clientError', (error: Error & { readonly code?: string }, stream) => {
    const connection = connections.get(stream)
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') stream.destroy()
    else connection?.refuse(lastWords(error.code, nextId()))
  })
  meter.observe('http_requests_in_flight', () => exchange.inFlight())
  return {
    accept(connection) {
      connections.set(connection.stream, connection)
      server.emit('connection', connection.stream)
    },
  }
}

type Exchange = (incoming: IncomingMessage, response: ServerResponse, connection: Connection, gone: AbortSignal) => Promise<void>

function ignore(): void {}

function exchanges(options: EngineOptions, nextId: () => string): Exchange & { inFlight(): number } {
  const { clock, logger, limits } = options
  const guard = guardOf(options)
  let inFlight = 0
  const bodies: BodyRules = { clock, limits, slow: 0 }
  let handle: HttpHandler | null = null

  const failed = (error: unknown, id: string): HttpAnswer => {
    logger.event('error', 'request-failed', { request: id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    return problemAnswer(INTERNAL, 'control', id)
  }

  const answerTo = async (request: HttpRequest, id: string): Promise<HttpAnswer> => {
    const verdict = guard(request)
    if (verdict.kind === 'refused') return problemAnswer(verdict.problem, 'control', id)
    if (verdict.kind === 'preflight') return { status: 204, headers: { 'x-request-id': id, ...verdict.headers }, body: null }
    if (inFlight > limits.requestsInFlightMax)
      return problemAnswer(unavailable('The server has too many requests to answer'), 'control', id)
    try {
      handle ??= await options.handler()
      const answer = await handle(request)
      return verdict.headers === NONE ? answer : { ...answer, headers: { ...answer.headers, ...verdict.headers } }
    } catch (error) {
      return failed(error, id)
    }
  }

  const exchange: Exchange = async (incoming, response, connection, gone) => {
    const id = nextId()
    const expects = incoming.headers.expect?.toLowerCase()
    const body = new RequestBody(incoming, response, bodies)
    const { remoteAddress, tls } = connection.socket
    const request = requestOf(incoming, { id, remoteAddress, scheme: tls === null ? 'http' : 'https', signal: gone, body })
    inFlight += 1
    try {
      let answer: HttpAnswer
      if (!request.ok) answer = problemAnswer(request.error, 'control', id)
      else if (expects !== undefined && expects !== '100-continue') answer = problemAnswer(EXPECTATION, 'control', id)
      else answer = await answerTo(request.value, id)
      await write(response, answer, connection, id)
    } finally {
      inFlight -= 1
      body.end()
    }
    // What has come and nobody has read, node:http throws away itself.
    if (!incoming.complete && !connection.stream.destroyed) await discardRest(incoming, connection)
  }

  const write = async (response: ServerResponse, answer: HttpAnswer, connection: Connection, id: string): Promise<void> => {
    try {
      await writeAnswer(response, answer, connection.closing ? LAST : NONE, clock, limits.writeIdleMs)
    } catch (error) {
      if (error instanceof PeerGone) return connection.cut('slow-reader')
      const instead = failed(error, id)
      // Once its beginning is out, only a cut tells the client that the rest is missing.
      if (response.headersSent) return connection.cut('answer-failed')
      await writeAnswer(response, instead, connection.closing ? LAST : NONE, clock, limits.writeIdleMs).catch(() =>
        connection.cut('answer-failed'),
      )
    }
  }

  const discardRest = async (incoming: IncomingMessage, connection: Connection): Promise<void> => {
    incoming.resume()
    const { promise, resolve } = Promise.withResolvers<void>()
    for (const event of ['end', 'close'] as const) incoming.once(event, () => resolve())
    using _timer = clock.after(limits.lingerMs, () => {
      connection.cut('unread-body')
      resolve()
    })
    await promise
  }

  return Object.assign(exchange, { inFlight: () => inFlight })
}

/** Of the connection's last answer. */
const LAST = { connection: 'close' }

const EXPECTATION: Problem = { status: 417, detail: 'The only expectation that this server meets is 100-continue' }

/** The answer to what node:http could not parse, as it goes over the wire. */
function lastWords(code: string | undefined, id: string): string {
  const tooLarge = code === 'HPE_HEADER_OVERFLOW'
  const problem: Problem = tooLarge
    ? { status: 431, detail: 'The request line and headers are larger than this server takes' }
    : { status: 400, detail: 'This is not a request of HTTP/1.1' }
  const { status, headers, body } = problemAnswer(problem, 'control', id)
  const text = typeof body === 'string' ? body : ''
  const all = { ...headers, 'content-length': String(Buffer.byteLength(text)), connection: 'close' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n')
}
