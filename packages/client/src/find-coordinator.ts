import { type NodeId, type Result, fail, ok } from '@leat/base'
import { ErrorCode } from '@leat/wire'
import { FindCoordinator } from '@leat/wire/messages/10-find-coordinator'
import { type CallError, orLost } from './or-lost.ts'
import type { Transport } from './transport.ts'
import { newestVersion } from './version.ts'

export interface CoordinatorOf {
  readonly kind: 'group' | 'transaction'
  /** The group, or the transactional id. */
  readonly key: string
}

const KEY_TYPES = { group: 0, transaction: 1 } as const
const MANY_KEYS_SINCE = 4
const NOBODY = { errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, nodeId: -1, errorMessage: null }

/** The broker that keeps a group or a transactional id. A connection that is lost is NETWORK_EXCEPTION. */
export function findCoordinator(transport: Transport, of: CoordinatorOf, signal: AbortSignal): Promise<Result<NodeId, CallError>> {
  return orLost(find(transport, of, signal))
}

async function find(transport: Transport, { kind, key }: CoordinatorOf, signal: AbortSignal): Promise<Result<NodeId, CallError>> {
  const keyType = KEY_TYPES[kind]
  const asksMany = newestVersion(transport.apis, FindCoordinator) >= MANY_KEYS_SINCE
  const answer = await transport.call(FindCoordinator, asksMany ? { keyType, coordinatorKeys: [key] } : { keyType, key }, { signal })
  const { errorCode, nodeId, errorMessage } = asksMany ? (answer.coordinators[0] ?? NOBODY) : answer
  return errorCode === ErrorCode.NONE ? ok(nodeId) : fail({ code: errorCode, detail: errorMessage })
}
