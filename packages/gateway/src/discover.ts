import type { Clock, Millis, Net, NodeId } from '@leat/base'
import {
  type Api,
  ApiKey,
  type ApiRange,
  type ApiTable,
  decodeResponseFrame,
  type Encodable,
  encodeRequestFrame,
  ErrorCode,
  errorName,
  type Feature,
  type RequestOf,
} from '@leat/wire'
import { AddPartitionsToTxn, apiByKey, ApiVersions, type ApiVersionsResponse, Metadata, type MetadataResponse } from '@leat/wire/messages'
import { type BrokerAddress, connectWithin } from './connect.ts'
import type { GatewayLimits } from './limits.ts'
import { Upstream } from './upstream.ts'

/** What a cluster told of itself. */
export interface Discovered {
  readonly clusterId: string | null
  readonly apis: ApiTable
  readonly features: readonly Feature[]
  readonly brokers: ReadonlyMap<NodeId, BrokerAddress>
}

/** The cluster could not be asked, or what it said cannot be used. The message says which address and why. */
export class UpstreamUnusable extends Error {
  override readonly name = 'UpstreamUnusable'
}

export interface DiscoverOptions {
  readonly net: Net
  readonly clock: Clock
  readonly limits: GatewayLimits
}

/** Asks the addresses in order; the first that answers speaks for the cluster. Throws `UpstreamUnusable` when none does. */
export async function discover(options: DiscoverOptions, bootstrap: readonly BrokerAddress[]): Promise<Discovered> {
  const causes: string[] = []
  for (const address of bootstrap) {
    try {
      return await discoverAt(options, address)
    } catch (error) {
      causes.push(`${address.host}:${address.port}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new UpstreamUnusable(`no broker could be asked: ${causes.join('; ')}`)
}

async function discoverAt({ net, clock, limits }: DiscoverOptions, address: BrokerAddress): Promise<Discovered> {
  const connect = () => connectWithin(net, clock, address, limits.connectMs)
  const upstream = new Upstream({ clock, limits, connect, onEnd: () => {} })
  try {
    const exchange = exchangeOver(upstream, clock, limits.discoveryMs)
    const versions = await askApiVersions(exchange)
    const apis = intersect(versions)
    const metadata = apis.get(ApiKey.Metadata)
    if (metadata === undefined) throw new UpstreamUnusable('it serves no Metadata')
    const told: MetadataResponse = decodeResponseFrame(
      Metadata,
      metadata.max,
      await exchange(Metadata, metadata.max, { topics: [], allowAutoTopicCreation: false }),
    ).message
    return {
      clusterId: told.clusterId,
      apis,
      features: featuresOf(versions),
      brokers: new Map(told.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }])),
    }
  } finally {
    upstream.destroy()
  }
}

type Exchange = <A extends Api>(api: A, version: number, message: Encodable<RequestOf<A>>) => Promise<Buffer>

function exchangeOver(upstream: Upstream, clock: Clock, timeoutMs: Millis): Exchange {
  let correlationId = 0
  return async (api, version, message) => {
    correlationId += 1
    const frame = Buffer.concat(encodeRequestFrame(api, version, { correlationId, clientId: CLIENT_ID }, message)).subarray(4)
    using _deadline = clock.after(timeoutMs, () => upstream.destroy())
    const reply = await upstream.send(frame, correlationId, true)
    if (reply.kind !== 'frame') throw new UpstreamUnusable(`it did not answer ${api.name}`)
    return Buffer.concat(reply.chunks)
  }
}

const CLIENT_ID = 'leat-gateway'
const CORRELATION_BYTES = 4

/** A broker that does not know our version of ApiVersions answers in version 0 and names its own range (KIP-511). */
async function askApiVersions(exchange: Exchange): Promise<ApiVersionsResponse> {
  const ask = (version: number) => exchange(ApiVersions, version, { clientSoftwareName: CLIENT_ID, clientSoftwareVersion: '0.1.0' })
  let version = ApiVersions.versions[1]
  let frame = await ask(version)
  if (frame.readInt16BE(CORRELATION_BYTES) === ErrorCode.UNSUPPORTED_VERSION) {
    const own = decodeResponseFrame(ApiVersions, 0, frame).message.apiKeys.find(({ apiKey }) => apiKey === ApiKey.ApiVersions)
    version = Math.min(version, own?.maxVersion ?? 0)
    frame = await ask(version)
  }
  const { message } = decodeResponseFrame(ApiVersions, version, frame)
  if (message.errorCode !== ErrorCode.NONE) throw new UpstreamUnusable(`it answers ApiVersions with ${errorName(message.errorCode)}`)
  return message
}

/** ApiVersions and SASL are the edge's own. */
const NOT_FORWARDED: ReadonlySet<number> = new Set([ApiKey.ApiVersions, ApiKey.SaslHandshake, ApiKey.SaslAuthenticate])
/** From v4 on AddPartitionsToTxn is for brokers: Kafka tells it to clients and refuses them (KIP-890). */
const ADD_PARTITIONS_TO_TXN_MAX = 3

/** What both the cluster serves and our codec knows. */
function intersect(versions: ApiVersionsResponse): ApiTable {
  const table = new Map<number, ApiRange>()
  for (const { apiKey, minVersion, maxVersion } of versions.apiKeys.toSorted((a, b) => a.apiKey - b.apiKey)) {
    const api = apiByKey(apiKey)
    if (api === undefined || NOT_FORWARDED.has(apiKey)) continue
    const min = Math.max(minVersion, api.versions[0])
    const cap = apiKey === AddPartitionsToTxn.key ? ADD_PARTITIONS_TO_TXN_MAX : Number.POSITIVE_INFINITY
    const max = Math.min(maxVersion, api.versions[1], cap)
    if (min > max) continue
    // Produce is told from 0 and served from 3 (KAFKA-18659).
    table.set(apiKey, minVersion < min ? { api, min, max, advertisedMin: minVersion } : { api, min, max })
  }
  return table
}

function featuresOf({ supportedFeatures, finalizedFeatures }: ApiVersionsResponse): Feature[] {
  return supportedFeatures.map(({ name, minVersion, maxVersion }) => ({
    name,
    min: minVersion,
    max: maxVersion,
    finalized: finalizedFeatures.find((feature) => feature.name === name)?.maxVersionLevel ?? 0,
  }))
}
