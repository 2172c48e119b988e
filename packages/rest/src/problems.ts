import type { Problem, Source } from './problem.ts'

export function badRequest(detail: string, source?: Source): Problem {
  return { status: 400, detail, ...(source === undefined ? {} : { source }) }
}

/** Credentials are missing or wrong; the service adds `WWW-Authenticate`. 40101 is what Kafka REST calls it. */
export function unauthenticated(detail = 'Valid authentication credentials must be provided'): Problem {
  return { status: 401, errorCode: 40_101, detail }
}

/** A quota by its published code, for example `kafka_clusters_per_environment`. */
export function quotaExceeded(quota: string, title?: string): Problem {
  return { status: 402, detail: `The request would exceed the quota: ${quota}`, ...(title === undefined ? {} : { title }) }
}

/** 40301 is what Kafka REST calls it. */
export function forbidden(detail = 'Forbidden Access'): Problem {
  return { status: 403, errorCode: 40_301, detail }
}

/** The default text is one that the CLI looks for. */
export function notFound(detail = 'resource not found'): Problem {
  return { status: 404, detail }
}

/** `location`: where the object stands that is in the way. */
export function conflict(detail: string, location?: string): Problem {
  return { status: 409, detail, ...(location === undefined ? {} : { headers: { location } }) }
}

export function unprocessable(detail: string, source?: Source): Problem {
  return { status: 422, detail, ...(source === undefined ? {} : { source }) }
}

/** The reset is relative, in seconds, as the cloud's is. */
export function rateLimited(limit: number, resetSeconds: number): Problem {
  const seconds = String(Math.max(1, Math.ceil(resetSeconds)))
  return {
    status: 429,
    detail: `Too many requests. Try again in ${seconds} s`,
    headers: { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': seconds, 'retry-after': seconds },
  }
}

export function unavailable(detail: string, retryAfterSeconds = 1): Problem {
  return { status: 503, detail, headers: { 'retry-after': String(retryAfterSeconds) } }
}
