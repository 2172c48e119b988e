import type { Clock, Logger, Meter } from '@leat/base'
import { type AbsentApi, type HttpHandler, type HttpRequest, type Operation, problemAnswer, service } from '@leat/rest'
import { REGISTRY_MEDIA } from '../api/common.ts'
import { SCHEMA_LIMITS } from '../schemas/index.ts'
import type { RegistryParts } from './context.ts'
import { inContext } from './in-context.ts'
import { registryOperations } from './operations.ts'
import { knownRegistration } from './register.ts'

export interface HandlerParts extends RegistryParts {
  readonly clock: Clock
  readonly logger: Logger
  readonly meter: Meter
}

/** What the registries of others have and this one does not: a 404 that says so. */
const ABSENT: readonly AbsentApi[] = [
  { prefix: '/dek-registry', form: 'registry', detail: 'The DEK registry: Leat does not have this API' },
  { prefix: '/exporters', form: 'registry', detail: 'Schema exporters: Leat does not have this API' },
  { prefix: '/catalog', form: 'registry', detail: 'The stream catalog: Leat does not have this API' },
]

/** A schema of the largest size with every second character escaped, and more. */
const BODY_BYTES_MAX = 4 * SCHEMA_LIMITS.textBytesMax

/** Ids that a client gives its request, so that both sides log the same. */
const REQUEST_ID = /^[\w.:/+=-]{1,128}$/

/** The registry's REST API, with or without a socket the same. */
export function registryHandler(parts: HandlerParts): HttpHandler {
  return handlerOf(parts, registryOperations(parts))
}

/**
 * Answers 200 to a registration of what is there already, and refuses everything else: for a node that is not primary. It writes nothing, and a refusal
 * means nothing: the primary is to be asked.
 */
export function knownRegistrations(parts: HandlerParts): HttpHandler {
  return handlerOf(parts, [knownRegistration(parts)])
}

function handlerOf(parts: HandlerParts, operations: readonly Operation[]): HttpHandler {
  const { clock, logger, meter } = parts
  const handle = service({
    operations,
    authenticate: parts.access.authenticate,
    clock,
    logger,
    meter,
    media: REGISTRY_MEDIA,
    forms: [{ prefix: '', form: 'registry' }],
    absent: ABSENT,
    limits: { bodyBytesMax: BODY_BYTES_MAX },
  })
  return async (request) => {
    const known = asEndpointsKnowIt(request)
    return known === null ? problemAnswer(BAD_CONTEXT, 'registry', request.id, REGISTRY_MEDIA.answers[0]!.type) : handle(known)
  }
}

const CONTEXTS = '/contexts/'
const BAD_CONTEXT = { status: 400, detail: 'The name of a context has no colon in it' }

/** The client's own id, its context in path or query, no slash at the end. Null: the path names a context that cannot be. */
function asEndpointsKnowIt(request: HttpRequest): HttpRequest | null {
  const given = request.headers['x-request-id']
  const id = given !== undefined && REQUEST_ID.test(given) ? given : request.id
  const path = request.path.endsWith('/') ? request.path.replace(/\/+$/, '') || '/' : request.path
  if (!path.startsWith(CONTEXTS)) return id === request.id && path === request.path ? request : { ...request, id, path }
  const target = inContext({ path, query: request.query })
  return target === null ? null : { ...request, id, ...target }
}
