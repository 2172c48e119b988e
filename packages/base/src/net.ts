import type { Duplex } from 'node:stream'

/** One accepted or made connection: a byte stream with its addresses. */
export interface NetSocket {
  /** Ends with `close` in every case; an `error` that nobody listens to is dropped, never thrown. */
  readonly stream: Duplex
  readonly remoteAddress: string
  readonly remotePort: number
  readonly localPort: number
  /** Subject of the peer's certificate when TLS asked for one and it was verified, else null. */
  readonly tls: { readonly protocol: string } | null
  /** Stops and starts reading from the peer (back-pressure); bytes already read may still arrive. */
  pause(): void
  resume(): void
  /** Cuts the connection without flushing (RST where possible). */
  destroy(): void
}

export interface TlsMaterial {
  /** PEM: certificate chain, private key. */
  readonly cert: string
  readonly key: string
}

export interface ListenOptions {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly tls?: TlsMaterial
  /** Connections waiting to be accepted. */
  readonly backlog?: number
  /** A TLS handshake that takes longer is cut (milliseconds). */
  readonly handshakeTimeoutMs?: number
  /** Connections on this listener, those in their TLS handshake included; more are closed at accept. */
  readonly connectionsMax?: number
}

export interface NetListener extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** Stops accepting; open connections live on. */
  close(): Promise<void>
}

/** `reason` is a short cause for logs and counters: `tls-handshake`, `handshake-aborted` (the peer went), `too-many-connections`, `accept-failed`. */
export interface NetAccept {
  onSocket(socket: NetSocket): void
  /** A connection that ended before it became a socket: a failed TLS handshake, for example plaintext on a TLS port. */
  onRefused(cause: { readonly reason: string; readonly detail: string; readonly remoteAddress: string }): void
}

/** Why no TLS connection was made: the certificate is signed by nobody known here, is not valid now, or names another host; or the peer speaks no TLS. */
export type TlsProblem = 'untrusted' | 'expired' | 'other-name' | 'handshake'

export class NetError extends Error {
  override readonly name = 'NetError'
  readonly code: 'EADDRINUSE' | 'EADDRNOTAVAIL' | 'EACCES' | 'ECONNREFUSED' | 'EOTHER'
  /** Null where TLS is not what failed. */
  readonly tls: TlsProblem | null
  constructor(code: NetError['code'], message: string, cause?: unknown, tls: TlsProblem | null = null) {
    super(message, { cause })
    this.code = code
    this.tls = tls
  }
}

export interface ConnectOptions {
  readonly host: string
  readonly port: number
  /** `ca` (PEM) replaces the system's trust; `servername` is the name that the certificate must carry, `host` by default. */
  readonly tls?: { readonly ca?: string; readonly servername?: string }
  /** Ends the attempt. Of no meaning once the connection is there. */
  readonly signal?: AbortSignal
}

/** The network as a parameter: real (`@leat/base/node`), in-process pairs (`@leat/base/sim`). */
export interface Net {
  /** Throws `NetError`. */
  listen(options: ListenOptions, accept: NetAccept): Promise<NetListener>
  /** Throws `NetError`, the signal's reason. */
  connect(options: ConnectOptions): Promise<NetSocket>
}
