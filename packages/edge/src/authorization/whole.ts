import type { Operation } from '@leat/access'
import { CLUSTER_RESOURCE } from '@leat/access'
import { assert } from '@leat/base'
import { type Api, type Call, decode, ErrorCode, type Reply } from '@leat/wire'
import { REFUSAL_CODE } from './each.ts'
import type { Message } from './elements.ts'
import { type ApiRule, RESOURCE_OF, type ResourceEntity, type Step } from './rule.ts'

interface Needed {
  readonly entity: ResourceEntity | 'cluster'
  readonly operation: Operation
}

/** An API that needs every one of these rights, or is refused as a whole with the code of the first that is missing. `fill` as for refused elements, by version. */
export function whole(api: Api, needed: readonly Needed[], fill: (version: number) => Message = () => NOTHING): ApiRule {
  const rights = needed.map(({ entity, operation }) => ({ entity, operation, field: entity === 'cluster' ? null : fieldOf(api, entity) }))
  return {
    api,
    asks: needed.map(({ entity, operation }) => `${operation} on the ${entity === 'cluster' ? entity : RESOURCE_OF[entity]}`).join(', '),
    handle(step, call) {
      for (const { entity, operation, field } of rights) {
        const refused =
          field === null ? clusterRefusal(step, call, operation) : refusal(step, call, entity as ResourceEntity, operation, field)
        if (refused !== null) return answer({ ...fill(call.version), errorCode: refused })
      }
      return step.backend.dispatch(call)
    },
  }
}

const NOTHING: Message = {}

/** Null: allowed. */
export function clusterRefusal(step: Step, call: Call, operation: Operation): number | null {
  return step.asking.may(call, operation, 'cluster', CLUSTER_RESOURCE) ? null : ErrorCode.CLUSTER_AUTHORIZATION_FAILED
}

function refusal({ asking }: Step, call: Call, entity: ResourceEntity, operation: Operation, field: string): number | null {
  const name = (decode(call, call.api) as Message)[field] as string
  return asking.may(call, operation, RESOURCE_OF[entity], name) ? null : REFUSAL_CODE[entity]
}

function fieldOf(api: Api, entity: ResourceEntity): string {
  const field = api.request.fields.find((one) => one.type === 'string' && one.entityType === entity)
  assert(field !== undefined, `${api.name} names a ${RESOURCE_OF[entity]}`)
  return field.name
}

/** A message that the step answers itself. */
export function answer(message: unknown): Promise<Reply> {
  return Promise.resolve({ kind: 'message', message })
}
