import type { HttpHandler, HttpRequest } from '../http.ts'

export interface CallOptions {
  readonly method?: HttpRequest['method']
  /** With its query: `/org/v2/environments?page_size=2`. */
  readonly path: string
  /** A string or bytes go as they are, anything else as JSON with its content type. */
  readonly body?: unknown
  /** Names in any case. `host` is `localhost:9021` unless told. */
  readonly headers?: Readonly<Record<string, string>>
  readonly scheme?: 'http' | 'https'
  readonly remoteAddress?: string
  readonly signal?: AbortSignal
}

export interface CalledAnswer<T> {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The parsed body; undefined when there is none or it is not JSON. */
  readonly json: T
}

let calls = 0

/** A request to a handler without a socket, as the server would make it. */
export async function call<T = unknown>(handler: HttpHandler, options: CallOptions): Promise<CalledAnswer<T>> {
  const { method = 'GET', headers = {}, body } = options
  const raw = typeof body === 'string' || Buffer.isBuffer(body)
  const bytes = body === undefined ? null : Buffer.from(raw ? body : JSON.stringify(body))
  const [path = '', query = ''] = options.path.split('?', 2)
  const answer = await handler({
    method,
    path,
    query: new URLSearchParams(query),
    headers: {
      host: 'localhost:9021',
      ...(bytes === null ? {} : { 'content-length': String(bytes.length) }),
      ...(bytes === null || raw ? {} : { 'content-type': 'application/json' }),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    },
    body: pieces(bytes),
    remoteAddress: options.remoteAddress ?? '127.0.0.1',
    scheme: options.scheme ?? 'http',
    id: `00000000-0000-4000-8000-${String(++calls).padStart(12, '0')}`,
    signal: options.signal ?? new AbortController().signal,
  })
  const text = await textOf(answer.body)
  return { status: answer.status, headers: answer.headers, text, json: parsed(text) as T }
}

/** The value of an `Authorization` header. */
export function basic(key: string, secret: string): string {
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
}

async function* pieces(bytes: Buffer | null): AsyncGenerator<Buffer> {
  if (bytes !== null && bytes.length > 0) yield bytes
}

async function textOf(body: Awaited<ReturnType<HttpHandler>>['body']): Promise<string> {
  if (body === null) return ''
  if (typeof body === 'string' || Buffer.isBuffer(body)) return body.toString()
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
