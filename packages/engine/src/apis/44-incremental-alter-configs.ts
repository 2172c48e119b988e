import { ErrorCode, decode } from '@leat/wire'
import { type AlterConfigsResource, IncrementalAlterConfigs } from '@leat/wire/messages/44-incremental-alter-configs'
import { type Wish, decideAlterConfigs } from '../cluster/alter-configs.ts'
import { refuse } from '../cluster/topic-faults.ts'
import { ALTER_OP, type AlterOp, type Alteration } from '../configs/alter.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * IncrementalAlterConfigs (44, KIP-339)
 *
 * Behaviour: sets, deletes (back to the default), appends to and subtracts from lists; each resource all or nothing.
 *
 * Versions: v1 flexible; nothing else changed.
 */
export function incrementalAlterConfigs(engine: EngineContext): Handler {
  return {
    api: IncrementalAlterConfigs,
    min: 0,
    max: 1,
    handle: async (call) => {
      const { resources, validateOnly } = decode(call, IncrementalAlterConfigs)
      const input = {
        resources: resources.map((resource) => ({ type: resource.resourceType, name: resource.resourceName, wish: wishOf(resource) })),
        validateOnly,
        nodes: engine.nodes,
        statics: engine.statics,
      }
      const decided = await engine.cluster.change((state) => decideAlterConfigs(state, input))
      const responses = resources.map(({ resourceType, resourceName }, i) => {
        const refusal = decided.ok ? decided.value[i]! : { code: ErrorCode.KAFKA_STORAGE_ERROR, message: decided.error.reason }
        return { resourceType, resourceName, errorCode: refusal?.code ?? ErrorCode.NONE, errorMessage: refusal?.message ?? null }
      })
      return respond(IncrementalAlterConfigs, { responses })
    },
  }
}

const OP_NAMES = new Map(Object.entries(ALTER_OP).map(([name, id]) => [id as number, name as AlterOp]))

function wishOf({ configs }: AlterConfigsResource): Wish {
  const alterations: Alteration[] = []
  for (const { name, configOperation, value } of configs) {
    const op = OP_NAMES.get(configOperation)
    if (op === undefined)
      return { kind: 'refused', refusal: refuse(ErrorCode.INVALID_REQUEST, `Unknown operation type ${configOperation} for ${name}`) }
    alterations.push({ name, op, value })
  }
  return { kind: 'alter', alterations }
}
