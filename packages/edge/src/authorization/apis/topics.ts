import { CLUSTER_RESOURCE, settingRefusal } from '@leat/access'
import { type Call, decode, type Encodable, ErrorCode, type Reply, ZERO_UUID } from '@leat/wire'
import { CreateTopics, type CreateTopicsRequest, type CreateTopicsResponse } from '@leat/wire/messages/19-create-topics'
import { CreatePartitions, type CreatePartitionsRequest } from '@leat/wire/messages/37-create-partitions'
import { withoutRefused } from '../each.ts'
import { elementsPlan, type Message } from '../elements.ts'
import { TOO_MANY_PARTITIONS } from '../partition-cap.ts'
import { withMessage } from '../rewrite.ts'
import type { ApiRule, Step } from '../rule.ts'

type Wanted = CreateTopicsRequest['topics'][number]
type Grown = CreatePartitionsRequest['topics'][number]
type Room = { giveBack(): void }

const creationPlan = elementsPlan(CreateTopics, 'topicName')
const growthPlan = elementsPlan(CreatePartitions, 'topicName')
const UNAUTHORIZED = { errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED, errorMessage: 'Authorization failed.' }
const NO_ROOM = { errorCode: ErrorCode.POLICY_VIOLATION, errorMessage: TOO_MANY_PARTITIONS }

/** CreateTopics (19): create on the cluster or on each topic, within the cap of partitions and the rules of settings. What a topic got is told to who may describe its configs. */
export const createTopics: ApiRule = {
  api: CreateTopics,
  asks: 'create on the cluster, or on each topic; describe-configs on a topic to be told its configs',
  handle(step, call) {
    const request = decode(call, CreateTopics)
    const everywhere = step.asking.mayAlso(call, 'create', 'cluster', CLUSTER_RESOURCE)
    const taken: Room[] = []
    const replied = withoutRefused(step, call, creationPlan, request as never, (element) => {
      const topic = element as Wanted
      const refused = (why: Message): Message => ({ name: topic.name, topicId: ZERO_UUID, ...why })
      if (!everywhere && !step.asking.may(call, 'create', 'topic', topic.name)) return refused(UNAUTHORIZED)
      const rules = step.configRules()
      const unfit = rules === null ? null : settingRefusal(rules.topic, topic.configs)
      if (unfit !== null) return refused({ errorCode: ErrorCode.POLICY_VIOLATION, errorMessage: unfit })
      const room = roomFor(step, topic)
      if (room === null) return refused(NO_ROOM)
      taken.push(room)
      return null
    })
    giveBackAfter(replied, taken)
    return withMessage(call, CreateTopics, replied, (message) => withoutConfigs(step, call, message))
  },
}

function roomFor(step: Step, { name, numPartitions, assignments }: Wanted): Room | null {
  // That it is there already is what its error says.
  if (step.topics.partitionsOf(name) !== null) return NONE_TAKEN
  if (assignments.length > 0) return step.partitionCap.tryTake(assignments.length)
  return step.partitionCap.tryTake(numPartitions < 0 ? step.topics.defaultPartitions : numPartitions)
}

const NONE_TAKEN: Room = { giveBack: () => {} }

function giveBackAfter(replied: Promise<Reply>, taken: readonly Room[]): void {
  if (taken.length === 0) return
  const giveBack = (): void => {
    for (const room of taken) room.giveBack()
  }
  replied.then(giveBack, giveBack)
}

function withoutConfigs({ asking }: Step, { session }: Call, message: Encodable<CreateTopicsResponse>): Encodable<CreateTopicsResponse> {
  const isHidden = ({ errorCode, name }: NonNullable<typeof message.topics>[number]): boolean =>
    (errorCode ?? 0) === ErrorCode.NONE && !asking.might(session, 'describe-configs', 'topic', name ?? '')
  if (message.topics?.some(isHidden) !== true) return message
  return { ...message, topics: message.topics.map((topic) => (isHidden(topic) ? { ...topic, ...HIDDEN } : topic)) }
}

const HIDDEN = {
  topicConfigErrorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED,
  numPartitions: -1,
  replicationFactor: -1,
  configs: [],
} as const

/** CreatePartitions (37): alter on each topic, within the cap of partitions. */
export const createPartitions: ApiRule = {
  api: CreatePartitions,
  asks: 'alter on each topic',
  handle(step, call) {
    const taken: Room[] = []
    const replied = withoutRefused(step, call, growthPlan, decode(call, CreatePartitions) as never, (element) => {
      const { name, count } = element as Grown
      if (!step.asking.may(call, 'alter', 'topic', name)) return { name, errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED }
      const now = step.topics.partitionsOf(name)
      if (now === null || count <= now) return null
      const room = step.partitionCap.tryTake(count - now)
      if (room === null) return { name, ...NO_ROOM }
      taken.push(room)
      return null
    })
    giveBackAfter(replied, taken)
    return replied
  },
}
