import type { Caller } from '@leat/access'
import type { Result } from '@leat/base'
import type * as v from 'valibot'
import type { HttpRequest, Method } from './http.ts'
import type { ErrorForm, Problem } from './problem.ts'

/**
 * Who may call, as data: routing enforces the first two, the logic the third (it must load the object to know its scope), and the permission walk
 * reads all of them.
 */
export type Access =
  | { readonly kind: 'public' }
  /** Any authenticated caller; what it sees is filtered by what it may see. */
  | { readonly kind: 'caller' }
  /** An operation of the role catalogue on a type of resource of it: `Alter` on `Environment`. */
  | { readonly kind: 'may'; readonly operation: string; readonly on: string }

type Schema = v.GenericSchema<unknown, unknown>
export type Entries = Readonly<Record<string, Schema>>

/** An HTTP operation as data: routing, validation, the OpenAPI document, CLI, console and the permission walk read it. */
export interface Endpoint<Params extends string = string, Query extends Entries = Entries, Body extends Schema | null = Schema | null> {
  /** operationId: as published where it is published. */
  readonly id: string
  /** The API it belongs to, with its version: `org/v2`, `cmk/v2`, `kafka/v3`, `v1`, `mds`, `leat/v1`. */
  readonly api: string
  readonly errors: ErrorForm
  readonly method: Method
  /** `/org/v2/environments/{id}`. A segment may end with a literal: `/topics/{topic_name}/configs:alter`, `/acls:batch`. */
  readonly path: string
  readonly params: readonly Params[]
  readonly summary: string
  readonly access: Access
  /** Each parameter is a schema over string (or string[] when repeated); unknown parameters are ignored, as the cloud does. */
  readonly query: Query
  readonly body: Body
  /** The usual success status first. */
  readonly returns: { readonly status: number; readonly schema: Schema | null }
  /** Largest body in bytes; 1 MiB when absent. */
  readonly bodyBytesMax?: number
  /** The body is read, and the answer written, piece by piece: the logic gets `request.body` as it comes. */
  readonly streams?: true
}

export interface Input<E extends Endpoint> {
  readonly params: Readonly<Record<E['params'][number], string>>
  readonly query: { readonly [K in keyof E['query']]: v.InferOutput<E['query'][K]> }
  readonly body: E['body'] extends Schema ? v.InferOutput<E['body']> : null
  /** Null only where access is public. */
  readonly caller: E['access'] extends { kind: 'public' } ? Caller | null : Caller
  readonly request: HttpRequest
}

/** A success: the body (encoded as JSON), with headers or another status where the endpoint's own do not fit. */
export interface Success {
  readonly body?: unknown
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Instead of `body`: this text as it is. */
  readonly text?: string
  /** Instead of `body`: pieces as they come, for endpoints that stream. */
  readonly stream?: AsyncIterable<string | Buffer>
}

export type Logic<E extends Endpoint> = (input: Input<E>, signal: AbortSignal) => Promise<Result<Success, Problem>>

/** An endpoint with what it does. */
export interface Operation {
  readonly endpoint: Endpoint
  readonly logic: Logic<Endpoint>
}

/** Who calls, from the request's credentials; null: it carries none. Problem: it carries wrong ones. */
export type Authenticate = (request: HttpRequest, endpoint: Endpoint) => Promise<Result<Caller | null, Problem>>

type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | ParamsOf<Rest> : never

export function endpoint<
  const Path extends string,
  const A extends Access,
  const Query extends Entries = Record<never, never>,
  Body extends Schema | null = null,
>(definition: {
  readonly id: string
  readonly api: string
  readonly errors: ErrorForm
  readonly method: Method
  readonly path: Path
  readonly summary: string
  readonly access: A
  readonly query?: Query
  readonly body?: Body
  readonly returns: { readonly status: number; readonly schema: Schema | null }
  readonly bodyBytesMax?: number
  readonly streams?: true
}): Endpoint<ParamsOf<Path>, Query, Body> & { readonly access: A; readonly path: Path } {
  const params = [...definition.path.matchAll(/\{([a-z_]+)\}/g)].map((match) => match[1]!) as ParamsOf<Path>[]
  const { query = {} as Query, body = null as Body, ...rest } = definition
  return { ...rest, params, query, body }
}

/** Binds logic to its endpoint, typed by it. */
export function operation<E extends Endpoint>(of: E, logic: Logic<E>): Operation {
  return { endpoint: of, logic: logic as unknown as Logic<Endpoint> }
}
