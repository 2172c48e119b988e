import { type Clock, type Millis, type Net, NetError, type NetSocket } from '@leat/base'
import { WireError } from '@leat/wire'
import { type ServedVersions } from '../version.ts'
import { ConnectFault, type ConnectFaultKind, ConnectionLost } from './connect-fault.ts'
import { Exchange } from './exchange.ts'
import { type SaslPlain, askVersions, login } from './handshake.ts'
import type { SocketLimits } from './limits.ts'

export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

export interface ConnectSettings {
  readonly net: Net
  readonly clock: Clock
  readonly clientId: string
  readonly tls: { readonly ca?: string; readonly servername?: string } | null
  readonly sasl: SaslPlain | null
  readonly limits: SocketLimits
}

/** A connection that is ready for requests. */
export interface BrokerConnection {
  readonly exchange: Exchange
  readonly served: ServedVersions
  /** When the login ends, on the monotonic clock; null: never. */
  readonly loginEndsAtMs: Millis | null
}

/** Connected, versions known, logged in. @throws ConnectFault, the signal's reason */
export async function connectBroker(settings: ConnectSettings, address: BrokerAddress, signal: AbortSignal): Promise<BrokerConnection> {
  const { clock, limits, sasl } = settings
  const broker = addressText(address)
  const attempt = new AbortController()
  using _ = clock.after(limits.connectMsMax, () =>
    attempt.abort(new ConnectFault('unreachable', broker, `${broker}: no connection within ${limits.connectMsMax} ms`)),
  )
  const ended = AbortSignal.any([signal, attempt.signal])
  const socket = await reach(settings, address, broker, ended)
  const exchange = new Exchange({ socket, clock, broker, clientId: settings.clientId, responseBytesMax: limits.responseBytesMax })
  const onEnded = (): void => exchange.close()
  ended.addEventListener('abort', onEnded, { once: true })
  try {
    const handshake = { broker, answerMsMax: limits.connectMsMax }
    const served = await askVersions(exchange, { ...handshake, sasl })
    const lifetimeMs = sasl === null ? null : await login(exchange, { ...handshake, sasl }, served)
    return { exchange, served, loginEndsAtMs: lifetimeMs === null ? null : clock.monotonic() + lifetimeMs }
  } catch (error) {
    exchange.close()
    ended.throwIfAborted()
    if (error instanceof ConnectFault) throw error
    if (error instanceof ConnectionLost || error instanceof WireError)
      throw new ConnectFault('not-kafka', broker, `${error.message} before it said what it serves`, error)
    throw error
  } finally {
    ended.removeEventListener('abort', onEnded)
  }
}

function addressText({ host, port }: BrokerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

async function reach(settings: ConnectSettings, address: BrokerAddress, broker: string, signal: AbortSignal): Promise<NetSocket> {
  try {
    return await settings.net.connect(settings.tls === null ? { ...address, signal } : { ...address, tls: settings.tls, signal })
  } catch (error) {
    if (!(error instanceof NetError)) throw error
    throw new ConnectFault(kindOf(error), broker, error.message, error)
  }
}

function kindOf({ tls }: NetError): ConnectFaultKind {
  switch (tls) {
    case 'untrusted':
      return 'tls-untrusted'
    case 'expired':
      return 'tls-expired'
    case 'other-name':
      return 'tls-other-name'
    case 'handshake':
      return 'not-kafka'
    case null:
      return 'unreachable'
  }
}
