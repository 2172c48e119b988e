import { CLUSTER_RESOURCE } from '@leat/access'
import { type Call, decode, type Encodable, ErrorCode } from '@leat/wire'
import { FindCoordinator, type FindCoordinatorResponse } from '@leat/wire/messages/10-find-coordinator'
import { merged } from '../elements.ts'
import { REFUSAL_TEXT, type RefusalCode } from '../refusal-text.ts'
import { withBody, withMessage } from '../rewrite.ts'
import type { ApiRule, Step } from '../rule.ts'
import { answer } from '../whole.ts'

const MANY_KEYS_SINCE = 4
const GROUP = 0
const TRANSACTION = 1
const SHARE = 2

type Coordinator = NonNullable<Encodable<FindCoordinatorResponse>['coordinators']>[number]

/** FindCoordinator (10): describe on the group or the transactional id; for share partitions cluster-action on the cluster. */
export const findCoordinator: ApiRule = {
  api: FindCoordinator,
  asks: 'describe on each group or transactional id; for share partitions cluster-action on the cluster',
  handle(step, call) {
    const request = decode(call, FindCoordinator)
    if (call.version < MANY_KEYS_SINCE) {
      const code = refusal(step, call, request.keyType, request.key)
      return code === null ? step.backend.dispatch(call) : answer(refused(code, REFUSAL_TEXT[code]))
    }
    const { keyType, coordinatorKeys } = request
    const refusals = coordinatorKeys.flatMap((key, at) => {
      const code = refusal(step, call, keyType, key)
      return code === null ? [] : [{ at, answer: { key, ...refused(code, '') } }]
    })
    if (refusals.length === 0) return step.backend.dispatch(call)
    if (refusals.length === coordinatorKeys.length) return answer({ coordinators: refusals.map((one) => one.answer) })
    const out = new Set(refusals.map(({ at }) => at))
    const rest = withBody(call, FindCoordinator, { ...request, coordinatorKeys: coordinatorKeys.filter((_, at) => !out.has(at)) })
    return withMessage(call, FindCoordinator, step.backend.dispatch(rest), (message) => ({
      ...message,
      coordinators: merged(message.coordinators ?? [], refusals) as readonly Coordinator[],
    }))
  },
}

function refusal({ asking }: Step, call: Call, keyType: number, key: string): RefusalCode | null {
  switch (keyType) {
    case GROUP:
      return asking.may(call, 'describe', 'group', key) ? null : ErrorCode.GROUP_AUTHORIZATION_FAILED
    case TRANSACTION:
      return asking.may(call, 'describe', 'transactional-id', key) ? null : ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
    case SHARE:
      return asking.may(call, 'cluster-action', 'cluster', CLUSTER_RESOURCE) ? null : ErrorCode.CLUSTER_AUTHORIZATION_FAILED
    default:
      // No such kind: the backend's to answer.
      return null
  }
}

/** Where many keys are asked for, Kafka says nothing in words. */
function refused(errorCode: RefusalCode, errorMessage: string) {
  return { errorCode, errorMessage, nodeId: -1, host: '', port: -1 }
}
