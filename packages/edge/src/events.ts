import type { Clock, LogFields, Logger, LogLevel, Meter } from '@leat/base'

/** Why a connection ended: the field `cause` of the log line and the label of the counter `edge_connections_closed`. */
const CLOSE_LEVEL = {
  'peer-closed': 'debug',
  'peer-reset': 'debug',
  idle: 'debug',
  drained: 'debug',
  'edge-closed': 'debug',
  'session-expired': 'info',
  'key-revoked': 'info',
  'login-failed': 'warn',
  'login-timeout': 'warn',
  'cluster-connections': 'warn',
  'unauthenticated-request': 'warn',
  'illegal-sasl-state': 'warn',
  'unsupported-mechanism': 'warn',
  'bad-frame': 'warn',
  'request-too-large-before-login': 'warn',
  'malformed-request': 'warn',
  'unknown-api': 'warn',
  'unsupported-version': 'warn',
  'slow-reader': 'warn',
  'slow-sender': 'warn',
  'produce-without-acks-failed': 'info',
  'upstream-closed': 'info',
  fault: 'error',
} as const satisfies Record<string, LogLevel>

export type CloseCause = keyof typeof CLOSE_LEVEL

/** Why a connection did not begin: label of `edge_connections_refused`. */
const REFUSAL_LEVEL = {
  'handshake-aborted': 'debug',
  'too-many-connections': 'warn',
  'too-many-from-address': 'warn',
  'too-fast': 'warn',
  'too-many-before-login': 'warn',
  'cluster-connection-rate': 'warn',
  'tls-handshake': 'warn',
  'accept-failed': 'error',
} as const satisfies Record<string, LogLevel>

export type RefusalCause = keyof typeof REFUSAL_LEVEL

export interface Report {
  closed(cause: CloseCause, fields: LogFields): void
  refused(cause: RefusalCause, fields: LogFields): void
  event(level: LogLevel, name: string, fields?: LogFields): void
  count(name: string, label?: string): void
}

/** Lines of one cause in one window; what is above is counted and told with the next window's first line. */
const LINES_PER_WINDOW = 10
const WINDOW_MS = 10_000

/** Counts everything and logs a bounded number of lines: a port scan must not fill a disk. Debug lines are left to the logger's level. */
export function edgeReport(logger: Logger, meter: Meter, clock: Clock): Report {
  const windows = new Map<string, { startedAtMs: number; lines: number; dropped: number }>()
  const log = (level: LogLevel, name: string, cause: string, fields: LogFields): void => {
    if (level === 'debug') return logger.event(level, name, fields)
    const nowMs = clock.monotonic()
    let window = windows.get(cause)
    if (window === undefined) windows.set(cause, (window = { startedAtMs: nowMs, lines: 0, dropped: 0 }))
    if (nowMs - window.startedAtMs >= WINDOW_MS) Object.assign(window, { startedAtMs: nowMs, lines: 0 })
    if (window.lines >= LINES_PER_WINDOW) {
      window.dropped += 1
      return
    }
    window.lines += 1
    const more = window.dropped
    window.dropped = 0
    logger.event(level, name, more === 0 ? fields : { ...fields, linesDroppedBefore: more })
  }
  return {
    closed(cause, fields) {
      meter.add('edge_connections_closed', 1, cause)
      log(CLOSE_LEVEL[cause], 'connection-closed', cause, { cause, ...fields })
    },
    refused(cause, fields) {
      meter.add('edge_connections_refused', 1, cause)
      log(REFUSAL_LEVEL[cause], 'connection-refused', cause, { cause, ...fields })
    },
    event(level, name, fields = {}) {
      log(level, name, name, fields)
    },
    count(name, label) {
      meter.add(name, 1, label)
    },
  }
}

/** What somebody seems to speak who does not speak Kafka, from the first bytes of the connection. */
export function guessProtocol(first: Buffer): string {
  if (first.length >= 2 && first[0] === 0x16 && first[1] === 0x03) return 'looks like TLS on a plaintext port'
  const text = first.toString('latin1', 0, 8)
  if (/^(GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH|CONNECT|TRACE|PRI) ?/.test(text)) return 'looks like HTTP on a Kafka port'
  if (text.startsWith('SSH-')) return 'looks like SSH on a Kafka port'
  return 'not a Kafka request'
}

/** A listener's own word for a refusal, as ours. */
export function refusalOf(reason: string): RefusalCause {
  return reason in REFUSAL_LEVEL ? (reason as RefusalCause) : 'accept-failed'
}

/** Why a handshake failed, in words for whoever configured the client. */
export function guessHandshake(detail: string): string | undefined {
  if (/http request/i.test(detail)) return 'looks like HTTP on a TLS port'
  if (/wrong version number|packet length too long|unexpected message/i.test(detail)) {
    return 'looks like plaintext on a TLS port (security.protocol=SASL_SSL is needed)'
  }
  if (/unknown ca|certificate unknown|bad certificate/i.test(detail))
    return 'the client does not trust our certificate (give it the CA file)'
  return undefined
}
