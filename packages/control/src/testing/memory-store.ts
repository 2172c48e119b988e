import type { Millis } from '@leat/base'
import { type Change, type Decision, type StateSchema, type Store, type StoreRole, StoreUnavailable } from '@leat/store'

/** What outlives a crash: the decisions that were appended, in order. */
export interface MemoryLog {
  readonly decisions: (readonly Change[])[]
}

export interface MemoryStoreOptions<State> {
  readonly schema: StateSchema<State>
  /** Of an earlier store: replayed first. */
  readonly log?: MemoryLog
  /**
   * Awaited before a decision is on the log, and again before its writer learns of it: a test holds, fails or crashes the store here
   * (a promise that never resolves is a crash).
   */
  readonly step?: (at: 'append' | 'appended') => Promise<void>
}

export interface MemoryStore<State> extends Store<State> {
  readonly log: MemoryLog
}

/** It has no clock; the control plane's decisions take their own time with them. */
const NO_TIME: Millis = 0

/** A `Store` without Kafka, with the same contract; decisions go through JSON, as on a topic. */
export function memoryStore<State>({
  schema,
  log = { decisions: [] },
  step = async () => {},
}: MemoryStoreOptions<State>): MemoryStore<State> {
  const state = schema.empty()
  const handlers = new Set<(changes: readonly Change[]) => void>()
  let role: StoreRole = 'leading'
  let tail: Promise<void> = Promise.resolve()

  const apply = (changes: readonly Change[]): void => {
    for (const { key, value } of changes) schema.apply(state, key, value)
  }
  for (const changes of log.decisions) apply(changes)

  const append = async (changes: readonly Change[]): Promise<void> => {
    await step('append')
    log.decisions.push(changes)
    await step('appended')
    for (const handler of handlers) handler(changes)
  }

  return {
    log,
    state,
    get role() {
      return role
    },
    settled: () => tail,
    async lead() {
      role = 'leading'
    },
    async follow() {
      await tail
      role = 'following'
    },
    async decide<A>(decision: (state: State, nowMs: Millis) => Decision<A>): Promise<A> {
      if (role !== 'leading') throw new StoreUnavailable('this store does not lead')
      const { changes, answer } = decision(state, NO_TIME)
      if (changes.length === 0) {
        await tail
        return answer
      }
      const kept = JSON.parse(JSON.stringify(changes)) as readonly Change[]
      apply(kept)
      const before = tail
      tail = before.then(() => append(kept))
      await tail
      return answer
    },
    onApplied(handler) {
      handlers.add(handler)
      return { [Symbol.dispose]: () => void handlers.delete(handler) }
    },
    async [Symbol.asyncDispose]() {
      await tail.catch(() => {})
      role = 'stopped'
    },
  }
}
