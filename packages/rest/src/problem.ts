/** What is at fault: a JSON pointer into the body, or a query parameter. */
export type Source = { readonly pointer: string } | { readonly parameter: string }

/** Why a request is refused, independent of how its API words errors. */
export interface Problem {
  readonly status: number
  /** In the control plane's errors: `quota_exceeded`, `resource_already_exists`, …; derived from the status when absent. */
  readonly code?: string
  /** Kafka REST's or the registry's number where it is not the status: 40403, 40002. */
  readonly errorCode?: number
  readonly title?: string
  /** What the user reads: what is wrong, and what to do. */
  readonly detail: string
  /** JSON pointer into the body, or the query parameter that is at fault. */
  readonly source?: Source
  /** What else is wrong with the same request, for the form that has a list of errors. */
  readonly further?: readonly { readonly detail: string; readonly source?: Source }[]
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * How an API words its errors:
 *
 *     control   {"errors":[{"id","status":"404","code","title","detail","source"}]}
 *     v1        {"error":{"code":404,"message"}}
 *     kafka     {"error_code":404,"message"}
 *     registry  {"error_code":40401,"message"}
 *     mds       {"status_code":404,"message","type"}
 */
export type ErrorForm = 'control' | 'v1' | 'kafka' | 'registry' | 'mds'
