import type { Change, Store } from '@leat/store'
import type { Entities, Kind } from '../entities.ts'
import { CONTROL_SCHEMA, type ControlState, emptyState } from '../state.ts'

/** One entity that changed, before and after. */
export type EntityChange = {
  readonly [K in Kind]: { readonly kind: K; readonly id: string; readonly before: Entities[K] | null; readonly after: Entities[K] | null }
}[Kind]

/**
 * The state as far as it is durable. `store.state` may be ahead by decisions that are not on the disk yet and may never be; what leaves for
 * data planes must not be of those.
 */
export interface Mirror extends Disposable {
  readonly state: ControlState
  /** Called after `state` has the changes of one decision. */
  onChange(handler: (changes: readonly EntityChange[]) => void): void
}

/** Everything in the store is durable at the call (`settled`), and nobody decides during it. */
export function mirrorOf(store: Store<ControlState>): Mirror {
  const state = copyOf(store.state)
  const handlers: ((changes: readonly EntityChange[]) => void)[] = []
  const subscription = store.onApplied((changes) => {
    const told = changes.map((change) => applyTo(state, change))
    for (const handler of handlers) handler(told)
  })
  return {
    state,
    onChange: (handler) => void handlers.push(handler),
    [Symbol.dispose]: () => subscription[Symbol.dispose](),
  }
}

function copyOf(state: ControlState): ControlState {
  const copy = emptyState()
  for (const [kind, table] of Object.entries(state)) {
    for (const [id, entity] of table) CONTROL_SCHEMA.apply(copy, `${kind}/${id}`, entity)
  }
  return copy
}

function applyTo(state: ControlState, { key, value }: Change): EntityChange {
  const slash = key.indexOf('/')
  const kind = key.slice(0, slash) as Kind
  const id = key.slice(slash + 1)
  const before = state[kind].get(id) ?? null
  CONTROL_SCHEMA.apply(state, key, value)
  return { kind, id, before, after: state[kind].get(id) ?? null } as EntityChange
}
