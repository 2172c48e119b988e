import { type NodeId, type Result, ok } from '@leat/base'
import type { Transport } from '@leat/client'
import type { Problem } from '@leat/rest'
import { ErrorCode, WireError, decodeRecord } from '@leat/wire'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { DescribeGroups, type DescribeGroupsResponse } from '@leat/wire/messages/15-describe-groups'
import { ListGroups } from '@leat/wire/messages/16-list-groups'
import { DescribeCluster } from '@leat/wire/messages/60-describe-cluster'
import { ConsumerProtocolAssignment } from '@leat/wire/messages/records/consumer-protocol-assignment'
import type { CONSUMER_GROUP_STATES } from '../api/consumer-groups.ts'
import { refused } from '../problems.ts'

export interface Member {
  readonly id: string
  readonly instanceId: string | null
  readonly clientId: string
  /** `/127.0.0.1`, as brokers write it. */
  readonly clientHost: string
  readonly assignment: readonly { readonly topic: string; readonly partitions: readonly number[] }[]
}

export interface Group {
  readonly id: string
  /** Offsets without members: whoever commits assigns partitions on its own. */
  readonly isSimple: boolean
  readonly assignor: string
  readonly state: (typeof CONSUMER_GROUP_STATES)[number]
  readonly coordinator: NodeId
  readonly members: readonly Member[]
}

const GROUP_KEY = 0
const CONSUMER_PROTOCOL = 'consumer'
/** Groups one request asks for. */
const GROUPS_PER_REQUEST_MAX = 100

/** All consumer groups the caller may see: each broker names those it coordinates, and describes them. */
export async function listGroups(transport: Transport, signal: AbortSignal): Promise<Result<readonly Group[], Problem>> {
  const { errorCode, errorMessage, brokers } = await transport.call(DescribeCluster, {}, { signal })
  if (errorCode !== ErrorCode.NONE) return refused(errorCode, errorMessage)
  const groups: Group[] = []
  for (const { brokerId: node } of brokers) {
    const listed = await transport.call(ListGroups, {}, { signal, node })
    if (listed.errorCode !== ErrorCode.NONE) return refused(listed.errorCode)
    const ids = listed.groups.filter(({ protocolType }) => isOfConsumers(protocolType)).map(({ groupId }) => groupId)
    for (let at = 0; at < ids.length; at += GROUPS_PER_REQUEST_MAX) {
      const described = await describe(transport, ids.slice(at, at + GROUPS_PER_REQUEST_MAX), node, signal)
      // Groups that went meanwhile, or may be listed and not described, are left out.
      groups.push(...described.filter((group) => group.errorCode === ErrorCode.NONE).map((group) => groupOf(group, node)))
    }
  }
  return ok(groups)
}

/** Null: there is no such group. */
export async function findGroup(transport: Transport, id: string, signal: AbortSignal): Promise<Result<Group | null, Problem>> {
  const node = await findCoordinator(transport, id, signal)
  if (!node.ok) return node
  const [found] = await describe(transport, [id], node.value, signal)
  if (found === undefined || found.errorCode === ErrorCode.GROUP_ID_NOT_FOUND) return ok(null)
  if (found.errorCode !== ErrorCode.NONE) return refused(found.errorCode, found.errorMessage)
  const isAbsent = found.groupState === 'Dead' && found.protocolType === ''
  return ok(isAbsent || !isOfConsumers(found.protocolType) ? null : groupOf(found, node.value))
}

async function findCoordinator(transport: Transport, group: string, signal: AbortSignal): Promise<Result<NodeId, Problem>> {
  const { coordinators } = await transport.call(FindCoordinator, { keyType: GROUP_KEY, coordinatorKeys: [group] }, { signal })
  const found = coordinators[0]
  if (found === undefined) return refused(ErrorCode.COORDINATOR_NOT_AVAILABLE)
  return found.errorCode === ErrorCode.NONE ? ok(found.nodeId) : refused(found.errorCode, found.errorMessage)
}

type DescribedGroup = DescribeGroupsResponse['groups'][number]

async function describe(
  transport: Transport,
  groups: readonly string[],
  node: NodeId,
  signal: AbortSignal,
): Promise<readonly DescribedGroup[]> {
  return (await transport.call(DescribeGroups, { groups: [...groups], includeAuthorizedOperations: false }, { signal, node })).groups
}

/** Connect workers and the like have groups too, with a protocol of their own. */
function isOfConsumers(protocolType: string): boolean {
  return protocolType === CONSUMER_PROTOCOL || protocolType === ''
}

const STATES: Readonly<Record<string, Group['state']>> = {
  PreparingRebalance: 'PREPARING_REBALANCE',
  CompletingRebalance: 'COMPLETING_REBALANCE',
  Stable: 'STABLE',
  Empty: 'EMPTY',
  Dead: 'DEAD',
}

function groupOf({ groupId, groupState, protocolType, protocolData, members }: DescribedGroup, coordinator: NodeId): Group {
  return {
    id: groupId,
    isSimple: protocolType === '',
    assignor: protocolData,
    state: STATES[groupState] ?? 'UNKNOWN',
    coordinator,
    members: members.map((member) => ({
      id: member.memberId,
      instanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      assignment: assignmentOf(member.memberAssignment),
    })),
  }
}

/** The assignment is the leader's, not the broker's: what cannot be read is nobody's fault here, and shows as nothing assigned. */
function assignmentOf(bytes: Buffer): Member['assignment'] {
  if (bytes.length === 0) return []
  try {
    return decodeRecord(ConsumerProtocolAssignment, bytes).assignedPartitions
  } catch (cause) {
    if (cause instanceof WireError) return []
    throw cause
  }
}
