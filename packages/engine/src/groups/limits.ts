/** What bounds the coordinator's memory. At a limit a client gets an error that it knows. */
export const LIMITS = {
  /** Groups of one coordinator: JoinGroup answers GROUP_MAX_SIZE_REACHED, OffsetCommit INVALID_COMMIT_OFFSET_SIZE. */
  groups: 100_000,
  /** Committed partitions of one group: INVALID_COMMIT_OFFSET_SIZE. */
  offsetsPerGroup: 200_000,
  /** Bytes of one member's protocols, names and metadata: INVALID_REQUEST. */
  memberMetadataBytes: 1_048_576,
  /** Characters of a member's, instance's or client's name and of a join reason that is logged. */
  reasonChars: 256,
  /** Bytes of one batch of `__consumer_offsets`, below `max.message.bytes`: UNKNOWN_SERVER_ERROR, as Kafka maps RECORD_LIST_TOO_LARGE. */
  batchBytes: 1_000_000,
  /** A new member waits this long for its JoinGroup to be answered; then it is taken for gone (Kafka's group.new.member.join.timeout.ms). */
  newMemberJoinTimeoutMs: 300_000,
  /** A session timer that fires later than this was held up by a sleeping machine or a blocked loop: the member gets a fresh session. */
  lateTimerMs: 2_000,
} as const
