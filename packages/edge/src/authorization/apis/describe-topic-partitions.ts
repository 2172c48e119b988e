import { type Call, decode, type Encodable, ErrorCode, type Reply, ZERO_UUID } from '@leat/wire'
import {
  DescribeTopicPartitions,
  type DescribeTopicPartitionsRequest,
  type DescribeTopicPartitionsResponse,
} from '@leat/wire/messages/75-describe-topic-partitions'
import { topicOperations } from '../authorized-operations.ts'
import { withBody, withMessage } from '../rewrite.ts'
import type { ApiRule, Step } from '../rule.ts'
import { answer } from '../whole.ts'

type Message = Encodable<DescribeTopicPartitionsResponse>

/**
 * DescribeTopicPartitions (75): describe on each topic. All topics are asked for by the names one may describe: a page's cursor names the next topic, and must
 * not name one that is hidden.
 */
export const describeTopicPartitions: ApiRule = {
  api: DescribeTopicPartitions,
  asks: 'describe on each topic',
  handle(step, call) {
    const request = decode(call, DescribeTopicPartitions)
    return request.topics.length === 0 ? ofAll(step, call, request) : ofNamed(step, call, request)
  },
}

function ofNamed(step: Step, call: Call, request: DescribeTopicPartitionsRequest): Promise<Reply> {
  const { asking } = step
  const refused = new Set<string>()
  for (const { name } of request.topics) if (!asking.may(call, 'describe', 'topic', name)) refused.add(name)
  // At the end and in order of their names, as Kafka tells them, on each page.
  const entries = [...refused].sort().map((name) => ({
    errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED,
    name,
    topicId: ZERO_UUID,
    isInternal: false,
    partitions: [],
  }))
  const allowed = request.topics.filter(({ name }) => !refused.has(name))
  const withRefused = (message: Message): Message => ({ ...message, topics: [...(message.topics ?? []), ...entries] })
  if (allowed.length === 0) return answer(narrowed(step, call, withRefused({})))
  const asked = refused.size === 0 ? call : withBody(call, DescribeTopicPartitions, { ...request, topics: allowed })
  return withMessage(call, DescribeTopicPartitions, step.backend.dispatch(asked), (message) => narrowed(step, call, withRefused(message)))
}

function ofAll(step: Step, call: Call, request: DescribeTopicPartitionsRequest): Promise<Reply> {
  const from = request.cursor?.topicName ?? ''
  const names = [...step.topics.names()].filter((name) => name >= from && step.asking.might(call.session, 'describe', 'topic', name)).sort()
  if (names.length === 0) return answer({ topics: [], nextCursor: null })
  // The topic of the cursor may be gone, or hidden by now: the page begins with the next one.
  const cursor = request.cursor === null || names[0] === from ? request.cursor : null
  const body = { ...request, topics: names.map((name) => ({ name })), cursor }
  const replied = step.backend.dispatch(withBody(call, DescribeTopicPartitions, body))
  return withMessage(call, DescribeTopicPartitions, replied, (message) => narrowed(step, call, message))
}

function narrowed({ asking }: Step, { session }: Call, message: Message): Message {
  const topics = (message.topics ?? []).map((topic) =>
    topic.errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED
      ? topic
      : {
          ...topic,
          topicAuthorizedOperations: topicOperations(asking, session, topic.name ?? ''),
        },
  )
  return { ...message, topics }
}
