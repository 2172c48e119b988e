import { type Net, NetError, type NetListener, type NetSocket, type NodeId } from '@leat/base'
import { guessHandshake, refusalOf, type Report } from './events.ts'
import type { EdgeLimits } from './limits.ts'
import { checkListener, type Listener } from './listener.ts'

/** Where a listener really listens. */
export interface BoundListener {
  readonly node: NodeId
  readonly listener: string
  /** Those of the configured hosts that this machine has. */
  readonly hosts: readonly string[]
  readonly port: number
}

/** One listener of one node, open on all its addresses. */
export interface OpenListener {
  readonly bound: BoundListener
  close(): Promise<void>
}

interface OpenOptions {
  readonly net: Net
  readonly limits: EdgeLimits
  readonly report: Report
  readonly onSocket: (socket: NetSocket, listener: Listener, node: NodeId) => void
}

/** A port that is free on one address may be taken on the next; with port 0 another one is tried. */
const PORT_ATTEMPTS = 10

/** Throws `ListenerRefused` (a listener that must not be) and `NetError` (a busy port). */
export async function openListener(options: OpenOptions, node: NodeId, listener: Listener): Promise<OpenListener> {
  checkListener(listener)
  for (let attempt = 1; ; attempt++) {
    const opened: NetListener[] = []
    try {
      await listenOnAll(options, node, listener, opened)
      const bound = { node, listener: listener.name, hosts: opened.map((one) => one.host), port: opened[0]!.port }
      return { bound, close: async () => void (await Promise.all(opened.map((one) => one.close()))) }
    } catch (error) {
      await Promise.all(opened.map((one) => one.close()))
      const again = listener.port === 0 && opened.length > 0 && error instanceof NetError && error.code === 'EADDRINUSE'
      if (!again || attempt === PORT_ATTEMPTS) throw error
    }
  }
}

async function listenOnAll(options: OpenOptions, node: NodeId, listener: Listener, opened: NetListener[]): Promise<void> {
  for (const [index, host] of listener.hosts.entries()) {
    const port = opened[0]?.port ?? listener.port
    try {
      opened.push(await listenOn(options, node, listener, host, port))
    } catch (error) {
      const absent = error instanceof NetError && error.code === 'EADDRNOTAVAIL'
      const isLast = index === listener.hosts.length - 1
      // Many containers have no IPv6: one address that is there is enough.
      if (!absent || (isLast && opened.length === 0)) throw error
      options.report.event('info', 'address-absent', { listener: listener.name, host })
    }
  }
}

function listenOn(
  { net, limits, report, onSocket }: OpenOptions,
  node: NodeId,
  listener: Listener,
  host: string,
  port: number,
): Promise<NetListener> {
  const tls = listener.protocol === 'SASL_SSL' ? { tls: listener.tls!, handshakeTimeoutMs: limits.tlsHandshakeMs } : {}
  return net.listen(
    { host, port, connectionsMax: limits.connectionsMax, ...tls },
    {
      onSocket: (socket) => onSocket(socket, listener, node),
      onRefused: ({ reason, detail, remoteAddress }) => {
        const cause = refusalOf(reason)
        const guess = cause === 'tls-handshake' ? guessHandshake(detail) : undefined
        report.refused(cause, { listener: listener.name, remote: remoteAddress, detail, guess })
      },
    },
  )
}
