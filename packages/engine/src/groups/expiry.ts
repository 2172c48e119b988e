import type { Millis } from '@leat/base'
import type { CommittedOffset } from './offset-store.ts'
import { CONSUMER_PROTOCOL_TYPE, type GroupState, isSubscribed } from './state.ts'

/**
 * Whether an offset may go (KIP-211). An empty group keeps its offsets for the retention time after it became empty; a group that is
 * stable, and known to have stopped reading a topic, from the topic's last commit; a group without members at all, from each commit.
 * In between, and in groups of other protocols with members, nothing expires.
 */
export function isExpired(state: GroupState, topic: string, committed: CommittedOffset, now: Millis, retentionMs: Millis): boolean {
  if (isSubscribed(state, topic)) return false
  const keptSinceMs = retentionStart(state, committed)
  if (keptSinceMs === null) return false
  if (committed.expiresAtMs !== null) return now >= committed.expiresAtMs
  return now - keptSinceMs >= retentionMs
}

function retentionStart(state: GroupState, committed: CommittedOffset): Millis | null {
  if (state.protocolType === null) return committed.committedAtMs
  if (state.phase === 'Empty') return state.phaseChangedAtMs
  const knowsTopics = state.protocolType === CONSUMER_PROTOCOL_TYPE && state.subscribedTopics !== null
  return state.phase === 'Stable' && knowsTopics ? committed.committedAtMs : null
}
