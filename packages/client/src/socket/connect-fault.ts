export type ConnectFaultKind =
  /** Nobody listens there, the name is unknown, the way is cut, or no answer came in time. */
  | 'unreachable'
  /** What answers is no Kafka that we can talk to here: it closes, or speaks otherwise. TLS where there is none, or none where there is TLS, looks like this. */
  | 'not-kafka'
  /** The certificate is signed by nobody who is trusted here: the CA must be given. */
  | 'tls-untrusted'
  | 'tls-expired'
  /** The certificate is for another host. */
  | 'tls-other-name'
  /** The broker refused the login; the message is its own. */
  | 'authentication-failed'
  /** The broker does not offer the mechanism of the login; the message says which it offers. */
  | 'mechanism-not-offered'

const MAY_PASS: ReadonlySet<ConnectFaultKind> = new Set(['unreachable', 'not-kafka'])

/** No connection was made. */
export class ConnectFault extends Error {
  override readonly name = 'ConnectFault'
  readonly kind: ConnectFaultKind
  /** `host:port` */
  readonly broker: string

  constructor(kind: ConnectFaultKind, broker: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.kind = kind
    this.broker = broker
  }

  /** Whether another attempt may end otherwise without anybody changing anything here. */
  get mayPass(): boolean {
    return MAY_PASS.has(this.kind)
  }
}

/** The connection ended before the answer came: the request may have taken effect or not. The next call makes a new connection. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** More calls wait, or more connections are open, than the limits allow. */
export class TransportBusy extends Error {
  override readonly name = 'TransportBusy'
}
