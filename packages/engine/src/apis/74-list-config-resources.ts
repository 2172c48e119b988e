import { ErrorCode, decode } from '@leat/wire'
import { ListConfigResources } from '@leat/wire/messages/74-list-config-resources'
import { RESOURCE_TYPE } from '../configs/resource.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * ListConfigResources (74, KIP-1142)
 *
 * Behaviour: what has settings: topics and brokers. Client metrics, groups and loggers have none here.
 *
 * Versions: v0 client metrics only · v1 by type; no types mean all.
 */
export function listConfigResources(engine: EngineContext): Handler {
  return {
    api: ListConfigResources,
    min: 0,
    max: 1,
    handle: (call) => {
      const { resourceTypes } = decode(call, ListConfigResources)
      if (call.version === 0) return respond(ListConfigResources, { errorCode: ErrorCode.NONE, configResources: [] })
      if (resourceTypes.some((type) => !KNOWN.has(type)))
        return respond(ListConfigResources, { errorCode: ErrorCode.UNSUPPORTED_VERSION, configResources: [] })
      const wants = (type: number): boolean => resourceTypes.length === 0 || resourceTypes.includes(type)
      const named = (resourceType: number, names: Iterable<string>) =>
        wants(resourceType) ? [...names].map((resourceName) => ({ resourceName, resourceType })) : []
      return respond(ListConfigResources, {
        errorCode: ErrorCode.NONE,
        configResources: [
          ...named(RESOURCE_TYPE.BROKER, engine.nodes.map(String)),
          ...named(RESOURCE_TYPE.TOPIC, engine.cluster.state.topics.keys()),
        ],
      })
    },
  }
}

const KNOWN = new Set<number>(Object.values(RESOURCE_TYPE))
