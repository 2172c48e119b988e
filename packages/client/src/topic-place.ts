import { type Millis, type NodeId, type Result, type TopicId, fail, ok } from '@leat/base'
import { ErrorCode, isRetriable } from '@leat/wire'
import { Metadata } from '@leat/wire/messages/03-metadata'
import { Backoff, type Pace } from './backoff.ts'
import { KafkaError } from './errors.ts'
import { type CallError, orLost } from './or-lost.ts'
import type { Transport } from './transport.ts'

/** A topic as a whole: its partitions count from 0, and each has a leader or none now. */
export interface TopicPlace {
  readonly topic: string
  readonly topicId: TopicId
  readonly leaders: readonly (NodeId | null)[]
}

/** Nothing is created. A connection that is lost is NETWORK_EXCEPTION. */
export function lookUpTopic(transport: Transport, topic: string, signal: AbortSignal): Promise<Result<TopicPlace, CallError>> {
  return orLost(lookUp(transport, topic, signal))
}

async function lookUp(transport: Transport, topic: string, signal: AbortSignal): Promise<Result<TopicPlace, CallError>> {
  const { topics } = await transport.call(Metadata, { topics: [{ name: topic }], allowAutoTopicCreation: false }, { signal })
  const found = topics[0]
  if (found === undefined || found.errorCode !== ErrorCode.NONE)
    return fail({ code: found?.errorCode ?? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION })
  const leaders = Array.from({ length: found.partitions.length }, (): NodeId | null => null)
  for (const { partitionIndex, leaderId } of found.partitions)
    if (leaderId >= 0 && partitionIndex < leaders.length) leaders[partitionIndex] = leaderId
  return ok({ topic, topicId: found.topicId, leaders })
}

/** How long what passes may stand in the way of a beginning. */
export const OPEN_MS_MAX: Millis = 30_000
/** A topic that was made a moment ago is not known to every broker at once; one that is not there for so long is not there. */
const ABSENT_MS_MAX: Millis = 1_000

/** As `lookUpTopic`; what passes is waited out. @throws KafkaError, ConnectFault, the signal's reason */
export async function findTopic(
  transport: Transport,
  topic: string,
  doing: string,
  { signal, ...pace }: Pace & { readonly signal: AbortSignal },
): Promise<TopicPlace> {
  const backoff = new Backoff(pace)
  for (;;) {
    const found = await lookUpTopic(transport, topic, signal)
    if (found.ok) return found.value
    const { code, detail } = found.error
    const msMax = code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION ? ABSENT_MS_MAX : OPEN_MS_MAX
    if (!isRetriable(code) || backoff.failingMs >= msMax) throw new KafkaError(`${doing} ${topic}`, code, detail ?? null)
    await backoff.wait(signal)
  }
}

/** Partitions by the broker that leads them; those without a leader are left out. */
export function byLeader({ leaders }: TopicPlace, partitions: Iterable<number>): ReadonlyMap<NodeId, readonly number[]> {
  const led = new Map<NodeId, number[]>()
  for (const partition of partitions) {
    const leader = leaders[partition] ?? null
    if (leader === null) continue
    const list = led.get(leader)
    if (list === undefined) led.set(leader, [partition])
    else list.push(partition)
  }
  return led
}
