import { CLUSTER_RESOURCE } from '@leat/access'
import { type Call, decode, ErrorCode, type Reply } from '@leat/wire'
import { Fetch, type FetchRequest } from '@leat/wire/messages/01-fetch'
import { withoutRefused } from '../each.ts'
import { elementsPlan, refusedElement } from '../elements.ts'
import type { FetchSession } from '../fetch-sessions.ts'
import { withBody, withMessage } from '../rewrite.ts'
import type { ApiRule, Step } from '../rule.ts'
import { answer } from '../whole.ts'

const TOPIC_IDS_SINCE = 13
const REPLICA_STATE_SINCE = 15
const NO_SESSION = 0
const OPENING_EPOCH = 0
const LAST_EPOCH = -1

const plan = elementsPlan(Fetch, 'topicName')
const FILL = { highWatermark: -1, records: Buffer.alloc(0) }

/**
 * Fetch (1): read on each topic. A request that names a refused topic is served without a session, so its client names all topics each time and learns of each
 * refusal each time. A session whose topics are not all allowed any more ends with FETCH_SESSION_ID_NOT_FOUND: the client opens a new one and names them all.
 * (Kafka keeps refused partitions in sessions; what clients see of their data and errors is the same.)
 */
export const fetch: ApiRule = {
  api: Fetch,
  asks: 'read on each topic, those of its session included; of a follower: cluster-action on the cluster',
  handle(step, call) {
    const request = decode(call, Fetch)
    if (request.sessionEpoch > OPENING_EPOCH) return goOn(step, call, request)
    if (request.sessionId === NO_SESSION || step.fetchSessions.find(call.session, request.sessionId) !== null)
      return fetchFully(step, call, request)
    // A full fetch closes the session that it names: nobody closes that of another. (In Kafka whoever knows its number does.)
    const ofNone: FetchRequest = { ...request, sessionId: NO_SESSION }
    return fetchFully(step, withBody(call, Fetch, ofNone), ofNone)
  },
}

function fetchFully(step: Step, call: Call, request: FetchRequest): Promise<Reply> {
  const allowed = allows(step, call, request)
  const refused = new Set(request.topics.filter((topic) => !allowed(keyOf(call, topic))))
  if (refused.size > 0) {
    const sessionless: FetchRequest = { ...request, sessionEpoch: LAST_EPOCH }
    return withoutRefused(step, call, plan, sessionless as never, (topic) =>
      refused.has(topic as FetchRequest['topics'][number]) ? refusedElement(plan, topic, ErrorCode.TOPIC_AUTHORIZATION_FAILED, FILL) : null,
    )
  }
  const replied = step.backend.dispatch(call)
  if (request.sessionEpoch !== OPENING_EPOCH) return replied
  const topics = request.topics.map((topic) => keyOf(call, topic))
  const checkedAt = step.asking.version
  return withMessage(call, Fetch, replied, (message) => {
    if (message.sessionId !== undefined && message.sessionId !== 0)
      step.fetchSessions.opened(call.session, message.sessionId, topics, checkedAt)
    return message
  })
}

function goOn(step: Step, call: Call, request: FetchRequest): Promise<Reply> {
  const { asking, fetchSessions } = step
  const session = fetchSessions.find(call.session, request.sessionId)
  if (session === null) return answer({ errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND })
  const mayGoOn = isAllowed(step, call, request, session)
  if (!mayGoOn) {
    fetchSessions.forget(call.session, request.sessionId)
    return answer({ errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND })
  }
  session.checkedAt = asking.version
  if (
    request.topics.length > 0 &&
    !fetchSessions.grew(
      call.session,
      request.sessionId,
      session,
      request.topics.map((topic) => keyOf(call, topic)),
    )
  )
    return answer({ errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND })
  return step.backend.dispatch(call)
}

function isAllowed(step: Step, call: Call, request: FetchRequest, session: FetchSession): boolean {
  if (request.topics.length === 0 && session.checkedAt === step.asking.version) return true
  const allowed = allows(step, call, request)
  if (!request.topics.every((topic) => allowed(keyOf(call, topic)))) return false
  return session.checkedAt === step.asking.version || [...session.topics].every(allowed)
}

/** By name, or by id where the version has ids. What has no name is the backend's to answer. */
function allows({ asking, topics }: Step, call: Call, request: FetchRequest): (key: string) => boolean {
  const replica = call.version >= REPLICA_STATE_SINCE ? request.replicaState.replicaId : request.replicaId
  if (replica >= 0) {
    const follows = asking.may(call, 'cluster-action', 'cluster', CLUSTER_RESOURCE)
    return () => follows
  }
  if (call.version < TOPIC_IDS_SINCE) return (topic) => asking.may(call, 'read', 'topic', topic)
  return (topicId) => {
    const topic = topics.nameOf(topicId)
    return topic === null || asking.may(call, 'read', 'topic', topic)
  }
}

function keyOf(call: Call, topic: { readonly topic: string; readonly topicId: string }): string {
  return call.version < TOPIC_IDS_SINCE ? topic.topic : topic.topicId
}
