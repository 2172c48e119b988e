import { fail } from '@leat/base'
import type { Problem } from '@leat/rest'
import { ErrorCode, type ErrorName, errorMessage, errorName, isRetriable } from '@leat/wire'

/**
 * What Kafka's errors become. The second number is the first thing clients look at: the Terraform provider and the CLI know 40403 and 40002,
 * and find "already exists" and "partitions will exceed" in the text.
 */
interface Row {
  readonly status: number
  readonly errorCode: number
  /** Instead of what the broker says: the same text for everybody, so that it tells nothing. */
  readonly text?: string
}

const BAD_REQUEST: Row = { status: 400, errorCode: 40002 }
const REFUSED: Row = { status: 403, errorCode: 40301, text: 'Request is not authorized' }
const UNAUTHENTICATED: Row = { status: 401, errorCode: 40101, text: 'Authentication failed' }
const UNKNOWN_TOPIC: Row = { status: 404, errorCode: 40403, text: 'This server does not host this topic-partition.' }
const TOO_LARGE: Row = {
  status: 413,
  errorCode: 413,
  text: 'The request included a message larger than the maximum message size the server can accept.',
}
const RETRIABLE: Row = { status: 500, errorCode: 50003 }
const OTHER: Row = { status: 500, errorCode: 50002 }

const TABLE: Partial<Readonly<Record<ErrorName, Row>>> = {
  UNKNOWN_TOPIC_OR_PARTITION: UNKNOWN_TOPIC,
  UNKNOWN_TOPIC_ID: UNKNOWN_TOPIC,
  TOPIC_AUTHORIZATION_FAILED: REFUSED,
  GROUP_AUTHORIZATION_FAILED: REFUSED,
  CLUSTER_AUTHORIZATION_FAILED: REFUSED,
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: REFUSED,
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: REFUSED,
  SASL_AUTHENTICATION_FAILED: UNAUTHENTICATED,
  TOPIC_ALREADY_EXISTS: BAD_REQUEST,
  INVALID_TOPIC_EXCEPTION: BAD_REQUEST,
  INVALID_PARTITIONS: BAD_REQUEST,
  INVALID_REPLICATION_FACTOR: BAD_REQUEST,
  INVALID_REPLICA_ASSIGNMENT: BAD_REQUEST,
  INVALID_CONFIG: BAD_REQUEST,
  INVALID_REQUEST: BAD_REQUEST,
  INVALID_GROUP_ID: BAD_REQUEST,
  INVALID_PRINCIPAL_TYPE: BAD_REQUEST,
  POLICY_VIOLATION: BAD_REQUEST,
  SECURITY_DISABLED: BAD_REQUEST,
  TOPIC_DELETION_DISABLED: BAD_REQUEST,
  UNKNOWN_SERVER_ERROR: BAD_REQUEST,
  UNSUPPORTED_VERSION: { status: 400, errorCode: 40035, text: 'The version of this API is not supported in the underlying Kafka cluster.' },
  GROUP_ID_NOT_FOUND: { status: 404, errorCode: 404 },
  MESSAGE_TOO_LARGE: TOO_LARGE,
  RECORD_LIST_TOO_LARGE: TOO_LARGE,
  THROTTLING_QUOTA_EXCEEDED: { status: 429, errorCode: 42901 },
  BROKER_NOT_AVAILABLE: { status: 503, errorCode: 50302 },
}

/** Kafka's answer `code`, with what the broker said about it. */
export function kafkaProblem(code: number, said: string | null = null): Problem {
  const row = TABLE[errorName(code)] ?? (isRetriable(code) ? RETRIABLE : OTHER)
  const detail = row.text ?? (said === null || said === '' ? errorMessage(code) : said)
  return { status: row.status, errorCode: row.errorCode, detail }
}

/** The same as a failed result. */
export function refused(code: number, said: string | null = null): { readonly ok: false; readonly error: Problem } {
  return fail(kafkaProblem(code, said))
}

/** A new topic or new partitions: over the limit the CLI looks for the first words, and tells its user about quotas. */
export function refusedToGrow(code: number, said: string | null): { readonly ok: false; readonly error: Problem } {
  const isLimit = code === ErrorCode.POLICY_VIOLATION && said !== null && /\bpartitions\b/i.test(said) && /\b(limit|maximum)\b/i.test(said)
  return refused(code, isLimit ? `The requested number of partitions will exceed what the cluster may have. ${said}` : said)
}

export function badRequest(detail: string): { readonly ok: false; readonly error: Problem } {
  return fail({ status: 400, errorCode: 400, detail })
}

export function notFound(detail = 'HTTP 404 Not Found'): { readonly ok: false; readonly error: Problem } {
  return fail({ status: 404, errorCode: 404, detail })
}
