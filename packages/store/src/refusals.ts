import type { AppendRefusal, WriterFault } from '@leat/client'
import { DecisionTooLarge, StoreUnavailable } from './contract.ts'

/** What a writer's refusal is to whoever decided. */
export function refusalOf(refusal: AppendRefusal): Error {
  switch (refusal.kind) {
    case 'too-large':
      return new DecisionTooLarge(`a decision of ${refusal.sizeInBytes} bytes is larger than ${refusal.limitBytes}`)
    case 'too-much-waiting':
      return new StoreUnavailable('too many decisions wait to be written')
    case 'ended':
      return unavailable(refusal.fault)
  }
}

export function unavailable(fault: WriterFault): StoreUnavailable {
  return new StoreUnavailable(fault.message, { cause: fault })
}
