import type { LogFields, Millis } from '@leat/base'
import type { GroupConfig } from '../contract.ts'
import type { GroupState, Member } from './state.ts'

/** Answer to a JoinGroup, before its version is known. */
export interface JoinAnswer {
  readonly errorCode: number
  readonly memberId: string
  readonly generation: number
  readonly protocolType: string | null
  readonly protocol: string | null
  readonly leader: string
  /** KIP-814: a leader that came back as the same static member must not assign anew. */
  readonly skipAssignment: boolean
  readonly members: readonly { readonly memberId: string; readonly groupInstanceId: string | null; readonly metadata: Buffer }[]
}

export interface SyncAnswer {
  readonly errorCode: number
  readonly protocolType: string | null
  readonly protocol: string | null
  readonly assignment: Buffer
}

/** What waited for a group metadata record to become durable. */
export type Stored =
  | { readonly kind: 'created' }
  | { readonly kind: 'emptied' }
  | { readonly kind: 'assignment'; readonly generation: number; readonly assignments: ReadonlyMap<string, Buffer> }
  | {
      readonly kind: 'static-member'
      readonly generation: number
      readonly newMemberId: string
      readonly oldMember: Member
      readonly oldLeader: string | null
      readonly skipsAssignment: boolean
    }

/** What a decision wants done beside the change of state. `group.ts` is the only one that does it. */
export type Effect =
  | { readonly kind: 'answer-join'; readonly memberId: string; readonly answer: JoinAnswer }
  | { readonly kind: 'answer-sync'; readonly memberId: string; readonly answer: SyncAnswer }
  | { readonly kind: 'start-session'; readonly memberId: string; readonly timeoutMs: Millis }
  | { readonly kind: 'end-session'; readonly memberId: string }
  /** `remainingMs` null: completes the join when it runs; else the initial rebalance, which may be prolonged by so much. */
  | { readonly kind: 'start-join-timer'; readonly delayMs: Millis; readonly remainingMs: Millis | null }
  | { readonly kind: 'end-join-timer' }
  | { readonly kind: 'start-sync-timer'; readonly delayMs: Millis; readonly generation: number }
  | { readonly kind: 'end-sync-timer' }
  /** The group as it stands in `snapshot` goes to the log as one record. */
  | { readonly kind: 'store'; readonly snapshot: GroupState; readonly stored: Stored }
  | { readonly kind: 'tell'; readonly event: string; readonly fields: LogFields }

/** What a decision may know besides the group: no clock, only a moment; no randomness, only an id that was drawn. */
export interface DecideContext {
  readonly now: Millis
  readonly config: GroupConfig
}

export interface Decision {
  readonly state: GroupState
  readonly effects: readonly Effect[]
}

export type Outcome<Answer> = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'park'; readonly memberId: string }

/** A decision in the making: local to one call of a `decide…` function, so nothing outside sees it change. */
export class Draft {
  state: GroupState
  readonly effects: Effect[] = []
  readonly context: DecideContext

  constructor(state: GroupState, context: DecideContext) {
    this.state = state
    this.context = context
  }

  do(effect: Effect): void {
    this.effects.push(effect)
  }

  /** The session begins anew, with the member's own timeout. */
  keepAlive(member: Member): void {
    this.do({ kind: 'start-session', memberId: member.memberId, timeoutMs: member.sessionTimeoutMs })
  }

  decision(): Decision {
    return { state: this.state, effects: this.effects }
  }
}
