import { ErrorCode, type ErrorName } from '@leat/wire'
import { describe, expect, test } from 'vitest'
import { kafkaProblem, refusedToGrow } from './problems.ts'

describe("Kafka's errors", () => {
  test.for([
    ['TOPIC_AUTHORIZATION_FAILED', 403, 40301],
    ['GROUP_AUTHORIZATION_FAILED', 403, 40301],
    ['CLUSTER_AUTHORIZATION_FAILED', 403, 40301],
    ['SASL_AUTHENTICATION_FAILED', 401, 40101],
    ['UNKNOWN_TOPIC_OR_PARTITION', 404, 40403],
    ['UNKNOWN_TOPIC_ID', 404, 40403],
    ['TOPIC_ALREADY_EXISTS', 400, 40002],
    ['INVALID_TOPIC_EXCEPTION', 400, 40002],
    ['INVALID_REPLICATION_FACTOR', 400, 40002],
    ['INVALID_PARTITIONS', 400, 40002],
    ['INVALID_CONFIG', 400, 40002],
    ['INVALID_REQUEST', 400, 40002],
    ['POLICY_VIOLATION', 400, 40002],
    ['UNSUPPORTED_VERSION', 400, 40035],
    ['MESSAGE_TOO_LARGE', 413, 413],
    ['THROTTLING_QUOTA_EXCEEDED', 429, 42901],
    ['BROKER_NOT_AVAILABLE', 503, 50302],
    ['REQUEST_TIMED_OUT', 500, 50003],
    ['NOT_CONTROLLER', 500, 50003],
    ['KAFKA_STORAGE_ERROR', 500, 50003],
    ['INVALID_RECORD', 500, 50002],
  ] satisfies readonly (readonly [ErrorName, number, number])[])('%s is %i with %i', ([name, status, errorCode]) => {
    expect(kafkaProblem(ErrorCode[name])).toMatchObject({ status, errorCode })
  })

  test('are told in the words of the broker', () => {
    expect(kafkaProblem(ErrorCode.TOPIC_ALREADY_EXISTS, "Topic 'a' already exists.").detail).toBe("Topic 'a' already exists.")
  })

  test('are told in one and the same text where more would tell what is there', () => {
    expect(kafkaProblem(ErrorCode.TOPIC_AUTHORIZATION_FAILED, 'Not authorized to see secret-topic').detail).toBe(
      'Request is not authorized',
    )
    expect(kafkaProblem(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "no 'secret-topic'").detail).toBe(
      'This server does not host this topic-partition.',
    )
  })

  test.for(Object.values(ErrorCode).filter((code) => code !== ErrorCode.NONE))('%i has an answer with words', (code) => {
    const { status, detail } = kafkaProblem(code)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(detail).not.toBe('')
  })
})

test('a limit on partitions is told in the words the CLI looks for, and no other refusal is', () => {
  const limit = refusedToGrow(ErrorCode.POLICY_VIOLATION, 'The cluster would have 11 partitions; its limit is 10.')
  expect(limit.error.detail).toContain('partitions will exceed')
  for (const [code, said] of [
    [ErrorCode.POLICY_VIOLATION, 'Names begin with a team'],
    [ErrorCode.POLICY_VIOLATION, null],
    [ErrorCode.INVALID_PARTITIONS, 'Topic already has 3 partition(s).'],
  ] as const)
    expect(refusedToGrow(code, said).error.detail).not.toContain('exceed')
})
