import type { Success } from './endpoint.ts'
import type { HttpAnswer, HttpRequest } from './http.ts'
import type { ErrorForm, Problem } from './problem.ts'

/** Code and title of the control plane's errors where a problem names none; as published where they are. A 404 has no code. */
const WORDS: Readonly<Record<number, { readonly code?: string; readonly title: string }>> = {
  400: { code: 'bad_request', title: 'Bad Request' },
  401: { code: 'user_unauthenticated', title: 'Authentication Required' },
  402: { code: 'quota_exceeded', title: 'Quota Exceeded' },
  403: { code: 'user_unauthorized', title: 'User Access Unauthorized' },
  404: { title: 'Not Found' },
  405: { code: 'method_not_allowed', title: 'Method Not Allowed' },
  406: { code: 'not_acceptable', title: 'Not Acceptable' },
  408: { code: 'request_timeout', title: 'Request Timeout' },
  409: { code: 'resource_already_exists', title: 'Resource Already exists' },
  413: { code: 'payload_too_large', title: 'Payload Too Large' },
  415: { code: 'unsupported_media_type', title: 'Unsupported Media Type' },
  417: { code: 'expectation_failed', title: 'Expectation Failed' },
  422: { code: 'invalid_configuration', title: 'Validation Failed' },
  429: { code: 'rate_limit_exceeded', title: 'Rate Limit Exceeded' },
  431: { code: 'request_header_fields_too_large', title: 'Request Header Fields Too Large' },
  500: { code: 'internal_server_error', title: 'Internal Server Error' },
  503: { code: 'service_unavailable', title: 'Service Unavailable' },
}
const INVALID_FILTER = { code: 'invalid_filter', title: 'Invalid Filter' }
const OTHER = { title: 'Error' }

/** How each API asks for credentials. */
const CHALLENGE: Readonly<Record<ErrorForm, string>> = {
  control: 'Basic realm="leat", Bearer realm="leat"',
  kafka: 'Basic realm="leat", Bearer realm="leat"',
  registry: 'Basic realm="leat", Bearer realm="leat"',
  v1: 'Bearer realm="leat"',
  mds: 'Bearer realm="leat"',
}

const JSON_TYPE = 'application/json'

/** On every answer: no cache keeps it (some carry secrets), no browser guesses its type. */
function headersOf(id: string, type: string | null, more: Readonly<Record<string, string>> | undefined): Record<string, string> {
  const common = { 'x-request-id': id, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
  const own = type === null ? common : { 'content-type': type, ...common }
  return more === undefined ? own : { ...own, ...more }
}

export function problemAnswer(problem: Problem, form: ErrorForm, id: string, type = JSON_TYPE): HttpAnswer {
  const challenge = problem.status === 401 ? { 'www-authenticate': CHALLENGE[form] } : {}
  return {
    status: problem.status,
    headers: headersOf(id, type, { ...challenge, ...problem.headers }),
    body: JSON.stringify(BODY[form](problem, id)),
  }
}

export function successAnswer(success: Success, usualStatus: number, request: HttpRequest, type = JSON_TYPE): HttpAnswer {
  const status = success.status ?? usualStatus
  const body = success.stream ?? success.text ?? (success.body === undefined ? null : JSON.stringify(success.body))
  return { status, headers: headersOf(request.id, body === null ? null : type, success.headers), body }
}

/** What a GET would answer, without its body (RFC 9110, 9.3.2). */
export function withoutBody(answer: HttpAnswer): HttpAnswer {
  const { status, headers, body } = answer
  if (typeof body === 'string') return { status, headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) }, body: null }
  return { status, headers, body: null }
}

const BODY = {
  control: controlErrors,
  v1: ({ status, detail }) => ({ error: { code: status, message: detail } }),
  kafka: numbered,
  registry: numbered,
  mds: ({ status, code, detail }) => ({ status_code: status, message: detail, type: code ?? wordsOf(status).title.toUpperCase() }),
} satisfies Record<ErrorForm, (problem: Problem, id: string) => unknown>

function numbered({ status, errorCode, detail }: Problem): unknown {
  return { error_code: errorCode ?? status, message: detail }
}

function controlErrors(problem: Problem, id: string): unknown {
  const { status, detail, source } = problem
  const faults = [{ detail, ...(source === undefined ? {} : { source }) }, ...(problem.further ?? [])]
  const errors = faults.map((fault) => {
    const words = status === 400 && fault.source !== undefined && 'parameter' in fault.source ? INVALID_FILTER : wordsOf(status)
    const code = problem.code ?? words.code
    const title = problem.title ?? words.title
    return { id, status: String(status), ...(code === undefined ? {} : { code }), title, ...fault }
  })
  return { errors }
}

function wordsOf(status: number): { readonly code?: string; readonly title: string } {
  return WORDS[status] ?? OTHER
}
