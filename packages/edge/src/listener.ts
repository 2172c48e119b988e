import type { NodeId, TlsMaterial } from '@leat/base'
import type { Principal } from '@leat/wire'

/** What is spoken on a listener. SASL without TLS exists for tests, on loopback only. */
export type Protocol = 'PLAINTEXT' | 'SASL_SSL' | 'SASL_PLAINTEXT'

export interface Listener {
  /** As in Kafka's `listeners`: addresses are advertised, and keys looked up, per listener name. */
  readonly name: string
  readonly protocol: Protocol
  /** Addresses to bind, all with the same port: `127.0.0.1` and `::1`. */
  readonly hosts: readonly string[]
  /** 0 lets the system choose, once for all hosts. */
  readonly port: number
  /** SASL_SSL: certificate chain and key. */
  readonly tls?: TlsMaterial
  /** PLAINTEXT: who every client of this listener is, for example `User:admin`. */
  readonly principal?: Principal
  /** Its clients are operators: no rule is asked about them, no cap of the cluster holds for them. For listeners on loopback only. */
  readonly trusted?: boolean
  /** The logical cluster (`lkc-…`) behind this listener; keys of other clusters are unknown here. Null: the system's own. */
  readonly tenant: string | null
}

export interface NodeListeners {
  readonly node: NodeId
  readonly listeners: readonly Listener[]
}

/** A listener that must not be opened as it is configured. The message says what to change. */
export class ListenerRefused extends Error {
  override readonly name = 'ListenerRefused'
}

/** Throws `ListenerRefused`. Rule 6 of the design: whoever is not asked for a key must come from this machine. */
export function checkListener(listener: Listener): void {
  const open = listener.hosts.filter((host) => !isLoopback(host))
  const where = `listener ${listener.name} on ${open.join(', ')}`
  if (listener.hosts.length === 0) throw new ListenerRefused(`listener ${listener.name} has no address to bind`)
  if (listener.protocol === 'PLAINTEXT' && open.length > 0) {
    throw new ListenerRefused(
      `${where} asks nobody for a key and is reachable from other machines. Bind it to 127.0.0.1 and ::1, or use SASL_SSL there`,
    )
  }
  if (listener.protocol === 'SASL_PLAINTEXT' && open.length > 0) {
    throw new ListenerRefused(
      `${where} would send secrets unencrypted over the network. Bind it to 127.0.0.1 and ::1, or use SASL_SSL there`,
    )
  }
  if (listener.trusted === true && open.length > 0) {
    throw new ListenerRefused(`${where} would make everybody an operator who reaches it from other machines. Bind it to 127.0.0.1 and ::1`)
  }
  if (listener.protocol === 'PLAINTEXT' && listener.principal === undefined) {
    throw new ListenerRefused(`listener ${listener.name} asks nobody for a key and names no principal for its clients`)
  }
  if (listener.protocol === 'SASL_SSL' && listener.tls === undefined) {
    throw new ListenerRefused(`listener ${listener.name} speaks TLS and has no certificate`)
  }
}

/** True for `localhost`, 127.0.0.0/8 and ::1. Other names are not resolved: what they mean may change. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}
