import type * as messages from '@leat/wire/messages'
import type { Api, RequestOf, ResponseOf } from '@leat/wire'
import { apis } from '@leat/wire/messages'

type Messages = typeof messages

/** Every API of Kafka by its name: `Produce`, `Fetch`, ... */
type Apis = { readonly [Name in keyof Messages as Messages[Name] extends Api ? Name : never]: Messages[Name] }

/** Name of an API of Kafka. */
export type ApiName = keyof Apis

/** Decoded body of a request: Kafka's own field names, in camel case. */
export type RequestBody<Name extends ApiName> = Apis[Name] extends Api ? RequestOf<Apis[Name]> : never

/** Decoded body of a response. */
export type ResponseBody<Name extends ApiName> = Apis[Name] extends Api ? ResponseOf<Apis[Name]> : never

export function apiNamed(name: string): Api {
  const found = apis.find((api) => api.name === name)
  if (found === undefined) throw new Error(`Kafka has no API named ${name}; for example Produce, Fetch, OffsetCommit`)
  return found
}
