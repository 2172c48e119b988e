import { type Call, decode, ErrorCode, type Reply } from '@leat/wire'
import { Produce, type ProduceRequest } from '@leat/wire/messages/00-produce'
import { each } from '../each.ts'
import type { ApiRule, Step } from '../rule.ts'

/** Where a record batch (v2) has the low byte of its attributes, and the bit that says it belongs to a transaction. */
const ATTRIBUTES_AT = 22
const TRANSACTIONAL = 0x10

const topics = each(Produce, 'topicName', 'write', {
  fill: { baseOffset: -1 },
  first: refusedTransaction,
  asksFirst: 'for transactional batches write on the transactional id',
})

/** Produce (0): with acks=0 nobody can be told, so the connection ends (as after any error). What is allowed is written all the same. */
export const produce: ApiRule = {
  ...topics,
  handle(step, call) {
    const replied = topics.handle(step, call)
    return decode(call, Produce).acks === 0 ? closedOnRefusal(replied) : replied
  },
}

function refusedTransaction(step: Step, call: Call): number | null {
  const request = decode(call, Produce)
  if (!isTransactional(request)) return null
  const { transactionalId } = request
  const allowed = transactionalId !== null && step.asking.may(call, 'write', 'transactional-id', transactionalId)
  return allowed ? null : ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
}

function isTransactional({ topicData }: ProduceRequest): boolean {
  for (const { partitionData } of topicData) {
    for (const { records } of partitionData) {
      if (records !== null && records.length > ATTRIBUTES_AT && (records[ATTRIBUTES_AT]! & TRANSACTIONAL) !== 0) return true
    }
  }
  return false
}

/** A backend answers acks=0 with silence or with a close: a message is a refusal of this step. */
async function closedOnRefusal(replied: Promise<Reply>): Promise<Reply> {
  const reply = await replied
  return reply.kind === 'message' || reply.kind === 'frame' ? { kind: 'close', reason: 'produce-without-acks-failed' } : reply
}
