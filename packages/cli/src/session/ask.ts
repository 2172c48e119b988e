import type { Result } from '@leat/base'
import type { Complaint } from '../complaint.ts'
import type { ControlCalls, KafkaCalls, RegistryCalls } from '@leat/api/calls'

interface CallShape {
  readonly params: object
  readonly query: object
  readonly body: unknown
  readonly answer: unknown
}

/** What is given: path parameters where the path has some, a body where there is one, query parameters as wanted. */
export type RequestOf<C extends CallShape> = (keyof C['params'] extends never
  ? { readonly params?: undefined }
  : { readonly params: C['params'] }) &
  (C['body'] extends null ? { readonly body?: undefined } : { readonly body: C['body'] }) & { readonly query?: C['query'] }

type ItemOf<Answer> = Answer extends { readonly data: readonly (infer Item)[] } ? Item : never

/** Requests by their operationId, typed by the endpoint's definition. What the server refuses is a complaint with its status. */
export interface Ask<Calls> {
  one<Id extends keyof Calls & string>(
    id: Id,
    request: Calls[Id] extends CallShape ? RequestOf<Calls[Id]> : never,
  ): Promise<Result<Calls[Id] extends CallShape ? Calls[Id]['answer'] : never, Complaint>>
  /** All items of a list, page after page. */
  all<Id extends keyof Calls & string>(
    id: Id,
    request: Calls[Id] extends CallShape ? RequestOf<Calls[Id]> : never,
  ): Promise<Result<readonly ItemOf<Calls[Id] extends CallShape ? Calls[Id]['answer'] : never>[], Complaint>>
}

export type AskControl = Ask<ControlCalls>
export type AskKafka = Ask<KafkaCalls>
export type AskRegistry = Ask<RegistryCalls>
