import { CLUSTER_RESOURCE } from '@leat/access'
import { type Call, decode, type Encodable, ErrorCode, type Reply, ZERO_UUID } from '@leat/wire'
import { Metadata, type MetadataRequest, type MetadataResponse } from '@leat/wire/messages/03-metadata'
import { clusterOperations, topicOperations } from '../authorized-operations.ts'
import { merged } from '../elements.ts'
import { withBody, withMessage } from '../rewrite.ts'
import type { ApiRule, Step } from '../rule.ts'

const ASK_BY_ID_SINCE = 12
const AUTO_CREATION_FLAG_SINCE = 4
const INTERNAL = new Set(['__consumer_offsets', '__transaction_state', '__share_group_state'])

type Topic = NonNullable<MetadataRequest['topics']>[number]
type Entry = Encodable<MetadataResponse['topics'][number]>

/**
 * Metadata (3): describe on each topic; all topics mean those one may describe. A topic that is absent and would be made needs create, on itself or on the
 * cluster, and room under the cap of partitions. One that may not be described is told as refused whether or not it exists (KIP-430: without its id).
 */
export const metadata: ApiRule = {
  api: Metadata,
  asks: 'describe on each topic; create, on the topic or the cluster, where it would be made',
  handle(step, call) {
    const request = decode(call, Metadata)
    const { topics } = request
    if (topics === null || (call.version === 0 && topics.length === 0)) {
      return withMessage(call, Metadata, step.backend.dispatch(call), (message) =>
        narrowed(step, call, request, { ...message, topics: listed(step, call, message.topics ?? []) }),
      )
    }
    // Ids in versions that cannot ask by id: the backend refuses the whole request.
    if (call.version < ASK_BY_ID_SINCE && topics.some(({ name, topicId }) => name === null || topicId !== ZERO_UUID))
      return step.backend.dispatch(call)
    return named(step, call, request, topics)
  },
}

function named(step: Step, call: Call, request: MetadataRequest, topics: readonly Topic[]): Promise<Reply> {
  const refusals = new Map<Topic, Entry>()
  for (const topic of topics) {
    const entry = refusal(step, call, topic)
    if (entry !== null) refusals.set(topic, entry)
  }
  const makes = creation(
    step,
    call,
    request,
    topics.filter((topic) => !refusals.has(topic)),
  )
  for (const { topic, entry } of makes.refused) refusals.set(topic, entry)
  const rest = topics.filter((topic) => !refusals.has(topic))
  const replied = step.backend.dispatch(refusals.size > 0 ? withBody(call, Metadata, { ...request, topics: rest }) : call)
  replied.then(makes.giveBack, makes.giveBack)
  const refused = topics.flatMap((topic, at) => (refusals.has(topic) ? [{ at, answer: refusals.get(topic) }] : []))
  return withMessage(call, Metadata, replied, (message) => {
    const whole = refusals.size > 0 ? { ...message, topics: merged(message.topics ?? [], refused) as readonly Entry[] } : message
    return narrowed(step, call, request, whole)
  })
}

/** Null: it may be described. */
function refusal({ asking, topics }: Step, call: Call, { name, topicId }: Topic): Entry | null {
  const byId = call.version >= ASK_BY_ID_SINCE && topicId !== ZERO_UUID
  const topic = byId ? topics.nameOf(topicId) : name
  if (topic === null || asking.may(call, 'describe', 'topic', topic)) return null
  return refusedEntry(byId ? null : topic, byId ? topicId : ZERO_UUID, false)
}

function refusedEntry(
  name: string | null,
  topicId: string,
  isInternal: boolean,
  errorCode: number = ErrorCode.TOPIC_AUTHORIZATION_FAILED,
): Entry {
  return { errorCode, name, topicId, isInternal, partitions: [] }
}

interface Creation {
  readonly refused: readonly { readonly topic: Topic; readonly entry: Entry }[]
  readonly giveBack: () => void
}

/** Which of the topics that would be made by being asked for must not be. */
function creation(step: Step, call: Call, request: MetadataRequest, allowed: readonly Topic[]): Creation {
  const { asking, topics, partitionCap } = step
  const wanted = topics.autoCreation && (request.allowAutoTopicCreation || call.version < AUTO_CREATION_FLAG_SINCE)
  const absent = wanted
    ? allowed.filter(({ name, topicId }) => topicId === ZERO_UUID && name !== null && topics.partitionsOf(name) === null)
    : []
  if (absent.length === 0) return NOTHING_MADE
  const everywhere = asking.mayAlso(call, 'create', 'cluster', CLUSTER_RESOURCE)
  const taken: { giveBack(): void }[] = []
  const refused = absent.flatMap((topic) => {
    const name = topic.name!
    if (!everywhere && !asking.may(call, 'create', 'topic', name))
      return [{ topic, entry: refusedEntry(name, ZERO_UUID, INTERNAL.has(name)) }]
    if (INTERNAL.has(name)) return []
    const room = partitionCap.tryTake(topics.defaultPartitions)
    // Kafka has no code for it here: a topic that could not be made is not there.
    if (room === null) return [{ topic, entry: refusedEntry(name, ZERO_UUID, false, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) }]
    taken.push(room)
    return []
  })
  return { refused, giveBack: () => taken.forEach((room) => room.giveBack()) }
}

const NOTHING_MADE: Creation = { refused: [], giveBack: () => {} }

function listed({ asking }: Step, { session }: Call, entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ name }) => asking.might(session, 'describe', 'topic', name ?? ''))
}

function narrowed(step: Step, call: Call, request: MetadataRequest, message: Encodable<MetadataResponse>): Encodable<MetadataResponse> {
  const { asking } = step
  let all = message
  if (request.includeTopicAuthorizedOperations) {
    const topics = (message.topics ?? []).map((topic) =>
      topic.name === null || topic.name === undefined || topic.errorCode === ErrorCode.TOPIC_AUTHORIZATION_FAILED
        ? topic
        : { ...topic, topicAuthorizedOperations: topicOperations(asking, call.session, topic.name) },
    )
    all = { ...all, topics }
  }
  return request.includeClusterAuthorizedOperations ? { ...all, clusterAuthorizedOperations: clusterOperations(asking, call.session) } : all
}
