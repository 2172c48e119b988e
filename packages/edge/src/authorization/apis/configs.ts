import { CLUSTER_RESOURCE, type Operation, type ResourceType } from '@leat/access'
import { type Api, type Call, decode, ErrorCode } from '@leat/wire'
import { DescribeConfigs } from '@leat/wire/messages/32-describe-configs'
import { AlterConfigs } from '@leat/wire/messages/33-alter-configs'
import { IncrementalAlterConfigs } from '@leat/wire/messages/44-incremental-alter-configs'
import { merged, type Message } from '../elements.ts'
import { REFUSAL_TEXT, type RefusalCode } from '../refusal-text.ts'
import { withBody, withMessage } from '../rewrite.ts'
import type { ApiRule, Step } from '../rule.ts'
import { answer } from '../whole.ts'

/** Kinds of config resources on the wire. What is not a topic or a group is the cluster's. */
const TOPIC = 2
const BROKER = 4
const BROKER_LOGGER = 8
const CLIENT_METRICS = 16
const GROUP = 32

export const describeConfigs = configsRule(DescribeConfigs, 'describe-configs', 'results')
export const alterConfigs = configsRule(AlterConfigs, 'alter-configs', 'responses')
export const incrementalAlterConfigs = configsRule(IncrementalAlterConfigs, 'alter-configs', 'responses')

interface ConfigResource {
  readonly resourceType: number
  readonly resourceName: string
}

/** The operation on each topic or group; for configs of brokers and of client metrics on the cluster. */
function configsRule(api: Api, operation: Operation, answers: 'results' | 'responses'): ApiRule {
  return {
    api,
    asks: `${operation} on each topic or group; for configs of brokers on the cluster`,
    handle(step, call) {
      const request = decode(call, api) as { readonly resources: readonly ConfigResource[] }
      const refused = request.resources.flatMap(({ resourceType, resourceName }, at) => {
        const errorCode = refusal(step, call, operation, resourceType, resourceName)
        return errorCode === null ? [] : [{ at, answer: { errorCode, errorMessage: REFUSAL_TEXT[errorCode], resourceType, resourceName } }]
      })
      if (refused.length === 0) return step.backend.dispatch(call)
      if (refused.length === request.resources.length) return answer({ [answers]: refused.map((one) => one.answer) })
      const out = new Set(refused.map(({ at }) => at))
      const rest = withBody(call, api, { ...request, resources: request.resources.filter((_, at) => !out.has(at)) })
      return withMessage(call, api, step.backend.dispatch(rest), (message) => {
        const answered = message as Message
        return { ...answered, [answers]: merged(answered[answers] as readonly unknown[], refused) }
      })
    },
  }
}

function refusal({ asking }: Step, call: Call, operation: Operation, type: number, name: string): RefusalCode | null {
  const may = (resourceType: ResourceType, resource: string, code: RefusalCode): RefusalCode | null =>
    asking.may(call, operation, resourceType, resource) ? null : code
  switch (type) {
    case TOPIC:
      return may('topic', name, ErrorCode.TOPIC_AUTHORIZATION_FAILED)
    case GROUP:
      return may('group', name, ErrorCode.GROUP_AUTHORIZATION_FAILED)
    case BROKER:
    case BROKER_LOGGER:
    case CLIENT_METRICS:
      return may('cluster', CLUSTER_RESOURCE, ErrorCode.CLUSTER_AUTHORIZATION_FAILED)
    default:
      // No such kind: the backend's to answer.
      return null
  }
}
