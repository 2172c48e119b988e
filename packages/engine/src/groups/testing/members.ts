import {
  Heartbeat,
  JoinGroup,
  type JoinGroupResponse,
  LeaveGroup,
  OffsetCommit,
  OffsetFetch,
  SyncGroup,
  type SyncGroupResponse,
} from '@leat/wire/messages'
import type { Harness } from './harness.ts'

/** A consumer's subscription, version 1 of the consumer protocol. */
export function subscription(...topics: string[]): Buffer {
  const names = topics.map((topic) => {
    const length = Buffer.alloc(2)
    length.writeInt16BE(Buffer.byteLength(topic))
    return Buffer.concat([length, Buffer.from(topic)])
  })
  const head = Buffer.alloc(6)
  head.writeInt16BE(1, 0)
  head.writeInt32BE(topics.length, 2)
  return Buffer.concat([head, ...names, Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.alloc(4)])
}

export interface JoinOptions {
  readonly group?: string
  readonly memberId?: string
  readonly instance?: string | null
  readonly protocols?: readonly string[]
  readonly metadata?: Buffer
  readonly protocolType?: string
  readonly sessionMs?: number
  readonly rebalanceMs?: number
  readonly version?: number
  readonly signal?: AbortSignal
}

export function join(harness: Harness, options: JoinOptions = {}): Promise<JoinGroupResponse> {
  const metadata = options.metadata ?? subscription('orders')
  const message = {
    groupId: options.group ?? 'g',
    sessionTimeoutMs: options.sessionMs ?? 10_000,
    rebalanceTimeoutMs: options.rebalanceMs ?? 60_000,
    memberId: options.memberId ?? '',
    groupInstanceId: options.instance ?? null,
    protocolType: options.protocolType ?? 'consumer',
    protocols: (options.protocols ?? ['range']).map((name) => ({ name, metadata })),
  }
  return harness.send(JoinGroup, options.version ?? 9, message, options.signal === undefined ? {} : { signal: options.signal })
}

/** Both steps of a dynamic member's first join. */
export async function joinTwice(harness: Harness, options: JoinOptions = {}): Promise<JoinGroupResponse> {
  const { memberId } = await join(harness, options)
  return join(harness, { ...options, memberId })
}

export function sync(
  harness: Harness,
  joined: JoinGroupResponse,
  assignments: Record<string, string> = {},
  group = 'g',
  instance: string | null = null,
): Promise<SyncGroupResponse> {
  return harness.send(SyncGroup, 5, {
    groupId: group,
    generationId: joined.generationId,
    memberId: joined.memberId,
    groupInstanceId: instance,
    protocolType: joined.protocolType,
    protocolName: joined.protocolName,
    assignments: Object.entries(assignments).map(([memberId, assignment]) => ({ memberId, assignment: Buffer.from(assignment) })),
  })
}

/** What a leader's assignor would do: everybody gets text with the generation and its own id. */
export function assignAll(joined: JoinGroupResponse): Record<string, string> {
  return Object.fromEntries(joined.members.map(({ memberId }) => [memberId, `${joined.generationId}:${memberId}`]))
}

export async function heartbeat(
  harness: Harness,
  joined: { memberId: string; generationId: number },
  group = 'g',
  instance: string | null = null,
): Promise<number> {
  const message = { groupId: group, generationId: joined.generationId, memberId: joined.memberId, groupInstanceId: instance }
  return (await harness.send(Heartbeat, 4, message)).errorCode
}

export async function leave(harness: Harness, memberId: string, instance: string | null = null, group = 'g'): Promise<number> {
  const answer = await harness.send(LeaveGroup, 5, { groupId: group, members: [{ memberId, groupInstanceId: instance, reason: null }] })
  return answer.errorCode !== 0 ? answer.errorCode : answer.members[0]!.errorCode
}

export interface CommitOptions {
  readonly group?: string
  readonly memberId?: string
  readonly instance?: string | null
  readonly generation?: number
  readonly topic?: string
  readonly partition?: number
  readonly metadata?: string | null
  readonly version?: number
}

export async function commit(harness: Harness, offset: number, options: CommitOptions = {}): Promise<number> {
  const answer = await harness.send(OffsetCommit, options.version ?? 9, {
    groupId: options.group ?? 'g',
    memberId: options.memberId ?? '',
    groupInstanceId: options.instance ?? null,
    generationIdOrMemberEpoch: options.generation ?? -1,
    topics: [
      {
        name: options.topic ?? 'orders',
        partitions: [
          {
            partitionIndex: options.partition ?? 0,
            committedOffset: offset,
            committedLeaderEpoch: 3,
            committedMetadata: options.metadata ?? null,
          },
        ],
      },
    ],
  })
  return answer.topics[0]!.partitions[0]!.errorCode
}

/** The committed offset of one partition; -1 when there is none. */
export async function committed(harness: Harness, group = 'g', topic = 'orders', partition = 0): Promise<number> {
  const answer = await harness.send(OffsetFetch, 9, {
    groups: [{ groupId: group, topics: [{ name: topic, partitionIndexes: [partition] }] }],
  })
  return answer.groups[0]!.topics[0]!.partitions[0]!.committedOffset
}

/** A stable group of `count` dynamic members; the first is the leader. */
export async function stableGroup(harness: Harness, count: number, options: JoinOptions = {}): Promise<JoinGroupResponse[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) ids.push((await join(harness, options)).memberId)
  const joining = ids.map((memberId) => join(harness, { ...options, memberId }))
  await harness.clock.advance(0)
  const joined = await Promise.all(joining)
  const group = options.group ?? 'g'
  await Promise.all(joined.map((each) => sync(harness, each, assignAll(each), group)))
  return joined
}
