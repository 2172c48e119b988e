import { type Result, ok } from '@leat/base'
import { ApiNotServed, type Transport, TransportClosed } from '@leat/client'
import { type Endpoint, type Input, type Operation, type Problem, type Success, operation } from '@leat/rest'
import { ErrorCode } from '@leat/wire'
import type { KafkaRest } from './door.ts'
import { type Links, linksOf } from './links.ts'
import { notFound, refused } from './problems.ts'

/** A cluster as its caller may reach it, for one request. */
export interface Cluster {
  readonly id: string
  readonly transport: Transport
  readonly links: Links
  readonly signal: AbortSignal
}

type ClusterEndpoint = Endpoint<'cluster_id'> & { readonly access: { readonly kind: 'caller' } }

export type ClusterLogic<E extends Endpoint> = (cluster: Cluster, input: Input<E>) => Promise<Result<Success, Problem>>

/** Logic of an endpoint below `/clusters/{cluster_id}`: behind the door, and only there. */
export function onCluster<E extends Endpoint>(
  rest: KafkaRest,
  of: E & { readonly params: readonly ('cluster_id' | E['params'][number])[] },
  logic: ClusterLogic<E>,
): Operation {
  return operation(of as Endpoint as ClusterEndpoint, async (input, signal) => {
    const id = input.params.cluster_id
    const transport = rest.door.connect(id, input.caller, input.request.remoteAddress)
    if (transport === null) return notFound(`Cluster ${id} cannot be found.`)
    const links = linksOf(rest.origin(input.request, id), id)
    try {
      return await logic({ id, transport, links, signal }, input as unknown as Input<E>)
    } catch (cause) {
      if (cause instanceof TransportClosed) return refused(ErrorCode.BROKER_NOT_AVAILABLE)
      if (cause instanceof ApiNotServed) return refused(ErrorCode.UNSUPPORTED_VERSION)
      throw cause
    }
  })
}

export function answer(body: unknown, rest: Omit<Success, 'body'> = {}): { readonly ok: true; readonly value: Success } {
  return ok({ ...rest, body })
}

export const NO_CONTENT = ok({})

/** A number in a path; null where it is none, which is an address nobody has. */
export function idOf(text: string): number | null {
  return /^\d{1,10}$/.test(text) && Number(text) <= 2_147_483_647 ? Number(text) : null
}
