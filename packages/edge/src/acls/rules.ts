import { decode, ErrorCode } from '@leat/wire'
import { DescribeAcls } from '@leat/wire/messages/29-describe-acls'
import { CreateAcls } from '@leat/wire/messages/30-create-acls'
import { DeleteAcls } from '@leat/wire/messages/31-delete-acls'
import { REFUSAL_TEXT } from '../authorization/refusal-text.ts'
import type { ApiRule } from '../authorization/rule.ts'
import { answer, clusterRefusal } from '../authorization/whole.ts'

const REFUSED = { errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, errorMessage: REFUSAL_TEXT[ErrorCode.CLUSTER_AUTHORIZATION_FAILED] }

export const describeAcls: ApiRule = {
  api: DescribeAcls,
  asks: 'describe on the cluster',
  handle: (step, call) => (clusterRefusal(step, call, 'describe') === null ? step.acls.serve(call) : answer({ ...REFUSED, resources: [] })),
}

export const createAcls: ApiRule = {
  api: CreateAcls,
  asks: 'alter on the cluster',
  handle(step, call) {
    if (clusterRefusal(step, call, 'alter') === null) return step.acls.serve(call)
    return answer({ results: decode(call, CreateAcls).creations.map(() => REFUSED) })
  },
}

export const deleteAcls: ApiRule = {
  api: DeleteAcls,
  asks: 'alter on the cluster',
  handle(step, call) {
    if (clusterRefusal(step, call, 'alter') === null) return step.acls.serve(call)
    return answer({ filterResults: decode(call, DeleteAcls).filters.map(() => ({ ...REFUSED, matchingAcls: [] })) })
  },
}
