import type { Caller } from '@leat/access'
import { type Clock, fail, ok, type Result } from '@leat/base'
import type { Control } from '@leat/control'
import type { Admission, RegistryAccess } from '@leat/registry'
import { type HttpRequest, type Problem, rateLimited } from '@leat/rest'
import { isLoopback } from '../platform/listeners.ts'
import { recordCall } from './audit.ts'
import { CLOUD_RATES, type Rates, rateLimiter } from './rates.ts'

/** Schemas that a registry may hold, all versions, soft-deleted ones too. Of the package Essentials the first 100 are free, which nobody bills here. */
const SCHEMAS_MAX = 20_000

export interface CloudAccessOptions {
  readonly control: Control
  readonly clock: Clock
  /** Who comes over loopback without credentials is the operator. */
  readonly trusting: boolean
  readonly rates?: Rates
}

/**
 * Who may what in the registry of which environment. A Schema Registry key is for its own registry; whoever comes with a cloud key or a token names one in
 * `target-sr-cluster`. Roles on subjects decide, through the control plane's authorizer, which goes on while its API is stopped.
 */
export function cloudAccess({ control, clock, trusting, rates = CLOUD_RATES }: CloudAccessOptions): RegistryAccess {
  const { seed, context } = control
  const limiter = rateLimiter(rates, clock)
  /** Nothing in a request can make it. */
  const operator: Caller = {
    organization: seed.organization.id,
    id: 'admin',
    kind: 'user',
    principal: 'User:admin',
    via: { kind: 'session' },
  }
  return {
    async authenticate(request, endpoint) {
      const isOperator = trusting && request.headers.authorization === undefined && isLoopback(plainAddress(request))
      return isOperator ? ok(operator) : authenticated(await control.authenticate(request, endpoint))
    },

    // The operator's own is no tenant's business, as on the PLAINTEXT listener.
    record: (call) => (call.caller === operator ? undefined : recordCall(control, call)),

    admit(caller, request, writes): Result<Admission, Problem> {
      const registry = registryFor(control, caller, request.headers['target-sr-cluster'], caller === operator)
      if (registry === null) return fail(UNAUTHORIZED)
      const { id, organization, environment } = registry
      if (caller !== operator) {
        const waitSeconds = limiter.take(id, writes ? 'write' : 'read')
        if (waitSeconds > 0) return fail(rateLimited(writes ? rates.writesPerSecond : rates.readsPerSecond, waitSeconds))
      }
      return ok({
        tenant: id,
        schemasMax: SCHEMAS_MAX,
        writesPerSecondMax: rates.writesPerSecond,
        may: (operation, name) =>
          caller === operator ||
          context.may(caller, {
            operation,
            on: 'Subject',
            scope: { organization, environment, registry: id, resource: { type: 'subject', name } },
          }),
      })
    },
  }
}

/** As the cloud words it. */
const UNAUTHORIZED: Problem = { status: 401, errorCode: 401, detail: 'Unauthorized' }

function authenticated<T>(result: Result<T, Problem>): Result<T, Problem> {
  return result.ok ? result : fail({ ...result.error, ...UNAUTHORIZED })
}

type Registry = { readonly id: string; readonly organization: string; readonly environment: string }

/** Null: none that is there for the caller. One that it may not see, and one that is not there, are the same. */
function registryFor({ context, seed }: Control, caller: Caller, target: string | undefined, isOperator: boolean): Registry | null {
  const { state } = context.store
  const owned = [...state['registry-cluster'].values()].filter((one) => one.organization === caller.organization)
  if (isOperator) {
    return (
      (target === undefined ? owned.find((one) => one.environment === seed.environment.id) : owned.find(({ id }) => id === target)) ?? null
    )
  }
  const { via } = caller
  if (via.kind === 'api-key' && via.resource.kind === 'schema-registry') {
    const { id } = via.resource
    return target === undefined || target === id ? (owned.find((one) => one.id === id) ?? null) : null
  }
  const seen = owned.filter(({ organization, environment, id }) =>
    context.may(caller, { operation: 'Describe', on: 'SchemaRegistry', scope: { organization, environment, registry: id } }),
  )
  if (target !== undefined) return seen.find(({ id }) => id === target) ?? null
  // Who sees but one means that.
  return seen.length === 1 ? seen[0]! : null
}

/** IPv4 as IPv6 writes it. */
function plainAddress({ remoteAddress }: HttpRequest): string {
  return remoteAddress.replace(/^::ffff:/, '')
}
