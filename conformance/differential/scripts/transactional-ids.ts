import { FindCoordinator, InitProducerId, Produce } from '@leat/wire/messages'
import { batch } from '../batch.ts'
import { ask, type Script, type Step } from '../script.ts'
import { create, readAll } from './common.ts'

const TOPIC = 'transactional-ids-a'
const T = 'transactional-ids-t'

const init = (label: string, version: number, more: { from?: string; epoch?: number; id?: number } = {}): Step =>
  ask(label, InitProducerId, version, (seen) => ({
    transactionalId: T,
    transactionTimeoutMs: 60_000,
    ...(version < 3
      ? {}
      : {
          producerId: more.from === undefined ? (more.id ?? -1) : seen(more.from, InitProducerId).producerId,
          producerEpoch: more.epoch ?? -1,
        }),
  }))
const put = (label: string, from: string, epoch: number, sequence: number): Step =>
  ask(label, Produce, 9, (seen) => ({
    acks: -1,
    timeoutMs: 1000,
    topicData: [
      {
        name: TOPIC,
        partitionData: [
          {
            index: 0,
            records: batch([label], { producerId: seen(from, InitProducerId).producerId, producerEpoch: epoch, baseSequence: sequence }),
          },
        ],
      },
    ],
  }))

/** The epoch bump that fences: what a single writer is elected with. */
export const transactionalIds: Script = {
  name: 'transactional-ids',
  moves: [
    create({ name: TOPIC }),
    ask('coordinator', FindCoordinator, 4, { keyType: 1, coordinatorKeys: [T] }),
    init('first', 4),
    put('first writes', 'first', 0, 0),
    init('second', 4),
    put('second writes', 'second', 1, 0),
    put('first is fenced', 'first', 0, 1),
    init('first comes back', 4, { from: 'first', epoch: 0 }),
    init('first comes back, v3', 3, { from: 'first', epoch: 0 }),
    init('second goes on', 4, { from: 'second', epoch: 1 }),
    init('second retries', 4, { from: 'second', epoch: 1 }),
    init('an epoch to come', 4, { from: 'second', epoch: 9 }),
    init('another id', 4, { id: 987_654, epoch: 0 }),
    init('v0', 0),
    init('v1', 1),
    init('v2', 2),
    init('v5', 5),
    readAll('all', TOPIC),
  ],
}
