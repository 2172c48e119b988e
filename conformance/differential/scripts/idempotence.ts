import { InitProducerId } from '@leat/wire/messages'
import { batch } from '../batch.ts'
import { ask, type Script, type Seen, type Step } from '../script.ts'
import { create, readAll, writeValues } from './common.ts'
import { Produce } from '@leat/wire/messages'

const TOPIC = 'idempotence-a'

interface Place {
  readonly sequence: number
  readonly epoch?: number
  readonly count?: number
  readonly producer?: number
}

function put(label: string, { sequence, epoch = 0, count = 1, producer }: Place): Step {
  return ask(label, Produce, 9, (seen: Seen) => ({
    acks: -1,
    timeoutMs: 1000,
    topicData: [
      {
        name: TOPIC,
        partitionData: [
          {
            index: 0,
            records: batch(
              Array.from({ length: count }, (_, i) => `${label} ${i}`),
              { producerId: producer ?? seen('producer', InitProducerId).producerId, producerEpoch: epoch, baseSequence: sequence },
            ),
          },
        ],
      },
    ],
  }))
}

export const idempotence: Script = {
  name: 'idempotence',
  moves: [
    create({ name: TOPIC }),
    ask('producer', InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 60000, producerId: -1, producerEpoch: -1 }),
    put('first', { sequence: 0, count: 2 }),
    put('first again', { sequence: 0, count: 2 }),
    put('second', { sequence: 2 }),
    put('gap', { sequence: 4 }),
    put('behind', { sequence: 1 }),
    put('overlapping', { sequence: 2, count: 2 }),
    put('third', { sequence: 3 }),
    put('fourth', { sequence: 4 }),
    put('fifth', { sequence: 5 }),
    put('sixth', { sequence: 6 }),
    put('first, forgotten by now', { sequence: 0, count: 2 }),
    put('second, still known', { sequence: 2 }),
    put('negative sequence', { sequence: -1 }),
    put('negative epoch', { sequence: 7, epoch: -1 }),
    put('new epoch, not from 0', { sequence: 7, epoch: 1 }),
    put('new epoch', { sequence: 0, epoch: 1 }),
    put('old epoch', { sequence: 7, epoch: 0 }),
    put('old epoch, old batch', { sequence: 6, epoch: 0 }),
    put('unknown producer from 5', { sequence: 5, producer: 4_000_000 }),
    put('unknown producer goes on', { sequence: 6, producer: 4_000_000 }),
    put('unknown producer at the last number', { sequence: 2147483647, producer: 4_000_001 }),
    put('after the last number comes 0', { sequence: 0, producer: 4_000_001 }),
    writeValues('without a producer', TOPIC, 'plain'),
    readAll('all', TOPIC),
  ],
}
