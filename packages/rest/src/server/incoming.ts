import type { IncomingMessage } from 'node:http'
import { fail, ok, type Random, type Result } from '@leat/base'
import type { HttpRequest } from '../http.ts'
import type { Problem } from '../problem.ts'
import { badRequest } from '../problems.ts'

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] satisfies HttpRequest['method'][])

export interface Peer {
  readonly id: string
  readonly remoteAddress: string
  readonly scheme: 'http' | 'https'
  readonly signal: AbortSignal
  readonly body: AsyncIterable<Buffer>
}

/** What node:http has parsed as plain data, where it is a request as we know them. */
export function requestOf(incoming: IncomingMessage, { id, remoteAddress, scheme, signal, body }: Peer): Result<HttpRequest, Problem> {
  const { method = '', url = '' } = incoming
  if (!METHODS.has(method)) return fail({ status: 405, detail: 'Method not allowed' })
  if (!url.startsWith('/')) return fail(badRequest('The request target must be a path'))
  // Two of them, and a proxy in front may have believed the other one.
  for (const name of ONCE) {
    if (timesOf(incoming.rawHeaders, name) > 1) return fail(badRequest(`The request has more than one ${name} header`))
  }
  const at = url.indexOf('?')
  return ok({
    method: method as HttpRequest['method'],
    path: at === -1 ? url : url.slice(0, at),
    query: new URLSearchParams(at === -1 ? '' : url.slice(at)),
    headers: incoming.headers as HttpRequest['headers'],
    body,
    remoteAddress,
    scheme,
    id,
    signal,
  })
}

const ONCE = ['Host', 'Authorization'] as const

function timesOf(rawHeaders: readonly string[], name: string): number {
  let times = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const header = rawHeaders[at]!
    if (header.length === name.length && header.toLowerCase() === name.toLowerCase()) times += 1
  }
  return times
}

const ID_BYTES = 16
/** Drawn at a time: one call of the system's source costs more than all else that an id needs. */
const IDS_DRAWN = 128

/** Makes ids of version 4 (RFC 9562), the form that request ids have in the cloud. */
export function requestIds(random: Random): () => string {
  let drawn: Buffer = Buffer.alloc(0)
  let at = 0
  return () => {
    if (at === drawn.length) {
      drawn = random.bytes(ID_BYTES * IDS_DRAWN)
      at = 0
    }
    drawn[at + 6] = (drawn[at + 6]! & 0x0f) | 0x40
    drawn[at + 8] = (drawn[at + 8]! & 0x3f) | 0x80
    const hex = drawn.toString('hex', at, (at += ID_BYTES))
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }
}
