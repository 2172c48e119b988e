import type { PrincipalName } from '@leat/access'
import type { NodeId } from '@leat/base'
import { backendTransport, type Transport } from '@leat/client'
import type { Session } from '@leat/wire'
import type { CallAs, DataAsks, ServedApi } from '../data/protocol.ts'
import type { Conversation } from '../link/conversation.ts'
import { linkBackend } from './link-backend.ts'

/** Callers of Kafka REST whose sessions are kept, over all clusters. The longest unused is ended for a new one. */
const CALLERS_MAX = 1_024

/**
 * The only place where sessions on clusters are made. A `system` session is nobody's who came over a network: it is for the stores and the audit
 * log of Leat itself. A caller's is authorized and audited like a connection of its own.
 */
export interface Sessions {
  /** `clientId` is how the cluster's log names whoever calls. */
  system(cluster: string, serves: readonly ServedApi[], clientId: string): Transport
  caller(cluster: string, serves: readonly ServedApi[], caller: { readonly principal: PrincipalName; readonly address: string }): Transport
  /** The cluster is gone, or opens anew: sessions of callers on it end. */
  endCallers(cluster: string): void
  [Symbol.dispose](): void
}

interface Kept {
  readonly cluster: string
  readonly transport: Transport
  readonly controller: AbortController
}

/** Any broker takes requests that not one alone may answer. */
const FIRST_NODE: NodeId = 1

export function sessionsOver(data: Conversation<DataAsks>): Sessions {
  const all = new AbortController()
  const callers = new Map<string, Kept>()
  let count = 0

  const open = (cluster: string, serves: readonly ServedApi[], as: CallAs, clientId: string, signal: AbortSignal): Transport => {
    const identity = as === 'system' ? SYSTEM : as
    const session: Session = {
      ...identity,
      tenant: as === 'system' ? null : cluster,
      listener: as === 'system' ? 'system' : 'SASL_SSL',
      node: FIRST_NODE,
      connectionId: `${clientId}-${++count}`,
      signal,
    }
    return backendTransport({ backend: linkBackend(data, cluster, serves, as), session, clientId })
  }
  const end = (key: string): void => {
    callers.get(key)?.controller.abort()
    callers.delete(key)
  }
  return {
    system: (cluster, serves, clientId) => open(cluster, serves, 'system', clientId, all.signal),
    caller(cluster, serves, { principal, address }) {
      const key = `${cluster} ${principal} ${address}`
      let kept = callers.get(key)
      if (kept !== undefined) callers.delete(key)
      else {
        if (callers.size >= CALLERS_MAX) end(callers.keys().next().value!)
        const controller = new AbortController()
        const as = { principal: principalOf(principal), clientHost: `/${address}` }
        kept = { cluster, controller, transport: open(cluster, serves, as, 'kafka-rest', controller.signal) }
      }
      callers.set(key, kept)
      return kept.transport
    },
    endCallers(cluster) {
      for (const [key, kept] of callers) if (kept.cluster === cluster) end(key)
    },
    [Symbol.dispose]() {
      for (const key of callers.keys()) end(key)
      all.abort()
    },
  }
}

const SYSTEM = { principal: { type: 'User', name: 'leat' }, clientHost: '/127.0.0.1', trusted: true } as const

/** `User:sa-123abc` in its two parts. */
function principalOf(name: PrincipalName): { readonly type: string; readonly name: string } {
  const colon = name.indexOf(':')
  return { type: name.slice(0, colon), name: name.slice(colon + 1) }
}
