import { BatchUnreadable, KafkaError, WriterFault } from '@leat/client'
import { ConnectFault, ConnectionLost } from '@leat/client/socket'
import { ErrorCode, errorMessage, errorName } from '@leat/wire'
import { type Complaint, complaint } from '../complaint.ts'
import type { Brokers } from './brokers.ts'

const REFUSED = new Set<number>([
  ErrorCode.TOPIC_AUTHORIZATION_FAILED,
  ErrorCode.GROUP_AUTHORIZATION_FAILED,
  ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
])

/** Why no connection was made, and what to do. */
export function connectComplaint({ kind, broker, message }: ConnectFault, { login, cluster }: Brokers): Complaint {
  const key = login?.key ?? ''
  switch (kind) {
    case 'authentication-failed':
      if (cluster === null) return complaint(`${broker} refused user "${key}": ${message}`)
      return complaint(
        `${broker} refused API key "${key}": ${message}`,
        `If its secret is stored, store the right one with "leat api-key store ${key} --resource ${cluster}".`,
        `To create and use another key, use "leat api-key create --resource ${cluster} --use".`,
      )
    case 'unreachable':
    case 'not-kafka':
      if (cluster === null) return complaint(`cannot reach Kafka: ${message}`)
      return complaint(`cannot reach Kafka: ${message}`, 'Is it running? See "leat status"; start it with "leat up".')
    case 'tls-untrusted':
      if (cluster === null)
        return complaint(`the certificate of ${broker} is not trusted: ${message}`, 'Name its CA with --certificate-authority-path ca.pem.')
      return complaint(
        `the certificate of ${broker} is not trusted: ${message}`,
        'Log in again and name its CA: "leat login --certificate-authority-path ca.pem".',
      )
    case 'tls-expired':
    case 'tls-other-name':
    case 'mechanism-not-offered':
      return complaint(message)
  }
}

/** What Kafka says while a command speaks with it; null: a fault of ours. `topic` is the one that the command is about. */
export function kafkaComplaint(error: unknown, topic: string, brokers: Brokers): Complaint | null {
  if (error instanceof ConnectFault) return connectComplaint(error, brokers)
  if (error instanceof ConnectionLost || error instanceof BatchUnreadable || error instanceof RangeError) return complaint(error.message)
  if (error instanceof WriterFault) return writerComplaint(error, topic)
  if (!(error instanceof KafkaError)) return null
  if (error.code === ErrorCode.TOPIC_AUTHORIZATION_FAILED && error.doing.startsWith('reading'))
    return complaint(notAllowed('reading', topic), EXPLAIN)
  // An idempotent producer needs the right to write to any topic, or that of its own.
  if (error.code === ErrorCode.CLUSTER_AUTHORIZATION_FAILED && error.doing.startsWith('producing'))
    return complaint(notAllowed('writing to', topic), EXPLAIN)
  if (error.code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION || error.code === ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
    const { cluster: id } = brokers
    const unknown = `topic "${topic}" does not exist or user does not have the ACLs or role bindings required to describe it`
    if (id === null) return complaint(unknown)
    return complaint(
      unknown,
      `To list topics for Kafka cluster "${id}", use "leat kafka topic list --cluster ${id}".`,
      `To list ACLs, use "leat kafka acl list --cluster ${id}".`,
      'To list role bindings, use "leat iam rbac role-binding list".',
    )
  }
  return complaint(error.message, ...(REFUSED.has(error.code) ? [EXPLAIN] : []))
}

function writerComplaint({ code, message }: WriterFault, topic: string): Complaint {
  if (code === ErrorCode.TOPIC_AUTHORIZATION_FAILED) return complaint(notAllowed('writing to', topic), EXPLAIN)
  // What Kafka says of keyless records on a compacted topic.
  if (code === ErrorCode.INVALID_RECORD)
    return complaint(
      `topic "${topic}" refuses the record: ${errorMessage(code)}`,
      'A topic with cleanup.policy=compact takes only records with a key: use --parse-key.',
    )
  return complaint(code === ErrorCode.NONE ? message : `${errorName(code)}: ${errorMessage(code)}`)
}

function notAllowed(doing: string, topic: string): string {
  return `${doing} topic "${topic}" is not allowed`
}

const EXPLAIN = 'To see which rule refused it, use "leat explain-deny --principal User:ID".'
