/** One call of a tool and what it must get back, to the last field. */
export interface Step {
  readonly does: string
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** `{name}` stands for what an earlier step kept. So in bodies, sent and expected. */
  readonly path: string
  readonly body?: unknown
  /** Time that passes before the call, as between two polls. */
  readonly afterMs?: number
  readonly status: number
  /** Besides those that every answer has. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * The whole body; absent: none. `<time>`, `<url>` and `<any>` stand for a time, a link and anything; `<lkc->` for an id with that prefix, and
   * `<lkc-:name>` keeps it.
   */
  readonly answer?: unknown
}

export interface Sequence {
  readonly name: string
  /** `session`: logs in with e-mail and password first and is `Bearer` from then on, below `/api` as the CLI is. `key`: Basic with a cloud key. */
  readonly as: 'session' | 'key'
  readonly steps: readonly Step[]
}
