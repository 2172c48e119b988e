import { type NodeId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { type Refusal, refuse } from './topic-faults.ts'

/** With one broker, the replication factors that scripts written for real clusters ask for are taken, and reported as 1 (parity.md). */
const FACTOR_MAX_WITH_ONE_BROKER = 3

/** How many replicas a partition gets, or why the factor asked for cannot be had. */
export function replicasFor(factor: number, nodes: readonly NodeId[]): Result<number, Refusal> {
  if (nodes.length === 1 && factor <= FACTOR_MAX_WITH_ONE_BROKER) return ok(1)
  if (factor <= nodes.length) return ok(factor)
  return fail(
    refuse(
      ErrorCode.INVALID_REPLICATION_FACTOR,
      `Unable to replicate the partition ${factor} time(s): The target replication factor of ${factor} cannot be reached because only ${nodes.length} broker(s) are registered.`,
    ),
  )
}

/** Leaders go round, beginning where the cluster's partitions so far end. */
export function spread(count: number, replicas: number, nodes: readonly NodeId[], from: number): NodeId[][] {
  const places = nodes.map((_, start) => Array.from({ length: replicas }, (_unused, i) => nodes[(start + i) % nodes.length]!))
  return Array.from({ length: count }, (_, i) => places[(from + i) % nodes.length]!)
}

/** What is wrong with a partition's replicas given by hand; null when nothing. */
export function assignmentFault(brokerIds: readonly number[], expected: number | null, nodes: readonly NodeId[]): Refusal | null {
  const fault = (what: string): Refusal => refuse(ErrorCode.INVALID_REPLICA_ASSIGNMENT, `The manual partition assignment includes ${what}`)
  if (brokerIds.length === 0) return fault('an empty replica list.')
  const sorted = [...brokerIds].sort((a, b) => a - b)
  for (const [i, id] of sorted.entries()) {
    if (!nodes.includes(id)) return fault(`broker ${id}, but no such broker is registered.`)
    if (i > 0 && sorted[i - 1] === id) return fault(`the broker ${id} more than once.`)
  }
  if (expected !== null && brokerIds.length !== expected) {
    return fault(
      `a partition with ${brokerIds.length} replica(s), but this is not consistent with previous partitions, which have ${expected} replica(s).`,
    )
  }
  return null
}
