/**
 * The seven responses that carry host and port. Backends answer in node ids; here, and only here, addresses are filled in, per listener.
 *
 *     Metadata, DescribeCluster                          brokers: those without an address on this listener are left out, as Kafka does
 *     FindCoordinator v0-3, v4+                          the coordinator, each coordinator
 *     Produce v10+, Fetch v16+, ShareFetch,
 *     ShareAcknowledge                                   the new leaders' endpoints (KIP-951)
 */
import type { NodeId } from '@leat/base'
import { type Api, ApiKey, type Call, decodeResponseFrame, type Encodable, encodeResponseFrame } from '@leat/wire'
import type { ProduceResponse } from '@leat/wire/messages/00-produce'
import type { MetadataResponse } from '@leat/wire/messages/03-metadata'
import type { FindCoordinatorResponse } from '@leat/wire/messages/10-find-coordinator'
import type { DescribeClusterResponse } from '@leat/wire/messages/60-describe-cluster'

export interface Address {
  readonly host: string
  readonly port: number
}

/** Where clients of a listener reach a node; null when they do not. */
export type AddressBook = (listener: string, node: NodeId) => Address | null

type AddressOf = (node: NodeId) => Address | null
type Placed = { readonly nodeId?: number | undefined }

/** True when the response of this call may carry addresses. */
export function carriesAddresses(api: Api, version: number): boolean {
  switch (api.key) {
    case ApiKey.Metadata:
    case ApiKey.DescribeCluster:
    case ApiKey.FindCoordinator:
    case ApiKey.ShareFetch:
    case ApiKey.ShareAcknowledge:
      return true
    case ApiKey.Produce:
      return version >= 10
    case ApiKey.Fetch:
      return version >= 16
    default:
      return false
  }
}

/** The message with addresses; the given one is left as it is, it may be shared by other sessions. */
export function fillAddresses(call: Call, message: unknown, book: AddressBook): unknown {
  const addressOf: AddressOf = (node) => book(call.session.listener, node)
  switch (call.api.key) {
    case ApiKey.Metadata:
    case ApiKey.DescribeCluster: {
      const response = message as Encodable<MetadataResponse | DescribeClusterResponse>
      const nodes: readonly { readonly brokerId?: number | undefined; readonly nodeId?: number | undefined }[] = response.brokers ?? []
      return { ...response, brokers: nodes.flatMap((broker) => place(broker, broker.nodeId ?? broker.brokerId, addressOf)) }
    }
    case ApiKey.FindCoordinator:
      return fillCoordinators(message as Encodable<FindCoordinatorResponse>, addressOf)
    default: {
      const response = message as Pick<Encodable<ProduceResponse>, 'nodeEndpoints'>
      const endpoints = response.nodeEndpoints ?? []
      return endpoints.length === 0
        ? message
        : { ...response, nodeEndpoints: endpoints.flatMap((node) => place(node, node.nodeId, addressOf)) }
    }
  }
}

/** A ready response with addresses: taken apart and put together again. The chunks come without size prefix; the answer has one. */
export function fillFrame(call: Call, chunks: readonly Buffer[], book: AddressBook): Buffer[] {
  const frame = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
  const { correlationId, message } = decodeResponseFrame(call.api, call.version, frame)
  return encodeResponseFrame(call.api, call.version, correlationId, fillAddresses(call, message, book))
}

function fillCoordinators(response: Encodable<FindCoordinatorResponse>, addressOf: AddressOf): Encodable<FindCoordinatorResponse> {
  // An error names node -1, which has no address: it stays as the backend wrote it.
  return {
    ...response,
    ...addressOrNothing(response, addressOf),
    coordinators: (response.coordinators ?? []).map((coordinator) => ({ ...coordinator, ...addressOrNothing(coordinator, addressOf) })),
  }
}

function addressOrNothing(node: Placed, addressOf: AddressOf): Address | null {
  return node.nodeId === undefined || node.nodeId < 0 ? null : addressOf(node.nodeId)
}

function place<T extends object>(node: T, nodeId: number | undefined, addressOf: AddressOf): (T & Address)[] {
  const address = nodeId === undefined ? null : addressOf(nodeId)
  return address === null ? [] : [{ ...node, host: address.host, port: address.port }]
}
