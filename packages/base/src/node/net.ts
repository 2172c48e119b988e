import { connect as connectTcp, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import type * as tlsTypes from 'node:tls'
import {
  type ConnectOptions,
  type ListenOptions,
  type Net,
  type NetAccept,
  NetError,
  type NetListener,
  type NetSocket,
  type TlsProblem,
} from '../net.ts'

const HANDSHAKE_TIMEOUT_MS = 10_000
const BACKLOG = 511
/** Silence after which the system asks whether the peer is still there: one that lost its power ends nothing by itself. */
const KEEP_ALIVE_MS = 60_000

/** Loaded with the first TLS socket: a thread that only has the other ports does without, some 8 ms and several MB. */
const tlsModule = (): typeof tlsTypes => process.getBuiltinModule('node:tls')

/** Real sockets: TCP with keep-alive and without Nagle's delay, TLS 1.2 and 1.3. */
export function nodeNet(): Net {
  return { listen, connect }
}

async function listen(options: ListenOptions, accept: NetAccept): Promise<NetListener> {
  const server = options.tls === undefined ? tcpServer(accept) : tlsServer(options, options.tls, accept)
  if (options.connectionsMax !== undefined) server.maxConnections = options.connectionsMax
  server.on('drop', (dropped) => {
    accept.onRefused({ reason: 'too-many-connections', detail: 'closed at accept', remoteAddress: dropped?.remoteAddress ?? '' })
  })
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(netError(error, `${options.host}:${options.port}`)))
    server.listen({ host: options.host, port: options.port, backlog: options.backlog ?? BACKLOG }, () => {
      server.removeAllListeners('error')
      // Out of descriptors: the system refuses a connection, those that live go on.
      server.on('error', (error) => accept.onRefused({ reason: 'accept-failed', detail: error.message, remoteAddress: '' }))
      resolve(listenerOf(server, options.host))
    })
  })
}

function tcpServer(accept: NetAccept): Server {
  return createTcpServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS }, (socket) =>
    accept.onSocket(netSocket(socket)),
  )
}

function tlsServer(options: ListenOptions, tls: { readonly cert: string; readonly key: string }, accept: NetAccept): Server {
  const server = tlsModule().createServer(
    {
      cert: tls.cert,
      key: tls.key,
      minVersion: 'TLSv1.2',
      handshakeTimeout: options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    },
    (socket) => accept.onSocket(netSocket(socket)),
  )
  server.on('tlsClientError', (error, socket) => {
    // Who connects and goes again, as health checks do, has failed at nothing.
    const reason = (error as { code?: string }).code === 'ECONNRESET' ? 'handshake-aborted' : 'tls-handshake'
    accept.onRefused({ reason, detail: error.message, remoteAddress: plainAddress(socket.remoteAddress ?? '') })
    socket.destroy()
  })
  return server
}

function listenerOf(server: Server, host: string): NetListener {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new NetError('EOTHER', `${host}: no port`)
  const close = (): Promise<void> => {
    // The callback of close waits until the last connection is gone; the port itself is free with the next turn of the loop.
    server.close()
    return new Promise((resolve) => void setImmediate(resolve))
  }
  return { host, port: address.port, close, [Symbol.asyncDispose]: close }
}

function connect(options: ConnectOptions): Promise<NetSocket> {
  return new Promise((resolve, reject) => {
    const { host, port, tls, signal } = options
    if (signal?.aborted === true) return reject(signal.reason)
    const keepAlive = { keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS }
    const socket: Socket =
      tls === undefined
        ? connectTcp({ host, port, noDelay: true, ...keepAlive })
        : tlsModule().connect({
            host,
            port,
            minVersion: 'TLSv1.2',
            ...keepAlive,
            servername: tls.servername ?? hostname(host),
            ...(tls.ca === undefined ? {} : { ca: tls.ca }),
          })
    const onError = (error: Error): void => {
      signal?.removeEventListener('abort', onAbort)
      reject(netError(error, `${host}:${port}`))
    }
    const onAbort = (): void => {
      socket.destroy()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.once('error', onError)
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      socket.removeListener('error', onError)
      signal?.removeEventListener('abort', onAbort)
      socket.setNoDelay(true)
      resolve(netSocket(socket))
    })
  })
}

/** Server names are names; an IP address is never sent as one (RFC 6066). */
function hostname(host: string): string {
  return /^[\d.]+$|:/.test(host) ? '' : host
}

function netSocket(socket: Socket): NetSocket {
  socket.on('error', () => {})
  return {
    stream: socket,
    remoteAddress: plainAddress(socket.remoteAddress ?? ''),
    remotePort: socket.remotePort ?? 0,
    localPort: socket.localPort ?? 0,
    tls: isTls(socket) ? { protocol: socket.getProtocol() ?? 'unknown' } : null,
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    // resetAndDestroy throws for a TLS socket's inner handle in some states; there, destroy says goodbye by itself.
    destroy: () => void (isTls(socket) || socket.destroyed ? socket.destroy() : socket.resetAndDestroy()),
  }
}

function isTls(socket: Socket): socket is tlsTypes.TLSSocket {
  return 'encrypted' in socket
}

/** `::ffff:10.0.0.1` is how a dual-stack listener shows an IPv4 peer. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address
}

/** A machine without IPv6 says EAFNOSUPPORT: for us, `::1` is not there. */
const CODES: Readonly<Record<string, NetError['code']>> = {
  EADDRINUSE: 'EADDRINUSE',
  EADDRNOTAVAIL: 'EADDRNOTAVAIL',
  EAFNOSUPPORT: 'EADDRNOTAVAIL',
  EACCES: 'EACCES',
  ECONNREFUSED: 'ECONNREFUSED',
}

/** What OpenSSL says of a certificate, and Node of its names. */
const TLS_PROBLEMS: Readonly<Record<string, TlsProblem>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  CERT_SIGNATURE_FAILURE: 'untrusted',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'handshake',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'handshake',
}

/** Several addresses of one name give one error around theirs, without words of its own. */
function netError(error: Error & { code?: string; errors?: readonly Error[] }, where: string): NetError {
  const message = error.message === '' ? (error.errors?.[0]?.message ?? error.code ?? 'no connection') : error.message
  return new NetError(CODES[error.code ?? ''] ?? 'EOTHER', `${where}: ${message}`, error, TLS_PROBLEMS[error.code ?? ''] ?? null)
}
