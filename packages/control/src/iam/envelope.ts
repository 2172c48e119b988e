import type { HttpRequest, Problem, Success } from '@leat/rest'
import type { Result } from '@leat/base'
import type * as v from 'valibot'
import type { ControlContext } from '../context.ts'
import * as frame from '../envelope.ts'
import { organizationName } from '../names.ts'

/** The frames of `iam/v2`, whose objects all stand straight in the organization. */
const API = 'iam/v2'

export function envelope<Kind extends string, const Fields extends v.ObjectEntries>(kind: Kind, fields: Fields) {
  return frame.envelope(API, kind, fields)
}

export function listOf<Kind extends string, const Item extends v.GenericSchema>(kind: Kind, item: Item) {
  return frame.listOf(API, kind, item)
}

interface Owned {
  readonly id: string
  readonly organization: string
  readonly createdAt: string
  readonly updatedAt: string
}

/** `noun` as in paths and CRNs: `service-account`. */
export function enveloped(context: Pick<ControlContext, 'platform'>, kind: string, noun: string, entity: Owned) {
  return frame.enveloped(context, API, kind, pathOf(noun, entity.id), [...organizationName(entity.organization), [noun, entity.id]], entity)
}

export function listing<T extends Owned>(
  asked: {
    readonly request: HttpRequest
    readonly query: { readonly page_size?: number | undefined; readonly page_token?: string | undefined }
  },
  kind: string,
  items: readonly T[],
  render: (item: T) => object,
): Result<Success, Problem> {
  return frame.listing(asked, API, kind, items, render)
}

export function selfOf(restEndpoint: string, noun: string, id: string): string {
  return restEndpoint + pathOf(noun, id)
}

function pathOf(noun: string, id: string): string {
  return `/${API}/${noun}s/${id}`
}
