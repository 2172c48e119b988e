/** HTTP as plain data: what a service sees of a request and what it answers, with or without a socket. */

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface HttpRequest {
  readonly method: Method | 'HEAD' | 'OPTIONS'
  /** As sent, still percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** Bounded by the endpoint's limit while it is read. */
  readonly body: AsyncIterable<Buffer>
  readonly remoteAddress: string
  /** `https` when it came over TLS. */
  readonly scheme: 'http' | 'https'
  /** Goes into `X-Request-Id` and into every error. */
  readonly id: string
  /** Aborts when the client is gone or the time is over. */
  readonly signal: AbortSignal
}

export interface HttpAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer | AsyncIterable<string | Buffer> | null
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpAnswer>
