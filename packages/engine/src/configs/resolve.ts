import { type NodeId, assert } from '@leat/base'
import type { ClusterView } from '../cluster/state.ts'
import { BROKER_CONFIGS, type BrokerConfigDef, brokerConfigDef } from './broker-configs.ts'
import { type ConfigDef, type ConfigSource, configFault, shownValue } from './config-type.ts'
import { TOPIC_CONFIGS, type TopicConfigDef } from './topic-configs.ts'

/** A value with its source; the first of `synonyms` is the one that holds. */
export interface ResolvedConfig<Def extends ConfigDef = ConfigDef> {
  readonly def: Def
  readonly value: string | null
  readonly source: ConfigSource
  readonly synonyms: readonly Synonym[]
}

export interface Synonym {
  readonly name: string
  readonly value: string
  readonly source: ConfigSource
}

/** What the brokers were started with (`server.properties` of old): Kafka's names, checked. */
export type StaticConfigs = ReadonlyMap<string, string>

/** @throws Error on a name nobody knows or a value that is none: a mistake in the configuration must not wait to be found. */
export function staticConfigs(configs: Readonly<Record<string, string>>): StaticConfigs {
  for (const [name, value] of Object.entries(configs)) {
    const def = brokerConfigDef(name)
    if (def === undefined) throw new Error(`unknown broker setting ${name}`)
    const fault = configFault(def, value)
    if (fault !== null) throw new Error(fault)
  }
  return new Map(Object.entries(configs))
}

export function resolveTopicConfig(
  def: TopicConfigDef,
  topicConfigs: ReadonlyMap<string, string>,
  state: ClusterView,
  statics: StaticConfigs,
  node: NodeId,
): ResolvedConfig<TopicConfigDef> {
  const own = topicConfigs.get(def.name)
  const synonyms: Synonym[] = own === undefined ? [] : [{ name: def.name, value: own, source: 'DYNAMIC_TOPIC' }]
  if (def.broker !== null) synonyms.push(...brokerSynonyms(mustDef(def.broker), state, statics, node))
  return resolved(def, synonyms)
}

export function resolveBrokerConfig(
  def: BrokerConfigDef,
  state: ClusterView,
  statics: StaticConfigs,
  node: NodeId,
): ResolvedConfig<BrokerConfigDef> {
  if (def.name === 'node.id' || def.name === 'broker.id')
    return resolved(def, [{ name: def.name, value: String(node), source: 'STATIC_BROKER' }])
  return resolved(def, brokerSynonyms(def, state, statics, node))
}

export function resolveTopicConfigs(
  topicConfigs: ReadonlyMap<string, string>,
  state: ClusterView,
  statics: StaticConfigs,
  node: NodeId,
): ResolvedConfig<TopicConfigDef>[] {
  return TOPIC_CONFIGS.map((def) => resolveTopicConfig(def, topicConfigs, state, statics, node))
}

export function resolveBrokerConfigs(state: ClusterView, statics: StaticConfigs, node: NodeId): ResolvedConfig<BrokerConfigDef>[] {
  return BROKER_CONFIGS.map((def) => resolveBrokerConfig(def, state, statics, node))
}

function brokerSynonyms(def: BrokerConfigDef, state: ClusterView, statics: StaticConfigs, node: NodeId): Synonym[] {
  const synonyms: Synonym[] = []
  const push = (value: string | null | undefined, source: ConfigSource): void => {
    if (value !== undefined && value !== null) synonyms.push({ name: def.name, value, source })
  }
  push(state.brokerConfigs.get(node)?.get(def.name), 'DYNAMIC_BROKER')
  push(state.brokerConfigs.get(null)?.get(def.name), 'DYNAMIC_DEFAULT_BROKER')
  push(statics.get(def.name), 'STATIC_BROKER')
  push(def.default, 'DEFAULT')
  return synonyms
}

function resolved<Def extends ConfigDef>(def: Def, synonyms: readonly Synonym[]): ResolvedConfig<Def> {
  const first = synonyms[0]
  const value = first?.value ?? def.default
  return { def, value: value === null ? null : shownValue(def, value), source: first?.source ?? 'DEFAULT', synonyms }
}

function mustDef(name: string): BrokerConfigDef {
  const def = brokerConfigDef(name)
  assert(def !== undefined, `no broker setting ${name}`)
  return def
}
