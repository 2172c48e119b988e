import { ErrorCode, decode } from '@leat/wire'
import { AlterConfigs } from '@leat/wire/messages/33-alter-configs'
import { decideAlterConfigs } from '../cluster/alter-configs.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * AlterConfigs (33)
 *
 * Behaviour: replaces all settings of a resource; what is not named goes back to its default. Old, and dangerous with two writers: new clients use 44.
 *
 * Versions: v2 flexible; nothing else changed.
 */
export function alterConfigs(engine: EngineContext): Handler {
  return {
    api: AlterConfigs,
    min: 0,
    max: 2,
    handle: async (call) => {
      const { resources, validateOnly } = decode(call, AlterConfigs)
      const input = {
        resources: resources.map(({ resourceType, resourceName, configs }) => ({
          type: resourceType,
          name: resourceName,
          wish: { kind: 'replace' as const, configs },
        })),
        validateOnly,
        nodes: engine.nodes,
        statics: engine.statics,
      }
      const decided = await engine.cluster.change((state) => decideAlterConfigs(state, input))
      const responses = resources.map(({ resourceType, resourceName }, i) => {
        const refusal = decided.ok ? decided.value[i]! : { code: ErrorCode.KAFKA_STORAGE_ERROR, message: decided.error.reason }
        return { resourceType, resourceName, errorCode: refusal?.code ?? ErrorCode.NONE, errorMessage: refusal?.message ?? null }
      })
      return respond(AlterConfigs, { responses })
    },
  }
}
