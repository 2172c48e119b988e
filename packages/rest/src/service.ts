import { type Clock, fail, type Logger, type Meter, ok, type Result } from '@leat/base'
import { problemAnswer, successAnswer, withoutBody } from './answers.ts'
import { withinDeadline } from './deadline.ts'
import type { Authenticate, Endpoint, Input, Operation, Success } from './endpoint.ts'
import type { HttpAnswer, HttpHandler, HttpRequest } from './http.ts'
import { bounded, contentTypeProblem, readJson } from './json-body.ts'
import { defaultServiceLimits, type ServiceLimits } from './limits.ts'
import { answerType, JSON_MEDIA, type Media } from './media.ts'
import type { ErrorForm, Problem } from './problem.ts'
import { badRequest, notFound, unauthenticated } from './problems.ts'
import { RequestFault } from './request-fault.ts'
import { type AbsentApi, type PathForm, type Routing, routesOf } from './routes.ts'
import { validateBody, validateQuery } from './validate.ts'

export interface ServiceOptions {
  readonly operations: readonly Operation[]
  readonly authenticate: Authenticate
  readonly clock: Clock
  readonly logger: Logger
  readonly meter: Meter
  /** How unknown paths below a prefix word their 404; the control plane's form where none fits. */
  readonly forms?: readonly PathForm[]
  /** APIs of the cloud that are not served here: a 404 that says so. */
  readonly absent?: readonly AbsentApi[]
  readonly limits?: Partial<ServiceLimits>
  /** Where given, `Accept` is heeded (406), bodies may be of these types alone (415), and so are the answers, errors too. Else all is `application/json`. */
  readonly media?: Media
}

interface Context extends ServiceOptions {
  readonly limits: ServiceLimits
}

const DEFAULT_TYPE = 'application/json'

/** The type of the answer; null: the client takes none that there is. */
function typeFor({ media }: ServiceOptions, request: HttpRequest): string | null {
  return media === undefined ? DEFAULT_TYPE : answerType(media, request)
}

/** Operations as one handler, with or without a socket the same. It never rejects: faults are logged and answered 500. */
export function service(options: ServiceOptions): HttpHandler {
  const limits = { ...defaultServiceLimits, ...options.limits }
  const context: Context = { ...options, limits }
  const { operations, forms = [], absent = [], clock, meter, media } = options
  const route = routesOf({ operations, forms, absent, pathSegmentsMax: limits.pathSegmentsMax })

  return async (request) => {
    const startedMs = clock.monotonic()
    const routing = route(request.method, request.path)
    const type = typeFor(context, request)
    const known = type ?? media?.answers[0]?.type ?? DEFAULT_TYPE
    const answer = routing.kind === 'found' ? await run(context, routing, request, type) : refusal(routing, request, known)
    const label = routing.kind === 'found' ? routing.operation.endpoint.api : 'unrouted'
    meter.add('rest_requests', 1, `${label} ${answer.status}`)
    meter.add('rest_request_ms', clock.monotonic() - startedMs, label)
    return request.method === 'HEAD' ? withoutBody(answer) : answer
  }
}

function refusal(routing: Exclude<Routing, { kind: 'found' }>, request: HttpRequest, type: string): HttpAnswer {
  switch (routing.kind) {
    case 'wrong-method': {
      const allow = routing.allow.join(', ')
      if (request.method === 'OPTIONS') return successAnswer({ headers: { allow } }, 204, request)
      return problemAnswer(
        { status: 405, detail: `Method not allowed. Allowed: ${allow}`, headers: { allow } },
        routing.form,
        request.id,
        type,
      )
    }
    case 'bad-encoding':
      return problemAnswer(badRequest('The path is not valid percent-encoding of UTF-8'), routing.form, request.id, type)
    case 'absent':
      return problemAnswer(notFound(routing.api.detail), routing.api.form, request.id, type)
    case 'unknown':
      return problemAnswer(notFound(NUMBERED.has(routing.form) ? 'HTTP 404 Not Found' : undefined), routing.form, request.id, type)
  }
}

/** APIs that word their errors with a number. */
const NUMBERED: ReadonlySet<ErrorForm> = new Set(['kafka', 'registry'])

async function run(
  context: Context,
  routing: Extract<Routing, { kind: 'found' }>,
  request: HttpRequest,
  accepted: string | null,
): Promise<HttpAnswer> {
  const { endpoint } = routing.operation
  const type = accepted ?? context.media?.answers[0]?.type ?? DEFAULT_TYPE
  try {
    const outcome = await perform(context, routing, request, accepted)
    if (!outcome.ok) return problemAnswer(outcome.error, endpoint.errors, request.id, type)
    return successAnswer(outcome.value, endpoint.returns.status, request, type)
  } catch (error) {
    return problemAnswer(problemOf(context, endpoint, request, error), endpoint.errors, request.id, type)
  }
}

async function perform(
  context: Context,
  { operation, params }: Extract<Routing, { kind: 'found' }>,
  request: HttpRequest,
  accepted: string | null,
): Promise<Result<Success, Problem>> {
  const { endpoint, logic } = operation
  const caller = endpoint.access.kind === 'public' ? NO_CALLER : await context.authenticate(request, endpoint)
  if (!caller.ok) return caller
  if (caller.value === null && endpoint.access.kind !== 'public') return fail(unauthenticated())
  if (accepted === null) {
    const types = context.media!.answers.map(({ type }) => type).join(', ')
    return fail({ status: 406, detail: `Answers can be ${types}: the header Accept allows none of them` })
  }

  const query = validateQuery(endpoint.query, request.query)
  if (!query.ok) return query
  const body = endpoint.body === null ? NO_BODY : await bodyOf(context, endpoint, endpoint.body, request)
  if (!body.ok) return body

  // The types were bound to the endpoint by `operation`; here they are what the schemas have just checked.
  const input = { params, query: query.value, body: body.value, caller: caller.value, request } as Input<Endpoint>
  if (endpoint.streams === true) return logic({ ...input, request: withBoundedBody(request, endpoint) }, request.signal)
  return withinDeadline(context.clock, request.signal, context.limits.requestMs, (signal) => logic(input, signal))
}

const NO_CALLER = ok(null)
const NO_BODY = ok(null)

async function bodyOf(
  context: Context,
  endpoint: Endpoint,
  schema: NonNullable<Endpoint['body']>,
  request: HttpRequest,
): Promise<Result<unknown, Problem>> {
  const media = context.media ?? JSON_MEDIA
  if (endpoint.streams === true) {
    const refused = contentTypeProblem(request, media)
    return refused === null ? ok(null) : fail(refused)
  }
  const { bodyBytesMax, bodyMs, jsonDepthMax } = context.limits
  const limits = { bytesMax: endpoint.bodyBytesMax ?? bodyBytesMax, depthMax: jsonDepthMax, timeMs: bodyMs }
  const json = await readJson(request, limits, media, context.clock)
  return json.ok ? validateBody(schema, json.value) : json
}

/** Pieces are bounded by who reads them; their sum only where the endpoint says so. */
function withBoundedBody(request: HttpRequest, endpoint: Endpoint): HttpRequest {
  return endpoint.bodyBytesMax === undefined ? request : { ...request, body: bounded(request, endpoint.bodyBytesMax) }
}

/** Without details: what broke stands in the log, under the request's id. */
function problemOf(context: Context, endpoint: Endpoint, request: HttpRequest, error: unknown): Problem {
  if (error instanceof RequestFault) return error.problem
  // Nobody is left to read the answer, and what the logic threw is how it stopped.
  if (request.signal.aborted) return { status: 503, detail: 'The request was given up' }
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error)
  context.logger.event('error', 'request-failed', { request: request.id, endpoint: endpoint.id, error: cause })
  return { status: 500, detail: INTERNAL[endpoint.errors] }
}

const INTERNAL: Readonly<Record<ErrorForm, string>> = {
  control: 'An unexpected error occurred. The log of the server has it under this id',
  v1: 'Internal Server Error',
  kafka: 'Internal Server Error',
  registry: 'Internal Server Error',
  mds: 'Internal Server Error',
}
