/** Consuming, alone or in a group, and what is asked of groups from outside. Apart from the index: see `socket.ts`. */
export { type Consumer, type ConsumerOptions, type Start, openConsumer } from './consumer/consumer.ts'
export type { ConsumedRecord } from './consumer/topic-reader.ts'
export { GroupMember, type MemberHandler, type MemberOptions, joinGroup } from './group/member.ts'
export type { GroupPartition } from './group/assign.ts'
export { type WhichOffset, listOffsets } from './list-offsets.ts'
export { type GroupOptions, deleteGroup, groupOffsets, setGroupOffsets } from './group/offline.ts'
/** Groups of other protocols than consumers'. */
export {
  type ClassicCalls,
  type ClassicMember,
  type GroupProtocol,
  type GroupTimeouts,
  type JoinError,
  classicCalls,
} from './group/classic.ts'
export type { Membership } from './group/offsets.ts'
export { findCoordinator } from './find-coordinator.ts'
