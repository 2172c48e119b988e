import { assert } from '@leat/base'
import type { Change, StateSchema } from '@leat/store'
import type { Entities, Kind } from './entities.ts'

const KINDS = [
  'organization',
  'environment',
  'cluster',
  'registry-cluster',
  'user',
  'service-account',
  'api-key',
  'role-binding',
  'acl',
  'client-quota',
  'session',
] as const satisfies readonly Kind[]

/** All entities by kind and id, in the order in which they were made. Changed by `apply` alone. */
export type ControlState = { readonly [K in Kind]: ReadonlyMap<string, Entities[K]> }

type Tables = { readonly [K in Kind]: Map<string, Entities[K]> }

export function emptyState(): ControlState {
  return Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as Tables
}

export const CONTROL_SCHEMA: StateSchema<ControlState> = {
  format: 1,
  empty: emptyState,
  apply(state, key, value) {
    const slash = key.indexOf('/')
    const kind = key.slice(0, slash) as Kind
    const table = (state as Tables)[kind] as Map<string, unknown> | undefined
    assert(table !== undefined, `entity ${key} is of a kind that this format does not have`)
    const id = key.slice(slash + 1)
    if (value === null) table.delete(id)
    else table.set(id, value)
    generations.set(table, (generations.get(table) ?? 0) + 1)
  },
}

const generations = new WeakMap<object, number>()

/** Grows with each change to entities of the kind: what was derived from an earlier generation is stale. */
export function generationOf(state: ControlState, kind: Kind): number {
  return generations.get(state[kind]) ?? 0
}

export function put<K extends Kind>(kind: K, entity: Entities[K]): Change {
  return { key: `${kind}/${entity.id}`, value: entity }
}

export function remove(kind: Kind, id: string): Change {
  return { key: `${kind}/${id}`, value: null }
}

/** The next number for what the v1 paths count: users, service accounts and organizations share one sequence, so that none is ever the other's. */
export function nextNumber(state: ControlState): number {
  let last = 0
  for (const kind of ['organization', 'user', 'service-account'] as const) {
    for (const { number } of state[kind].values()) last = Math.max(last, number)
  }
  return last + 1
}
