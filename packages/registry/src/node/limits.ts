import type { Bytes, Millis } from '@leat/base'

/** Bounds of a node among others. */
export interface NodeLimits {
  /** A member that the coordinator does not hear for so long is out; as the other registries say. */
  readonly sessionMs: Millis
  readonly heartbeatMs: Millis
  /** How long the group waits for a member to join again; as the other registries say. */
  readonly rebalanceMs: Millis
  /** Without an answer of the coordinator for so long a primary takes no more writes: less than its session by what an answer may take. */
  readonly contactMsMax: Millis
  readonly probeIntervalMs: Millis
  /** Within that a node answers that it is alive, whatever else it does. */
  readonly probeMsMax: Millis
  /** Failed probes in a row that make a node dead. */
  readonly probeFailuresMax: number
  /** Nodes of one address that are put out of the group within `removalsMs`: where two nodes claim one address, each would put out the other for ever. */
  readonly removalsMax: number
  readonly removalsMs: Millis
  /** How long a write waits for a primary. */
  readonly holdMs: Millis
  /** What a forwarded write may take in all; as the other registries say. */
  readonly forwardMs: Millis
  /** For the local state to show what the primary has answered. */
  readonly catchUpMs: Millis
  /** Of a write's body on its way to the primary, and of the answer. */
  readonly bodyBytesMax: Bytes
  /** Between two looks whether the primary's writer is alive, and between tries to lead. */
  readonly leadCheckMs: Millis
}

export const defaultNodeLimits: NodeLimits = {
  sessionMs: 10_000,
  heartbeatMs: 500,
  rebalanceMs: 300_000,
  contactMsMax: 7_000,
  probeIntervalMs: 250,
  probeMsMax: 550,
  probeFailuresMax: 2,
  removalsMax: 5,
  removalsMs: 60_000,
  holdMs: 5_000,
  forwardMs: 60_000,
  catchUpMs: 5_000,
  bodyBytesMax: 10 * 1024 * 1024,
  leadCheckMs: 100,
}
