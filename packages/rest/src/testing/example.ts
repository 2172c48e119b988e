import type { Caller } from '@leat/access'
import { fail, memoryMeter, ok } from '@leat/base'
import { virtualClock } from '@leat/base/sim'
import * as v from 'valibot'
import { type Authenticate, endpoint, operation, type Operation } from '../endpoint.ts'
import { unauthenticated } from '../problems.ts'
import { service, type ServiceOptions } from '../service.ts'

const alice: Caller = {
  organization: 'org',
  id: 'u-alice1',
  kind: 'user',
  principal: 'User:u-alice1',
  via: { kind: 'session' },
}

/** `Bearer alice` is Alice; anything else is a wrong credential. */
export const authenticate: Authenticate = async ({ headers }) => {
  if (headers['authorization'] === undefined) return ok(null)
  return headers['authorization'] === 'Bearer alice' ? ok(alice) : fail(unauthenticated('The API Key is invalid'))
}

export const signedIn = { authorization: 'Bearer alice' }

/** Endpoint that answers what it was given. */
const getThing = endpoint({
  id: 'getThing',
  api: 'things/v1',
  errors: 'control',
  method: 'GET',
  path: '/things/v1/things/{id}',
  summary: 'Read a thing',
  access: { kind: 'caller' },
  query: { environment: v.optional(v.string()) },
  returns: { status: 200, schema: null },
})

export const echo: Operation = operation(getThing, async ({ params, query, caller }) =>
  ok({ body: { id: params.id, query, caller: caller.id } }),
)

/** A service over these operations with its meter, clock and log at hand. */
export function serve(operations: readonly Operation[], options: Partial<ServiceOptions> = {}) {
  const clock = virtualClock()
  const meter = memoryMeter()
  const events: { readonly name: string; readonly fields: unknown }[] = []
  const logger = { event: (_level: string, name: string, fields?: unknown) => void events.push({ name, fields }) }
  return { clock, meter, events, handler: service({ operations, authenticate, clock, meter, logger, ...options }) }
}
