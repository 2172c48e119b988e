import { fail, ok, type Result } from '@leat/base'
import { type Complaint, complaint } from '../complaint.ts'
import type { Http, HttpAnswer } from './http.ts'
import { refusal } from './refusal.ts'

/** Pages of the longest list that is read whole: 100 each. */
const PAGES_MAX = 1000
const PAGE_SIZE = 100

type QueryValue = string | number | boolean | undefined

/** A request before its types are looked at. */
export interface Call {
  readonly params?: Readonly<Record<string, string>> | undefined
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>> | undefined
  readonly body?: unknown
}

/** The base URL and how to prove who asks; `again` is called once, after a 401. */
export interface Target {
  readonly http: Http
  readonly url: string
  /** How `token` is shown: a bearer token as a rule, else key and secret in base64; null: nobody asks. */
  readonly scheme?: 'Bearer' | 'Basic' | null
  token(): Promise<Result<string, Complaint>>
  renew(): Promise<Result<string, Complaint>>
}

export type Sent = Result<unknown, Complaint>

export async function sendCall(target: Target, route: string, call: Call): Promise<Sent> {
  const token = await target.token()
  if (!token.ok) return token
  let answer = await sendOnce(target, route, call, token.value)
  if (answer.ok && answer.value.status === 401) {
    const renewed = await target.renew()
    if (!renewed.ok) return renewed
    answer = await sendOnce(target, route, call, renewed.value)
  }
  return answer.ok ? bodyOf(answer.value) : answer
}

export async function sendAll(target: Target, route: string, call: Call): Promise<Sent> {
  const items: unknown[] = []
  let query: NonNullable<Call['query']> = { ...call.query, page_size: PAGE_SIZE }
  for (let page = 0; page < PAGES_MAX; page++) {
    const sent = await sendCall(target, route, { ...call, query })
    if (!sent.ok) return sent
    const { data, metadata } = sent.value as { readonly data: readonly unknown[]; readonly metadata: { readonly next?: string | null } }
    items.push(...data)
    const token = nextToken(metadata.next)
    if (token === null) return ok(items)
    query = { ...query, page_token: token }
  }
  return fail(complaint(`the list has more than ${PAGES_MAX * PAGE_SIZE} entries`))
}

/** The next page is a whole URL; only its token matters, whatever host it names. */
function nextToken(next: string | null | undefined): string | null {
  return next === undefined || next === null || next === '' ? null : new URL(next, 'http://any').searchParams.get('page_token')
}

async function sendOnce(
  { http, url, scheme = 'Bearer' }: Target,
  route: string,
  call: Call,
  token: string,
): Promise<Result<HttpAnswer, Complaint>> {
  const [method = 'GET', path = '/'] = route.split(' ')
  const answer = await http.send({
    method,
    url: addressOf(url, path, call),
    headers: scheme === null ? {} : { authorization: `${scheme} ${token}` },
    body: call.body === undefined ? null : JSON.stringify(call.body),
  })
  return answer.ok ? answer : fail(unreachable(url, answer.error.reason))
}

export function unreachable(url: string, reason: string): Complaint {
  return complaint(`cannot reach ${new URL(url).origin}: ${reason}`, 'Is it running? See "leat status"; start it with "leat up".')
}

function addressOf(base: string, path: string, { params = {}, query = {} }: Call): URL {
  const url = new URL(base.replace(/\/$/, '') + path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')))
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) url.searchParams.append(name, String(one))
  }
  return url
}

function bodyOf(answer: HttpAnswer): Sent {
  if (answer.status >= 300) return fail(refusal(answer))
  if (answer.text === '') return ok(null)
  try {
    return ok(JSON.parse(answer.text))
  } catch {
    return fail(complaint('the server answered with something that is not JSON'))
  }
}
