import type { Api } from '@leat/wire'

/** Which versions of which APIs (by key) the other side serves. An `ApiTable` is one. */
export type ServedVersions = ReadonlyMap<number, { readonly min: number; readonly max: number }>

/** The other side does not serve this API, or no version of it that we know. */
export class ApiNotServed extends Error {
  override readonly name = 'ApiNotServed'
}

/** The newest version of `api` that both sides know. @throws ApiNotServed */
export function newestVersion(apis: ServedVersions, api: Api): number {
  const range = apis.get(api.key)
  if (range === undefined) throw new ApiNotServed(`${api.name} is not served`)
  const [oldest, newest] = api.versions
  const version = Math.min(range.max, api.latestVersionUnstable === true ? newest - 1 : newest)
  if (version < Math.max(range.min, oldest))
    throw new ApiNotServed(`${api.name} is served in versions ${range.min} to ${range.max}, known here are ${oldest} to ${newest}`)
  return version
}
