import type { NodeId } from '@leat/base'
import type { Session } from '@leat/wire'
import type { Identity } from './connection-state.ts'
import type { Listener } from './listener.ts'

/** What a backend may know of a connection, once somebody is there. Trusted is who comes over a listener that is. */
export function sessionOf(
  { principal, tenant }: Identity,
  listener: Listener,
  node: NodeId,
  { id, remoteAddress }: { readonly id: string; readonly remoteAddress: string },
  signal: AbortSignal,
): Session {
  return {
    principal,
    tenant,
    listener: listener.name,
    node,
    clientHost: `/${remoteAddress}`,
    connectionId: id,
    ...(listener.trusted === true ? { trusted: true } : {}),
    signal,
  }
}
