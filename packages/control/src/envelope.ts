import { ok, type Result } from '@leat/base'
import { type HttpRequest, page, type Problem, selfUrl, type Success } from '@leat/rest'
import * as v from 'valibot'
import type { ControlContext } from './context.ts'
import { crn, type CrnPart } from './crn.ts'

const metadata = v.object({ self: v.string(), resource_name: v.string(), created_at: v.string(), updated_at: v.string() })

/** The frame that every object of an API has around its own fields. */
export function envelope<Api extends string, Kind extends string, const Fields extends v.ObjectEntries>(
  api: Api,
  kind: Kind,
  fields: Fields,
) {
  return v.object({ api_version: v.literal(api), kind: v.literal(kind), id: v.string(), metadata, ...fields })
}

/** The frame of a list. */
export function listOf<Api extends string, Kind extends string, const Item extends v.GenericSchema>(api: Api, kind: Kind, item: Item) {
  const link = v.optional(v.string())
  return v.object({
    api_version: v.literal(api),
    kind: v.literal(kind),
    metadata: v.object({ first: link, last: link, prev: link, next: link, total_size: v.optional(v.number()) }),
    data: v.array(item),
  })
}

interface Dated {
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
}

/** `path` and `name` say where it is reached and what it is called everywhere: `/org/v2/environments/env-1`, its CRN. */
export function enveloped(
  { platform }: Pick<ControlContext, 'platform'>,
  api: string,
  kind: string,
  path: string,
  name: readonly CrnPart[],
  { id, createdAt, updatedAt }: Dated,
) {
  const metadata = { self: platform.restEndpoint + path, resource_name: crn(name), created_at: createdAt, updated_at: updatedAt }
  return { api_version: api, kind, id, metadata } as const
}

/** One page of what was found, oldest first. */
export function listing<T extends { readonly id: string; readonly createdAt: string }>(
  asked: {
    readonly request: HttpRequest
    readonly query: { readonly page_size?: number | undefined; readonly page_token?: string | undefined }
  },
  api: string,
  kind: string,
  items: readonly T[],
  render: (item: T) => object,
): Result<Success, Problem> {
  const key = ({ createdAt, id }: T): string => `${createdAt} ${id}`
  const paged = page(items, asked.query, { self: selfUrl(asked.request), key })
  if (!paged.ok) return paged
  return ok({ body: { api_version: api, kind, metadata: paged.value.metadata, data: paged.value.data.map(render) } })
}

/** How one object names another: its id, where it is reached, and its CRN. */
export const reference = v.object({ id: v.string(), related: v.string(), resource_name: v.string() })
/** What callers send of it. */
export const referenceGiven = v.object({ id: v.pipe(v.string(), v.minLength(1), v.maxLength(255)) })

export function referenceTo({ platform }: Pick<ControlContext, 'platform'>, id: string, path: string, name: readonly CrnPart[]) {
  return { id, related: platform.restEndpoint + path, resource_name: crn(name) }
}
