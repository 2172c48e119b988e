import type { Caller } from '@leat/access'
import { fail, ok, type Result } from '@leat/base'
import { notFound, operation, type Operation, type Problem } from '@leat/rest'
import type { ControlContext } from '../../context.ts'
import { crn } from '../../crn.ts'
import type { ApiKey } from '../../entities.ts'
import { newApiKeyId, newApiKeySecret } from '../../ids.ts'
import { type ControlState, put, remove } from '../../state.ts'
import { accept, type Decided, refuse } from '../decision.ts'
import { enveloped, listing, selfOf } from '../envelope.ts'
import { actorOf } from '../principals.ts'
import { forbidden, invalid } from '../problems.ts'
import { recordListing, recordOutcome } from '../record.ts'
import { createApiKey, deleteApiKey, getApiKey, listApiKeys, updateApiKey } from './api.ts'
import { keyQuotaRefusal } from './quota.ts'
import { readResource, renderResource } from './resource.ts'
import { creationRefusal, mayOnKey, OWNER_INVALID } from './rights.ts'
import { hashSecret } from './secret.ts'

export function apiKeyOperations(context: ControlContext): Operation[] {
  const { store, random, clock } = context
  const now = (): string => new Date(clock.now()).toISOString()

  return [
    operation(listApiKeys, async ({ caller, query, request }) => {
      const { 'spec.owner': owner, 'spec.resource': resource } = query
      const keys = [...store.state['api-key'].values()].filter(
        (key) =>
          key.organization === caller.organization &&
          (owner === undefined || owner === key.owner) &&
          (resource === undefined || resource === resourceIdOf(key)) &&
          mayOnKey(context, caller, key, 'Describe'),
      )
      await store.settled()
      recordListing(context, { caller, request }, 'GetAPIKeys')
      return listing({ request, query }, 'ApiKeyList', keys, (key) => renderKey(context, key))
    }),

    operation(createApiKey, async ({ caller, body, request }) => {
      const { spec } = body
      const secret = newApiKeySecret(random)
      const hashed = hashSecret(secret, random)
      const createdAt = now()
      const created = await store.decide((state): Decided<ApiKey> => {
        const { organization } = caller
        const owner = actorOf(state, organization, spec.owner.id)
        if (owner === null) return refuse(invalid('/spec/owner/id', OWNER_INVALID))
        const resource = readResource(state, organization, spec.resource)
        if (!resource.ok) return refuse(resource)
        const refusal = creationRefusal(context, caller, owner, resource.value) ?? keyQuotaRefusal(state, resource.value, owner)
        if (refusal !== null) return refuse(refusal)
        const key: ApiKey = {
          id: newApiKeyId(random, state['api-key']),
          organization,
          owner: owner.entity.id,
          resource: resource.value,
          name: spec.display_name,
          description: spec.description,
          ...hashed,
          createdAt,
          updatedAt: createdAt,
        }
        return accept(key, put('api-key', key))
      })
      const data = { owner: spec.owner.id, resource: spec.resource?.id ?? 'cloud' }
      const resource = created.ok ? crnOf(caller, created.value.id) : null
      recordOutcome(context, { caller, request }, { method: 'CreateAPIKey', resource, data }, created)
      if (!created.ok) return created
      await context.factsDelivered()
      const location = selfOf(context.platform.restEndpoint, 'api-key', created.value.id)
      return ok({ body: renderKey(context, created.value, secret), headers: { location } })
    }),

    operation(getApiKey, async ({ caller, params, request }) => {
      const found = visibleKey(context, caller, params.id)
      await store.settled()
      recordOutcome(context, { caller, request }, { method: 'GetAPIKey', resource: crnOf(caller, params.id), modifies: false }, found)
      return found.ok ? ok({ body: renderKey(context, found.value) }) : found
    }),

    operation(updateApiKey, async ({ caller, params, body, request }) => {
      const updatedAt = now()
      const updated = await store.decide((): Decided<ApiKey> => {
        const found = changeableKey(context, caller, params.id, 'Alter')
        if (!found.ok) return refuse(found)
        const { display_name: name = found.value.name, description = found.value.description } = body.spec
        const key: ApiKey = { ...found.value, name, description, updatedAt }
        return accept(key, put('api-key', key))
      })
      recordOutcome(context, { caller, request }, { method: 'UpdateAPIKey', resource: crnOf(caller, params.id) }, updated)
      return updated.ok ? ok({ body: renderKey(context, updated.value) }) : updated
    }),

    operation(deleteApiKey, async ({ caller, params, request }) => {
      const deleted = await store.decide((): Decided<ApiKey> => {
        const found = changeableKey(context, caller, params.id, 'Delete')
        return found.ok ? accept(found.value, remove('api-key', found.value.id)) : refuse(found)
      })
      recordOutcome(context, { caller, request }, { method: 'DeleteAPIKey', resource: crnOf(caller, params.id) }, deleted)
      if (!deleted.ok) return deleted
      await context.factsDelivered()
      return ok({})
    }),
  ]
}

function renderKey(context: ControlContext, key: ApiKey, secret?: string): object {
  const { platform, store } = context
  return {
    ...enveloped(context, 'ApiKey', 'api-key', key),
    spec: {
      ...(secret === undefined ? {} : { secret }),
      display_name: key.name,
      description: key.description,
      owner: renderOwner(store.state, platform.restEndpoint, key),
      resource: renderResource(platform, key),
    },
  }
}

function renderOwner(state: ControlState, restEndpoint: string, { owner, organization }: ApiKey): object {
  const noun = state.user.has(owner) ? 'user' : 'service-account'
  const resourceName = crn([
    ['organization', organization],
    [noun, owner],
  ])
  const kind = noun === 'user' ? 'User' : 'ServiceAccount'
  return { id: owner, related: selfOf(restEndpoint, noun, owner), resource_name: resourceName, api_version: 'iam/v2', kind }
}

function resourceIdOf({ resource }: ApiKey): string {
  return 'id' in resource ? resource.id : resource.kind
}

function visibleKey(context: ControlContext, caller: Caller, id: string): Result<ApiKey, Problem> {
  const key = context.store.state['api-key'].get(id)
  const isVisible = key?.organization === caller.organization && mayOnKey(context, caller, key, 'Describe')
  return isVisible ? ok(key) : fail(notFound(`Unknown API key '${id}': resource not found`))
}

function changeableKey(context: ControlContext, caller: Caller, id: string, change: 'Alter' | 'Delete'): Result<ApiKey, Problem> {
  const found = visibleKey(context, caller, id)
  if (!found.ok || mayOnKey(context, caller, found.value, change)) return found
  return forbidden(caller, { operation: change, on: 'ApiKey' })
}

function crnOf({ organization }: Caller, id: string): string {
  return crn([
    ['organization', organization],
    ['api-key', id],
  ])
}
