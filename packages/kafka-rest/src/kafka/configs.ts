import { type Result, ok } from '@leat/base'
import type { Transport } from '@leat/client'
import type { Problem } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import { DescribeConfigs, type DescribeConfigsResponse } from '@leat/wire/messages/32-describe-configs'
import { IncrementalAlterConfigs } from '@leat/wire/messages/44-incremental-alter-configs'
import { CONFIG_SOURCES, type ConfigAlteration } from '../api/configs.ts'
import { refused } from '../problems.ts'

/** What has settings: a topic, or all brokers together. */
export type Configurable = { readonly kind: 'topic'; readonly name: string } | { readonly kind: 'cluster' }

export type ConfigSource = (typeof CONFIG_SOURCES)[number]

export interface Config {
  readonly name: string
  readonly value: string | null
  readonly is_default: boolean
  readonly is_read_only: boolean
  readonly is_sensitive: boolean
  readonly source: ConfigSource
  readonly synonyms: { name: string; value: string | null; source: ConfigSource }[]
}

const TOPIC_RESOURCE = 2
const BROKER_RESOURCE = 4
/** The name that stands for all brokers. */
const ALL_BROKERS = ''
/** Topics whose settings one request asks for: some 40 settings each. */
const TOPICS_PER_REQUEST_MAX = 100

const SET = 0
const DELETE = 1

type DescribedResource = DescribeConfigsResponse['results'][number]

export async function describeConfigs(
  transport: Transport,
  of: Configurable,
  signal: AbortSignal,
): Promise<Result<readonly Config[], Problem>> {
  const [described] = await describe(transport, [of], signal)
  if (described === undefined) return refused(ErrorCode.UNKNOWN_SERVER_ERROR)
  return described.errorCode === ErrorCode.NONE ? ok(configsOf(described)) : refused(described.errorCode, described.errorMessage)
}

/** The settings of many topics, in few requests. Topics that went, or may not be described, are left out. */
export async function describeTopicConfigs(
  transport: Transport,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Config[]>> {
  const found = new Map<string, readonly Config[]>()
  for (let at = 0; at < names.length; at += TOPICS_PER_REQUEST_MAX) {
    const some = names.slice(at, at + TOPICS_PER_REQUEST_MAX).map((name): Configurable => ({ kind: 'topic', name }))
    for (const described of await describe(transport, some, signal))
      if (described.errorCode === ErrorCode.NONE) found.set(described.resourceName, configsOf(described))
  }
  return found
}

/** All or nothing. */
export async function alterConfigs(
  transport: Transport,
  of: Configurable,
  alterations: readonly ConfigAlteration[],
  { validateOnly, signal }: { readonly validateOnly: boolean; readonly signal: AbortSignal },
): Promise<Result<null, Problem>> {
  const configs = alterations.map(({ name, value, operation }) => ({
    name,
    value: value ?? null,
    configOperation: operation === 'DELETE' ? DELETE : SET,
  }))
  const resources = [{ ...resourceOf(of), configs }]
  const { responses } = await transport.call(IncrementalAlterConfigs, { resources, validateOnly }, { signal })
  const altered = responses[0]
  if (altered === undefined) return refused(ErrorCode.UNKNOWN_SERVER_ERROR)
  return altered.errorCode === ErrorCode.NONE ? ok(null) : refused(altered.errorCode, altered.errorMessage)
}

async function describe(
  transport: Transport,
  resources: readonly Configurable[],
  signal: AbortSignal,
): Promise<readonly DescribedResource[]> {
  const wanted = resources.map((of) => ({ ...resourceOf(of), configurationKeys: null }))
  return (await transport.call(DescribeConfigs, { resources: wanted, includeSynonyms: true }, { signal })).results
}

function resourceOf(of: Configurable): { readonly resourceType: number; readonly resourceName: string } {
  return of.kind === 'topic'
    ? { resourceType: TOPIC_RESOURCE, resourceName: of.name }
    : { resourceType: BROKER_RESOURCE, resourceName: ALL_BROKERS }
}

function configsOf({ configs }: DescribedResource): Config[] {
  return configs.map(({ name, value, readOnly, isSensitive, configSource, synonyms }) => {
    const source = configSourceOf(configSource)
    return {
      name,
      value: isSensitive ? null : value,
      is_default: source === 'DEFAULT_CONFIG',
      is_read_only: readOnly,
      is_sensitive: isSensitive,
      source,
      synonyms: synonyms.map((synonym) => ({
        name: synonym.name,
        value: isSensitive ? null : synonym.value,
        source: configSourceOf(synonym.source),
      })),
    }
  })
}

/** By the numbers of the wire. */
export function configSourceOf(source: number): ConfigSource {
  return CONFIG_SOURCES[source] ?? 'UNKNOWN'
}
