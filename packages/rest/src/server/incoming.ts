import type { IncomingMessage } from 'node:http'
import { type Clock, fail, type Millis, ok, type Random, type Result } from '@leat/base'
import type { HttpRequest } from '../http.ts'
import type { Problem } from '../problem.ts'
import { badRequest, unavailable } from '../problems.ts'
import { RequestFault } from '../request-fault.ts'

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] satisfies HttpRequest['method'][])

export interface Peer {
  readonly id: string
  readonly remoteAddress: string
  readonly scheme: 'http' | 'https'
  readonly signal: AbortSignal
  readonly body: AsyncIterable<Buffer>
}

/** What node:http has parsed as plain data, where it is a request as we know them. */
export function requestOf(incoming: IncomingMessage, peer: Peer): Result<HttpRequest, Problem> {
  const { method = '', url = '' } = incoming
  if (!METHODS.has(method)) return fail({ status: 405, detail: 'Method not allowed' })
  if (!url.startsWith('/')) return fail(badRequest('The request target must be a path'))
  // Two of them, and a proxy in front may have believed the other one.
  for (const name of ['Host', 'Authorization']) {
    const sent = incoming.rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name.toLowerCase())
    if (sent.length > 1) return fail(badRequest(`The request has more than one ${name} header`))
  }
  const at = url.indexOf('?')
  return ok({
    method: method as HttpRequest['method'],
    path: at === -1 ? url : url.slice(0, at),
    query: new URLSearchParams(at === -1 ? '' : url.slice(at)),
    headers: incoming.headers as HttpRequest['headers'],
    ...peer,
  })
}

/** Version 4 (RFC 9562): the form that request ids have in the cloud. */
export function requestId(random: Random): string {
  const bytes = random.bytes(16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

interface BodyOptions {
  readonly clock: Clock
  readonly slowMs: Millis
  readonly idleMs: Millis
  readonly onFirstRead: () => void
  readonly mayBeSlow: () => boolean
}

/**
 * The body in pieces, each read when it is asked for: whoever does not read holds the sender back. `onFirstRead` is where a client that
 * waits is told to go on (`Expect: 100-continue`). Throws `RequestFault` when no byte comes for `slowMs` and `mayBeSlow` says no, when none comes for
 * `idleMs`, and when the client is gone.
 */
export async function* bodyOf(incoming: IncomingMessage, options: BodyOptions): AsyncGenerator<Buffer> {
  options.onFirstRead()
  for (;;) {
    const chunk = incoming.read() as Buffer | null
    if (chunk !== null) yield chunk
    else if (incoming.readableEnded) return
    else if (incoming.destroyed) throw new RequestFault(badRequest('The body ended before it was complete'))
    else await moved(incoming, options)
  }
}

async function moved(incoming: IncomingMessage, { clock, slowMs, idleMs, mayBeSlow }: BodyOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const events = ['readable', 'end', 'close', 'error'] as const
  const onEvent = (): void => resolve()
  for (const event of events) incoming.once(event, onEvent)
  using _slow = clock.after(slowMs, () => {
    if (!mayBeSlow()) reject(new RequestFault(unavailable('The server waits for the bodies of too many requests')))
  })
  using _idle = clock.after(idleMs, () => reject(new RequestFault({ status: 408, detail: 'The body did not arrive in time' })))
  try {
    await promise
  } finally {
    for (const event of events) incoming.removeListener(event, onEvent)
  }
}
