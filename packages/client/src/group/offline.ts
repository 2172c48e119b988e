import { type Millis, type NodeId, type Offset, type Result, fail } from '@leat/base'
import { ErrorCode, isRetriable } from '@leat/wire'
import { DeleteGroups } from '@leat/wire/messages/42-delete-groups'
import { Backoff, type Pace } from '../backoff.ts'
import { findCoordinator } from '../find-coordinator.ts'
import { type CallError, orLost } from '../or-lost.ts'
import type { TopicPlace } from '../topic-place.ts'
import type { Transport } from '../transport.ts'
import { commitOffsets, fetchOffsets } from './offsets.ts'

/** What is done to a group from outside. */
export interface GroupOptions extends Pace {
  readonly groupId: string
  readonly signal: AbortSignal
}

const UNAVAILABLE_MS_MAX: Millis = 30_000
/** Commits of nobody: taken while the group has no members, refused with UNKNOWN_MEMBER_ID while it has. */
const NOBODY = { memberId: '', generation: -1 }

/** Where a group stands in a topic. Partitions in which it has committed nothing are left out. */
export function groupOffsets(
  transport: Transport,
  options: GroupOptions,
  place: TopicPlace,
  partitions: readonly number[],
): Promise<Result<ReadonlyMap<number, Offset>, CallError>> {
  const { groupId, signal } = options
  return atCoordinator(transport, options, (node) => fetchOffsets(transport, groupId, place, partitions, { node, signal }))
}

/** Puts a group somewhere else in a topic. UNKNOWN_MEMBER_ID while it has members. */
export function setGroupOffsets(
  transport: Transport,
  options: GroupOptions,
  place: TopicPlace,
  offsets: ReadonlyMap<number, Offset>,
): Promise<Result<null, CallError>> {
  const { groupId, signal } = options
  return atCoordinator(transport, options, (node) =>
    commitOffsets(transport, { groupId, ...NOBODY }, { ...place, offsets }, { node, signal }),
  )
}

/** NON_EMPTY_GROUP while it has members, GROUP_ID_NOT_FOUND when there is none. */
export function deleteGroup(transport: Transport, options: GroupOptions): Promise<Result<null, CallError>> {
  const { groupId, signal } = options
  const remove = async (node: NodeId): Promise<Result<null, CallError>> => {
    const { results } = await transport.call(DeleteGroups, { groupsNames: [groupId] }, { node, signal })
    const code = results[0]?.errorCode ?? ErrorCode.GROUP_ID_NOT_FOUND
    return code === ErrorCode.NONE ? { ok: true, value: null } : fail({ code })
  }
  return atCoordinator(transport, options, (node) => orLost(remove(node)))
}

/** What passes is waited out: a coordinator that moves, or has not read its groups yet. */
async function atCoordinator<T>(
  transport: Transport,
  options: GroupOptions,
  ask: (node: NodeId) => Promise<Result<T, CallError>>,
): Promise<Result<T, CallError>> {
  const backoff = new Backoff(options)
  for (;;) {
    const found = await findCoordinator(transport, { kind: 'group', key: options.groupId }, options.signal)
    const answer = found.ok ? await ask(found.value) : found
    if (answer.ok || !isRetriable(answer.error.code) || backoff.failingMs >= UNAVAILABLE_MS_MAX) return answer
    await backoff.wait(options.signal)
  }
}
