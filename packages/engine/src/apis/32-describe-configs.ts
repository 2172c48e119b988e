import { type Result, fail, ok } from '@leat/base'
import { type Call, ErrorCode, decode } from '@leat/wire'
import { DescribeConfigs, type DescribeConfigsRequest, type DescribeConfigsResource } from '@leat/wire/messages/32-describe-configs'
import { type Refusal, refuse } from '../cluster/topic-faults.ts'
import { brokerConfigDef, isReadOnly } from '../configs/broker-configs.ts'
import { CONFIG_SOURCE, CONFIG_TYPE, shownValue } from '../configs/config-type.ts'
import { type ResolvedConfig, type Synonym, resolveBrokerConfigs, resolveTopicConfigs } from '../configs/resolve.ts'
import { findResource } from '../configs/resource.ts'
import { type EngineContext, respond } from '../context.ts'
import type { Handler } from '../contract.ts'

/**
 * DescribeConfigs (32)
 *
 * Behaviour: every setting of a topic with the value that holds and where it comes from; of a broker those that Leat obeys or that tell a fact. The broker named must be
 * the one that is asked; the empty name stands for what was set for all brokers. Loggers, groups and client metrics have no settings here: INVALID_REQUEST.
 *
 * Versions: v1 synonyms and sources (KIP-226) · v3 types and documentation (KIP-569), which is ours.
 */
export function describeConfigs(engine: EngineContext): Handler {
  return {
    api: DescribeConfigs,
    min: 1,
    max: 4,
    handle: (call) => {
      const request = decode(call, DescribeConfigs)
      return respond(DescribeConfigs, { results: request.resources.map((resource) => describe(engine, call, request, resource)) })
    },
  }
}

function describe(
  engine: EngineContext,
  call: Call,
  request: DescribeConfigsRequest,
  resource: DescribeConfigsResource,
): ReturnType<typeof result> {
  const described = resolvedConfigs(engine, call, resource)
  if (!described.ok) return result(resource, described.error, [])
  const keys = resource.configurationKeys
  // An empty list asks for all, like null: so Kafka reads it.
  const wanted = keys === null || keys.length === 0 ? described.value : described.value.filter(({ def }) => keys.includes(def.name))
  return result(
    resource,
    null,
    wanted.map((config) => entry(config, request)),
  )
}

interface Described extends ResolvedConfig {
  readonly readOnly: boolean
}

function resolvedConfigs(
  engine: EngineContext,
  call: Call,
  { resourceType, resourceName }: DescribeConfigsResource,
): Result<readonly Described[], Refusal> {
  const { state } = engine.cluster
  const { node } = call.session
  const found = findResource(state, engine.nodes, resourceType, resourceName)
  if (!found.ok) return found
  const resource = found.value
  if (resource.kind === 'topic')
    return ok(resolveTopicConfigs(resource.topic.configs, state, engine.statics, node).map((config) => ({ ...config, readOnly: false })))
  if (resource.node === null) return ok(forAllBrokers(state.brokerConfigs.get(null) ?? new Map()))
  if (resource.node !== node)
    return fail(refuse(ErrorCode.INVALID_REQUEST, `Unexpected broker id, expected ${node} or empty string, but received ${resourceName}`))
  return ok(
    resolveBrokerConfigs(state, engine.statics, node).map((config) => ({ ...config, readOnly: isReadOnly(config.def, engine.statics) })),
  )
}

function forAllBrokers(configs: ReadonlyMap<string, string>): Described[] {
  return [...configs].flatMap(([name, value]) => {
    const def = brokerConfigDef(name)
    if (def === undefined) return []
    const source = 'DYNAMIC_DEFAULT_BROKER' as const
    return [{ def, value: shownValue(def, value), source, synonyms: [{ name, value, source }], readOnly: false }]
  })
}

function result(resource: DescribeConfigsResource, refusal: Refusal | null, configs: readonly ReturnType<typeof entry>[]) {
  return {
    errorCode: refusal?.code ?? ErrorCode.NONE,
    // Apache Kafka's successes carry an empty text here.
    errorMessage: refusal?.message ?? '',
    resourceType: resource.resourceType,
    resourceName: resource.resourceName,
    configs,
  }
}

function entry({ def, value, source, synonyms, readOnly }: Described, { includeSynonyms, includeDocumentation }: DescribeConfigsRequest) {
  const isSensitive = def.type === 'PASSWORD'
  return {
    name: def.name,
    value: isSensitive ? null : value,
    readOnly,
    configSource: CONFIG_SOURCE[source],
    isSensitive,
    synonyms: includeSynonyms ? synonyms.map((synonym) => shownSynonym(synonym, isSensitive)) : [],
    configType: CONFIG_TYPE[def.type],
    documentation: includeDocumentation ? def.about : null,
  }
}

function shownSynonym({ name, value, source }: Synonym, isSensitive: boolean) {
  return { name, value: isSensitive ? null : value, source: CONFIG_SOURCE[source] }
}
