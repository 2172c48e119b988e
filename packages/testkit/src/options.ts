import type { LogFields, LogLevel } from '@leat/base'

export interface LeatOptions {
  /** 1 by default. */
  readonly brokers?: 1 | 3
  /**
   * What an acknowledgement is worth when the power fails (`disk.crash`). `process`, the default of `./leat up`: what is synced about once a second;
   * `power`: everything acknowledged with `acks=all`. Both survive `kill`.
   */
  readonly durability?: 'process' | 'power'
  /** `virtual`: time stands still until `clock.advance`. `real` by default. */
  readonly clock?: 'real' | 'virtual'
  /** False leaves out the listener with TLS and login. */
  readonly saslSsl?: boolean
  /** Makes ids, keys and what survives a power loss reproducible. Random by default; `leat.seed` tells it. */
  readonly seed?: string
  /** Is told what Leat would log. */
  readonly log?: (level: LogLevel, event: string, fields: LogFields) => void
}

/** What a client needs for the listener with TLS and login. */
export interface SaslSsl {
  /** `localhost:<port>`, one for each broker, separated by commas. */
  readonly bootstrap: string
  readonly mechanism: 'plain'
  readonly username: string
  readonly password: string
  /** PEM of the CA that the server's certificate is from. */
  readonly ca: string
}
