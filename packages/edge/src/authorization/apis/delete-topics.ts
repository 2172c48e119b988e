import { CLUSTER_RESOURCE } from '@leat/access'
import { type Call, decode, ErrorCode, ZERO_UUID } from '@leat/wire'
import { DeleteTopics } from '@leat/wire/messages/20-delete-topics'
import { merged, type Message } from '../elements.ts'
import { withBody, withMessage } from '../rewrite.ts'
import { REFUSAL_TEXT } from '../refusal-text.ts'
import type { ApiRule, Step } from '../rule.ts'
import { answer } from '../whole.ts'

const STRUCTS_SINCE = 6

/**
 * DeleteTopics (20): delete on the cluster, or on each topic. Who may describe but not delete is told truly when there is no such topic; who may not describe learns nothing,
 * and of a topic asked for by id not even its name.
 */
export const deleteTopics: ApiRule = {
  api: DeleteTopics,
  asks: 'delete on the cluster, or on each topic',
  handle(step, call) {
    const request = decode(call, DeleteTopics)
    if (step.asking.mayAlso(call, 'delete', 'cluster', CLUSTER_RESOURCE)) return step.backend.dispatch(call)
    const structs = call.version >= STRUCTS_SINCE
    const asked = structs ? request.topics : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }))
    const refused = asked.flatMap((topic, at) => {
      const refusal = refusalOf(step, call, topic.name, topic.topicId)
      return refusal === null ? [] : [{ at, answer: refusal }]
    })
    if (refused.length === 0) return step.backend.dispatch(call)
    if (refused.length === asked.length) return answer({ responses: refused.map((one) => one.answer) })
    const out = new Set(refused.map(({ at }) => at))
    const rest = asked.filter((_, at) => !out.has(at))
    const body = structs ? { ...request, topics: rest } : { ...request, topicNames: rest.map(({ name }) => name!) }
    return withMessage(call, DeleteTopics, step.backend.dispatch(withBody(call, DeleteTopics, body)), (message) => ({
      ...message,
      responses: merged(message.responses ?? [], refused) as typeof message.responses,
    }))
  },
}

function refusalOf({ asking, topics }: Step, call: Call, name: string | null, topicId: string): Message | null {
  const byId = name === null
  const topic = byId ? topics.nameOf(topicId) : name
  if (topic === null || asking.may(call, 'delete', 'topic', topic)) return null
  const describes = asking.might(call.session, 'describe', 'topic', topic)
  const told = byId ? { name: describes ? topic : null, topicId } : { name, topicId: ZERO_UUID }
  if (!byId && describes && topics.partitionsOf(topic) === null) {
    return { ...told, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, errorMessage: 'This server does not host this topic-partition.' }
  }
  return { ...told, errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED, errorMessage: REFUSAL_TEXT[ErrorCode.TOPIC_AUTHORIZATION_FAILED] }
}
