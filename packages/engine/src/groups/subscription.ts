/**
 * The head of a consumer's subscription, as far as all versions agree:
 *
 *     version  int16
 *     topics   int32 count, then each: int16 length, UTF-8
 *     …        user data and, later, owned partitions, generation, rack
 *
 * The coordinator reads the names only (OffsetDelete, expiry of offsets); assignment stays the clients' business. Kafka too
 * reads every version by the layout of version 0, so that a future one needs no new coordinator.
 */
import { CONSUMER_PROTOCOL_TYPE, type GroupState, metadataOf } from './state.ts'

/** The topics, or null when the bytes are not a subscription. */
export function readSubscribedTopics(metadata: Buffer): string[] | null {
  let at = 2
  if (metadata.length < at + 4) return null
  const count = metadata.readInt32BE(at)
  at += 4
  // Two bytes are the least that a name takes.
  if (count < 0 || count > (metadata.length - at) / 2) return null
  const topics: string[] = []
  for (let i = 0; i < count; i++) {
    if (metadata.length < at + 2) return null
    const length = metadata.readInt16BE(at)
    at += 2
    if (length < 0 || metadata.length < at + length) return null
    topics.push(metadata.toString('utf8', at, at + length))
    at += length
  }
  return topics
}

/** What the members of a group together subscribe to; null when the group is not one of consumers or cannot be read. */
export function computeSubscribedTopics(state: GroupState): ReadonlySet<string> | null {
  if (state.protocolType !== CONSUMER_PROTOCOL_TYPE) return null
  const all = new Set<string>()
  if (state.members.size === 0) return all
  if (state.protocol === null) return null
  for (const member of state.members.values()) {
    const topics = readSubscribedTopics(metadataOf(member, state.protocol))
    if (topics === null) return null
    for (const topic of topics) all.add(topic)
  }
  return all
}
