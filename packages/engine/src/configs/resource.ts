import { type NodeId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import type { ClusterView, TopicState } from '../cluster/state.ts'
import { type Refusal, refuse } from '../cluster/topic-faults.ts'
import { topicNameFault } from '../topics/topic-name.ts'

/** Kinds of resources that have settings, with Kafka's numbers. */
export const RESOURCE_TYPE = { TOPIC: 2, BROKER: 4, BROKER_LOGGER: 8, CLIENT_METRICS: 16, GROUP: 32 } as const

/** What a request about settings means: a topic, one broker, or (null) all brokers. */
export type ConfigResource =
  | { readonly kind: 'topic'; readonly topic: TopicState }
  | { readonly kind: 'broker'; readonly node: NodeId | null }

export function findResource(state: ClusterView, nodes: readonly NodeId[], type: number, name: string): Result<ConfigResource, Refusal> {
  switch (type) {
    case RESOURCE_TYPE.TOPIC: {
      const topic = state.topics.get(name)
      if (topic !== undefined) return ok({ kind: 'topic', topic })
      const fault = topicNameFault(name)
      return fail(
        fault === null
          ? refuse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `The topic '${name}' does not exist.`)
          : refuse(ErrorCode.INVALID_TOPIC_EXCEPTION, fault),
      )
    }
    case RESOURCE_TYPE.BROKER: {
      if (name === '') return ok({ kind: 'broker', node: null })
      if (!/^\d{1,10}$/.test(name)) return fail(refuse(ErrorCode.INVALID_REQUEST, `Broker id must be an integer, but it is: ${name}`))
      const node = Number(name)
      return nodes.includes(node)
        ? ok({ kind: 'broker', node })
        : fail(refuse(ErrorCode.INVALID_REQUEST, `Unexpected broker id ${node}: no such broker is registered.`))
    }
    case RESOURCE_TYPE.BROKER_LOGGER:
      return fail(refuse(ErrorCode.INVALID_REQUEST, 'Broker loggers do not exist here.'))
    case RESOURCE_TYPE.CLIENT_METRICS:
    case RESOURCE_TYPE.GROUP:
      return fail(refuse(ErrorCode.INVALID_REQUEST, 'Settings of this kind of resource do not exist here.'))
    default:
      return fail(refuse(ErrorCode.INVALID_REQUEST, `Unknown resource type ${type}`))
  }
}
