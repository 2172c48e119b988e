import { type Call, decode, type Encodable, ErrorCode } from '@leat/wire'
import { OffsetFetch, type OffsetFetchRequestGroup, type OffsetFetchResponseGroup } from '@leat/wire/messages/09-offset-fetch'
import { merged } from '../elements.ts'
import { withBody, withMessage } from '../rewrite.ts'
import type { ApiRule, Step } from '../rule.ts'
import { answer } from '../whole.ts'

const TOP_LEVEL_ERROR_SINCE = 2
const MANY_GROUPS_SINCE = 8
const TOPIC_IDS_SINCE = 10

type Group = Encodable<OffsetFetchResponseGroup>
type Topic = NonNullable<Group['topics']>[number]
interface Asked {
  readonly name: string
  readonly topicId: string
  readonly partitionIndexes: readonly number[]
}

/** OffsetFetch (9): describe on each group, and on each topic; all topics mean those one may describe. */
export const offsetFetch: ApiRule = {
  api: OffsetFetch,
  asks: 'describe on each group, and on each topic',
  handle: (step, call) => (call.version < MANY_GROUPS_SINCE ? ofOneGroup(step, call) : ofManyGroups(step, call)),
}

function ofOneGroup(step: Step, call: Call) {
  const request = decode(call, OffsetFetch)
  const { groupId, topics } = request
  if (!step.asking.may(call, 'describe', 'group', groupId)) {
    const errorCode = ErrorCode.GROUP_AUTHORIZATION_FAILED
    if (call.version >= TOP_LEVEL_ERROR_SINCE) return answer({ errorCode, topics: [] })
    return answer({
      topics: (topics ?? []).map(({ name, partitionIndexes }) => refusedTopic({ name, topicId: '', partitionIndexes }, errorCode)),
    })
  }
  if (topics === null) {
    return withMessage(call, OffsetFetch, step.backend.dispatch(call), (message) => ({
      ...message,
      topics: visible(step, call, message.topics ?? []),
    }))
  }
  const refused = refusalsIn(
    step,
    call,
    topics.map((topic) => ({ ...topic, topicId: '' })),
  )
  if (refused.length === 0) return step.backend.dispatch(call)
  const out = new Set(refused.map(({ at }) => at))
  const rest = withBody(call, OffsetFetch, { ...request, topics: topics.filter((_, at) => !out.has(at)) })
  return withMessage(call, OffsetFetch, step.backend.dispatch(rest), (message) =>
    (message.errorCode ?? 0) === ErrorCode.NONE ? { ...message, topics: merged(message.topics ?? [], refused) as never } : message,
  )
}

interface GroupPlan {
  readonly group: OffsetFetchRequestGroup
  /** The whole group is refused. */
  readonly refusal: Group | null
  readonly refused: readonly { readonly at: number; readonly answer: Topic }[]
}

function ofManyGroups(step: Step, call: Call) {
  const request = decode(call, OffsetFetch)
  const plans = request.groups.map((group) => planOf(step, call, group))
  if (plans.every(({ refusal, refused, group }) => refusal === null && refused.length === 0 && group.topics !== null))
    return step.backend.dispatch(call)
  const served = plans.filter(({ refusal }) => refusal === null)
  const refusals = plans.flatMap(({ refusal }, at) => (refusal === null ? [] : [{ at, answer: refusal }]))
  if (served.length === 0) return answer({ groups: refusals.map((one) => one.answer) })
  const body = { ...request, groups: served.map(({ group, refused }) => withoutTopics(group, refused)) }
  return withMessage(call, OffsetFetch, step.backend.dispatch(withBody(call, OffsetFetch, body)), (message) => {
    const groups = (message.groups ?? []).map((group, i) => completed(step, call, served[i], group))
    return { ...message, groups: merged(groups, refusals) as readonly Group[] }
  })
}

function planOf(step: Step, call: Call, group: OffsetFetchRequestGroup): GroupPlan {
  const { groupId, topics } = group
  if (step.asking.may(call, 'describe', 'group', groupId)) {
    return { group, refusal: null, refused: topics === null ? [] : refusalsIn(step, call, topics) }
  }
  return { group, refusal: { groupId, errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED, topics: [] }, refused: [] }
}

function withoutTopics(group: OffsetFetchRequestGroup, refused: GroupPlan['refused']): OffsetFetchRequestGroup {
  const out = new Set(refused.map(({ at }) => at))
  return group.topics === null ? group : { ...group, topics: group.topics.filter((_, at) => !out.has(at)) }
}

/** A backend answers groups in the order in which they were asked for. */
function completed(step: Step, call: Call, plan: GroupPlan | undefined, group: Group): Group {
  if (plan === undefined || (group.errorCode ?? 0) !== ErrorCode.NONE) return group
  const topics = group.topics ?? []
  return { ...group, topics: plan.group.topics === null ? visible(step, call, topics) : (merged(topics, plan.refused) as readonly Topic[]) }
}

function refusalsIn(step: Step, call: Call, topics: readonly Asked[]): { at: number; answer: Topic }[] {
  return topics.flatMap((topic, at) => {
    const name = call.version >= TOPIC_IDS_SINCE ? step.topics.nameOf(topic.topicId) : topic.name
    const may = name === null || step.asking.may(call, 'describe', 'topic', name)
    return may ? [] : [{ at, answer: refusedTopic(topic, ErrorCode.TOPIC_AUTHORIZATION_FAILED) }]
  })
}

function refusedTopic({ name, topicId, partitionIndexes }: Asked, errorCode: number): Topic {
  const partitions = partitionIndexes.map((partitionIndex) => ({ partitionIndex, committedOffset: -1, metadata: '', errorCode }))
  return topicId === '' ? { name, partitions } : { name, topicId, partitions }
}

function visible<T extends { readonly name?: string | undefined; readonly topicId?: string | undefined }>(
  step: Step,
  call: Call,
  topics: readonly T[],
): readonly T[] {
  return topics.filter((topic) => {
    const name = call.version >= TOPIC_IDS_SINCE ? step.topics.nameOf(topic.topicId ?? '') : (topic.name ?? null)
    return name !== null && step.asking.might(call.session, 'describe', 'topic', name)
  })
}
