/**
 * What the coordinator writes to `__consumer_offsets`, in Kafka 4.3's formats (integers big-endian, strings as int16 length and UTF-8):
 *
 *     offset key      int16 1 (0 in very old logs), group, topic, int32 partition
 *     offset value    int16 4: offset, leader epoch, metadata, commit time, tagged topic id
 *                     int16 1: offset, metadata, commit time, expire time    (a client of v2-4 named a retention time)
 *     group key       int16 2, group
 *     group value     int16 3: protocol type, generation, protocol, leader, time of the state, members
 *     tombstone       a key without a value
 *
 * Keys of other types belong to newer group protocols; they are left alone.
 */
import { unreachable, type Millis } from '@leat/base'
import { decodeRecord, encodeRecord, recordPrefix, ZERO_UUID } from '@leat/wire'
import { GroupMetadataKey } from '@leat/wire/messages/records/group-metadata-key'
import { GroupMetadataValue } from '@leat/wire/messages/records/group-metadata-value'
import { OffsetCommitKey } from '@leat/wire/messages/records/offset-commit-key'
import { OffsetCommitValue } from '@leat/wire/messages/records/offset-commit-value'
import type { CoordinatorRecord } from '../contract.ts'
import type { CommittedOffset, OffsetWrite } from './offset-store.ts'
import { type GroupState, type Member, metadataOf } from './state.ts'
import { computeSubscribedTopics } from './subscription.ts'

const LEGACY_OFFSET_KEY = 0
const OFFSET_KEY = 1
const GROUP_KEY = 2
const OFFSET_VALUE_VERSION = 4
const OFFSET_VALUE_VERSION_WITH_EXPIRY = 1
const GROUP_VALUE_VERSION = 3

export type GroupEvent =
  | { readonly kind: 'offset'; readonly write: OffsetWrite }
  /** The group as of its last stable or empty generation; null: deleted. */
  | { readonly kind: 'group'; readonly groupId: string; readonly state: GroupState | null }

export function encodeEvent(event: GroupEvent): CoordinatorRecord {
  switch (event.kind) {
    case 'offset':
      return encodeOffset(event.write)
    case 'group':
      return {
        key: encodeRecord(GroupMetadataKey, 0, { group: event.groupId }),
        value: event.state === null ? null : encodeGroup(event.state),
      }
    default:
      return unreachable(event)
  }
}

/** null: a record of another group protocol. Throws `WireError` when the bytes are not what their type says. */
export function decodeEvent(record: CoordinatorRecord, timestampMs: Millis): GroupEvent | null {
  const { key, value } = record
  switch (recordPrefix(key)) {
    case LEGACY_OFFSET_KEY:
    case OFFSET_KEY: {
      const { group, topic, partition } = decodeRecord(OffsetCommitKey, asCurrentKey(key))
      return { kind: 'offset', write: { group, topic, partition, value: value === null ? null : decodeOffset(value) } }
    }
    case GROUP_KEY: {
      const { group } = decodeRecord(GroupMetadataKey, key)
      return { kind: 'group', groupId: group, state: value === null ? null : decodeGroup(group, value, timestampMs) }
    }
    default:
      return null
  }
}

function asCurrentKey(key: Buffer): Buffer {
  if (key.readInt16BE(0) === OFFSET_KEY) return key
  const current = Buffer.from(key)
  current.writeInt16BE(OFFSET_KEY, 0)
  return current
}

function encodeOffset({ group, topic, partition, value }: OffsetWrite): CoordinatorRecord {
  const key = encodeRecord(OffsetCommitKey, 0, { group, topic, partition })
  if (value === null) return { key, value: null }
  const { offset, leaderEpoch, metadata, committedAtMs, expiresAtMs, topicId } = value
  const fields = { offset, metadata, commitTimestamp: committedAtMs }
  if (expiresAtMs !== null)
    return { key, value: encodeRecord(OffsetCommitValue, OFFSET_VALUE_VERSION_WITH_EXPIRY, { ...fields, expireTimestamp: expiresAtMs }) }
  return { key, value: encodeRecord(OffsetCommitValue, OFFSET_VALUE_VERSION, { ...fields, leaderEpoch, topicId: topicId ?? ZERO_UUID }) }
}

function decodeOffset(bytes: Buffer): CommittedOffset {
  const value = decodeRecord(OffsetCommitValue, bytes)
  return {
    offset: value.offset,
    leaderEpoch: value.leaderEpoch,
    metadata: value.metadata,
    committedAtMs: value.commitTimestamp,
    expiresAtMs: value.expireTimestamp === -1 ? null : value.expireTimestamp,
    topicId: value.topicId === ZERO_UUID ? null : value.topicId,
  }
}

function encodeGroup(state: GroupState): Buffer {
  return encodeRecord(GroupMetadataValue, GROUP_VALUE_VERSION, {
    protocolType: state.protocolType ?? '',
    generation: state.generation,
    protocol: state.protocol,
    leader: state.leader,
    currentStateTimestamp: state.phaseChangedAtMs,
    members: [...state.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeout: member.rebalanceTimeoutMs,
      sessionTimeout: member.sessionTimeoutMs,
      subscription: metadataOf(member, state.protocol),
      assignment: member.assignment,
    })),
  })
}

function decodeGroup(groupId: string, bytes: Buffer, timestampMs: Millis): GroupState {
  const value = decodeRecord(GroupMetadataValue, bytes)
  const members = new Map<string, Member>()
  const staticMembers = new Map<string, string>()
  for (const member of value.members) {
    members.set(member.memberId, {
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      sessionTimeoutMs: member.sessionTimeout,
      rebalanceTimeoutMs: member.rebalanceTimeout === -1 ? member.sessionTimeout : member.rebalanceTimeout,
      protocols: [{ name: value.protocol ?? '', metadata: Buffer.from(member.subscription) }],
      assignment: Buffer.from(member.assignment),
      awaitsJoin: false,
      awaitsSync: false,
      isNew: false,
    })
    if (member.groupInstanceId !== null) staticMembers.set(member.groupInstanceId, member.memberId)
  }
  const state: GroupState = {
    groupId,
    phase: members.size === 0 ? 'Empty' : 'Stable',
    previousPhase: 'Dead',
    phaseChangedAtMs: value.currentStateTimestamp === -1 ? timestampMs : value.currentStateTimestamp,
    generation: value.generation,
    protocolType: value.protocolType === '' ? null : value.protocolType,
    protocol: value.protocol,
    leader: value.leader,
    members,
    staticMembers,
    pendingMembers: new Set(),
    pendingSync: new Set(),
    storesAssignment: false,
    newMemberAdded: false,
    subscribedTopics: null,
  }
  return { ...state, subscribedTopics: computeSubscribedTopics(state) }
}
