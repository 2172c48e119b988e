import type { ControlCalls, KafkaCalls, RegistryCalls } from '@leat/api/calls'
import { CONTROL_ROUTES, KAFKA_ROUTES, REGISTRY_ROUTES } from '@leat/api/routes'
import { ApiProblem, problemText } from './problem.ts'

type Calls = ControlCalls & KafkaCalls
export type Answer<Id extends keyof Calls> = Calls[Id]['answer']

const ROUTES: Readonly<Record<keyof Calls, string>> = { ...CONTROL_ROUTES, ...KAFKA_ROUTES }

export type RegistryAnswer<Id extends keyof RegistryCalls> = RegistryCalls[Id]['answer']

interface Shape {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

interface InputOf<Call extends Shape> {
  readonly params?: Call['params']
  readonly query?: Call['query']
  readonly body?: Call['body']
  readonly signal?: AbortSignal
}

export type CallInput<Id extends keyof Calls> = InputOf<Calls[Id]>
export type RegistryInput<Id extends keyof RegistryCalls> = InputOf<RegistryCalls[Id]>

/**
 * A call of one of Leat's REST APIs, by its operationId. The session is in a cookie that scripts cannot read; the header says that this page sent the
 * request, which no other page can do without being asked first.
 *
 * @throws ApiProblem
 */
export async function call<Id extends keyof Calls>(id: Id, input: CallInput<Id> = {}): Promise<Answer<Id>> {
  return (await bodyOf(await send(id, input))) as Answer<Id>
}

/** A call of a Schema Registry, `lsrc-…`: it is reached on this page's own origin. @throws ApiProblem */
export async function callRegistry<Id extends keyof RegistryCalls>(
  registry: string,
  id: Id,
  input: RegistryInput<Id> = {},
): Promise<RegistryAnswer<Id>> {
  return (await bodyOf(await sendTo(REGISTRY_ROUTES[id].replace(' /', ` /schema-registry/${registry}/`), input))) as RegistryAnswer<Id>
}

/** The same, with the answer's body as it comes. @throws ApiProblem */
export async function send<Id extends keyof Calls>(id: Id, input: CallInput<Id>): Promise<Response> {
  return await sendTo(ROUTES[id], input)
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text()
  return text === '' ? null : JSON.parse(text)
}

async function sendTo(route: string, { params, query, body, signal }: InputOf<Shape>): Promise<Response> {
  const [method, path] = route.split(' ') as [string, string]
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent((params as Readonly<Record<string, string>>)[name] ?? ''))
  const given = Object.entries((query ?? {}) as Readonly<Record<string, unknown>>).filter(([, value]) => value !== undefined)
  const search =
    given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)])).toString()}`
  return await request(method, url + search, body ?? null, signal)
}

async function request(method: string, url: string, body: unknown, signal: AbortSignal | undefined): Promise<Response> {
  const headers: Record<string, string> = { 'x-leat-console': '1' }
  if (body !== null) headers['content-type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      body: body === null ? null : JSON.stringify(body),
      signal: signal ?? null,
    })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    throw new ApiProblem(0, 'Leat does not answer. Is it running? Start it with ./leat up')
  }
  if (response.ok) return response
  const text = await response.text()
  let parsed: unknown = null
  try {
    parsed = JSON.parse(text)
  } catch {
    // Not one of Leat's answers: the status is all there is to say.
  }
  throw new ApiProblem(response.status, problemText(parsed, response.status))
}
