/** The control plane and Kafka REST, in the name of the first admin. */
export interface Cloud {
  /** For clients over HTTP: `http://localhost:<port>`. The same over all restarts. */
  readonly url: string
  /** Of the cloud API key that `request` uses. */
  readonly apiKey: string
  readonly apiSecret: string
  readonly email: string
  readonly password: string
  /** A UUID. */
  readonly organization: string
  /** The first environment: `env-...` */
  readonly environment: string
  /** Asks without a socket: `request('GET', '/org/v2/environments')`. `body` is sent as JSON. */
  request(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<CloudAnswer>
}

/** The Schema Registry of the first environment, for serializers and clients over HTTP. */
export interface Registry {
  /** `http://localhost:<port>`. The same over all restarts. */
  readonly url: string
  /** Of a key for this registry; it logs in with Basic authentication. */
  readonly apiKey: string
  readonly apiSecret: string
}

export interface CloudAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON; null for none. */
  readonly body: unknown
}
