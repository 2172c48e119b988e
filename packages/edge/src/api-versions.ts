/**
 * ApiVersions: the rendering of what a backend serves, with the edge's own APIs among them.
 *
 * - An unknown version is answered in version 0 with error 35 and the range of ApiVersions alone, and the connection goes on (KIP-511).
 * - The features' minimum 0 may be told from v4 only: older clients refuse it (KAFKA-17011).
 * - A software name or version that is not a plain word is INVALID_REQUEST (KIP-511).
 */
import { type Api, ApiKey, type Backend, type Encodable, ErrorCode, isValidVersion } from '@leat/wire'
import { SaslHandshake } from '@leat/wire/messages/17-sasl-handshake'
import { ApiVersions, type ApiVersionsRequest, type ApiVersionsResponse } from '@leat/wire/messages/18-api-versions'
import { SaslAuthenticate } from '@leat/wire/messages/36-sasl-authenticate'

const EDGE_APIS = [SaslHandshake, ApiVersions, SaslAuthenticate] as const

/** The APIs served on a listener, by key: the backend's and the edge's own. */
export function servedApis(backend: Pick<Backend, 'apis'>): (apiKey: number) => Api | undefined {
  const byKey = new Map<number, Api>([...backend.apis].map(([key, { api }]) => [key, api]))
  for (const api of EDGE_APIS) byKey.set(api.key, api)
  return (apiKey) => byKey.get(apiKey)
}

const SOFTWARE_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/

export interface ApiVersionsAnswer {
  /** The version to encode with, which is not always the request's. */
  readonly version: number
  readonly message: Encodable<ApiVersionsResponse>
}

/** Answers are made once per version: neither table ever changes. */
export function apiVersionsOf(
  backend: Pick<Backend, 'apis' | 'features'>,
): (version: number, body: () => ApiVersionsRequest) => ApiVersionsAnswer {
  const rendered = new Map<number, ApiVersionsAnswer>()
  return (version, body) => {
    if (!isValidVersion(ApiVersions.versions, version)) return UNSUPPORTED
    if (version >= 3 && !isPlainSoftware(body()))
      return { version, message: { errorCode: ErrorCode.INVALID_REQUEST, finalizedFeaturesEpoch: -1 } }
    let answer = rendered.get(version)
    if (answer === undefined) rendered.set(version, (answer = { version, message: render(backend, version) }))
    return answer
  }
}

const [minVersion, maxVersion] = ApiVersions.versions
const UNSUPPORTED: ApiVersionsAnswer = {
  version: 0,
  message: { errorCode: ErrorCode.UNSUPPORTED_VERSION, apiKeys: [{ apiKey: ApiKey.ApiVersions, minVersion, maxVersion }] },
}

function isPlainSoftware(request: ApiVersionsRequest): boolean {
  return SOFTWARE_NAME.test(request.clientSoftwareName) && SOFTWARE_NAME.test(request.clientSoftwareVersion)
}

function render(backend: Pick<Backend, 'apis' | 'features'>, version: number): Encodable<ApiVersionsResponse> {
  const ranges = new Map([...backend.apis].map(([key, range]) => [key, { min: range.advertisedMin ?? range.min, max: range.max }]))
  for (const api of EDGE_APIS) ranges.set(api.key, { min: api.versions[0], max: api.versions[1] })
  const apiKeys = [...ranges]
    .map(([apiKey, range]) => ({ apiKey, minVersion: range.min, maxVersion: range.max }))
    .toSorted((a, b) => a.apiKey - b.apiKey)

  const told = backend.features.filter((feature) => version >= 4 || feature.min > 0)
  const finalized = backend.features.filter((feature) => feature.finalized > 0)
  return {
    errorCode: ErrorCode.NONE,
    apiKeys,
    supportedFeatures: told.map(({ name, min, max }) => ({ name, minVersion: min, maxVersion: max })),
    // Levels are fixed for the life of a backend; without an epoch clients would not look at them.
    finalizedFeaturesEpoch: finalized.length > 0 ? 0 : -1,
    finalizedFeatures: finalized.map(({ name, finalized: level }) => ({ name, minVersionLevel: level, maxVersionLevel: level })),
  }
}
