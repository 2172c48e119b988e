import { CLUSTER_RESOURCE, type ConfigRules, type Operation, type ResourceType, settingRefusal, type WantedSetting } from '@leat/access'
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

interface Refused {
  readonly at: number
  readonly answer: Message
}

interface ConfigResource {
  readonly resourceType: number
  readonly resourceName: string
  /** Of a request that changes them. */
  readonly configs?: readonly (WantedSetting & { readonly configOperation?: number })[]
}

/** The operation on each topic or group; for configs of brokers and of client metrics on the cluster. */
function configsRule(api: Api, operation: Operation, answers: 'results' | 'responses'): ApiRule {
  return {
    api,
    asks: `${operation} on each topic or group; for configs of brokers on the cluster`,
    handle(step, call) {
      const request = decode(call, api) as { readonly resources: readonly ConfigResource[] }
      const rules = operation === 'alter-configs' ? step.configRules() : null
      const refused = request.resources.flatMap((resource, at): readonly Refused[] => {
        const { resourceType, resourceName } = resource
        const errorCode = refusal(step, call, operation, resourceType, resourceName)
        if (errorCode !== null) return [{ at, answer: { errorCode, errorMessage: REFUSAL_TEXT[errorCode], resourceType, resourceName } }]
        const unfit = rules === null ? null : unfitness(rules, resource)
        if (unfit === null) return []
        return [{ at, answer: { errorCode: ErrorCode.POLICY_VIOLATION, errorMessage: unfit, resourceType, resourceName } }]
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

const TYPE_NAMES: Readonly<Record<number, string>> = {
  [BROKER]: 'BROKER',
  [BROKER_LOGGER]: 'BROKER_LOGGER',
  [CLIENT_METRICS]: 'CLIENT_METRICS',
  [GROUP]: 'GROUP',
}
/** Of IncrementalAlterConfigs: whatever the setting, it may go back to what the cluster gives. */
const DELETE = 1
const ALL_BROKERS_ONLY =
  '`ConfigResource.name` must be empty when updating broker configs in order to update the configuration of all brokers consistently.'

/** Why the rules of the cluster's type do not let these settings be changed, in the cloud's words. */
function unfitness({ topic, cluster }: ConfigRules, { resourceType, resourceName, configs = [] }: ConfigResource): string | null {
  const wanted = configs.filter(({ configOperation }) => configOperation !== DELETE)
  if (resourceType === TOPIC) return settingRefusal(topic, wanted)
  const type = TYPE_NAMES[resourceType]
  if (type === undefined) return null
  if (type !== 'BROKER' || cluster === null) return `Altering resources of type ${type} is not permitted`
  return resourceName === '' ? settingRefusal(cluster, wanted) : ALL_BROKERS_ONLY
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
