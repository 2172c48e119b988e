import { type NodeId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { type Alteration, alter, brokerConfigFault, topicConfigFault } from '../configs/alter.ts'
import { brokerConfigDef } from '../configs/broker-configs.ts'
import { type StaticConfigs, resolveBrokerConfig, resolveTopicConfig } from '../configs/resolve.ts'
import { type ConfigResource, findResource } from '../configs/resource.ts'
import { topicConfigDef } from '../configs/topic-configs.ts'
import type { Decision } from './cluster.ts'
import type { ClusterEvent } from './events.ts'
import type { ClusterView } from './state.ts'
import { type Refusal, refuse } from './topic-faults.ts'

/** What a request wants for one resource: all its settings anew (AlterConfigs), or some of them changed (IncrementalAlterConfigs). */
export type Wish =
  | { readonly kind: 'replace'; readonly configs: readonly { readonly name: string; readonly value: string | null }[] }
  | { readonly kind: 'alter'; readonly alterations: readonly Alteration[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

export interface AlterConfigsInput {
  readonly resources: readonly { readonly type: number; readonly name: string; readonly wish: Wish }[]
  readonly validateOnly: boolean
  readonly nodes: readonly NodeId[]
  readonly statics: StaticConfigs
}

/** Null for each resource that was (or would be) changed. */
export function decideAlterConfigs(state: ClusterView, input: AlterConfigsInput): Decision<readonly (Refusal | null)[]> {
  const events: ClusterEvent[] = []
  const occurrences = new Map<string, number>()
  for (const { type, name } of input.resources) occurrences.set(`${type} ${name}`, (occurrences.get(`${type} ${name}`) ?? 0) + 1)
  const answer = input.resources.map(({ type, name, wish }) => {
    if (occurrences.get(`${type} ${name}`) !== 1) return refuse(ErrorCode.INVALID_REQUEST, 'Each resource must appear at most once.')
    const resource = findResource(state, input.nodes, type, name)
    if (!resource.ok) return resource.error
    const event = change(state, input, resource.value, wish)
    if (!event.ok) return event.error
    events.push(event.value)
    return null
  })
  return { events: input.validateOnly ? [] : events, answer }
}

function change(state: ClusterView, input: AlterConfigsInput, resource: ConfigResource, wish: Wish): Result<ClusterEvent, Refusal> {
  const { statics, nodes } = input
  switch (resource.kind) {
    case 'topic': {
      const { topic } = resource
      const inherited = (name: string): string | null => {
        const def = topicConfigDef(name)
        return def === undefined ? null : resolveTopicConfig(def, topic.configs, state, statics, nodes[0]!).value
      }
      const next = wanted(topic.configs, wish, topicConfigDef, inherited)
      if (!next.ok) return next
      const fault = topicConfigFault(next.value)
      return fault === null ? ok({ type: 'topic-configs-set', id: topic.id, configs: Object.fromEntries(next.value) }) : fail(fault)
    }
    case 'broker': {
      const { node } = resource
      const inherited = (name: string): string | null => {
        const def = brokerConfigDef(name)
        return def === undefined ? null : resolveBrokerConfig(def, state, statics, node ?? nodes[0]!).value
      }
      const next = wanted(state.brokerConfigs.get(node) ?? new Map(), wish, brokerConfigDef, inherited)
      if (!next.ok) return next
      const fault = brokerConfigFault(next.value, statics)
      return fault === null ? ok({ type: 'broker-configs-set', node, configs: Object.fromEntries(next.value) }) : fail(fault)
    }
  }
}

function wanted(
  current: ReadonlyMap<string, string>,
  wish: Wish,
  defOf: Parameters<typeof alter>[2],
  inherited: Parameters<typeof alter>[3],
): Result<ReadonlyMap<string, string>, Refusal> {
  switch (wish.kind) {
    case 'refused':
      return fail(wish.refusal)
    case 'replace': {
      const names = wish.configs.map(({ name }) => name)
      if (new Set(names).size < names.length) return fail(refuse(ErrorCode.INVALID_REQUEST, 'Error due to duplicate config keys'))
      return alter(
        new Map(),
        wish.configs.map(({ name, value }) => ({ name, op: 'SET', value })),
        defOf,
        inherited,
      )
    }
    case 'alter': {
      const names = wish.alterations.map(({ name }) => name)
      if (new Set(names).size < names.length) return fail(refuse(ErrorCode.INVALID_REQUEST, 'Error due to duplicate config keys'))
      return alter(current, wish.alterations, defOf, inherited)
    }
  }
}
